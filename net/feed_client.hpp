#pragma once
// FeedClient: one sender on the Siaga feed, blocking, for the simulator and for tests. One thread.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/model/event.hpp"
#include "data/model/fix.hpp"
#include "net/tls_context.hpp"

namespace siaga::net {

struct FeedNack {
    std::uint64_t seq = 0;  ///< 0: the server could not read one
    std::string code;       ///< wire name: TELEPORT
    std::string detail;
    friend bool operator==(const FeedNack&, const FeedNack&) = default;
};

struct FeedTarget {
    std::string host = "127.0.0.1";
    std::uint16_t port = 7117;
    std::string token;  ///< "" with a certificate
    SourceName source;
    std::optional<TlsFiles> tls = {};  ///< nothing: a plain connection, which only a loopback listener takes
};

class FeedClient {
public:
    /// Connects, says hello and waits for the welcome. Throws Fault naming host and port: refused,
    /// unreachable, silent for `patience`, a certificate that is not the host's, or the server's own reason.
    explicit FeedClient(const FeedTarget& target, std::chrono::milliseconds patience = std::chrono::seconds(5));
    ~FeedClient();
    FeedClient(const FeedClient&) = delete;
    FeedClient& operator=(const FeedClient&) = delete;

    /// The server has everything of this source up to here.
    [[nodiscard]] std::uint64_t last_seq() const;
    [[nodiscard]] const std::string& role() const;

    /// Buffered; sent by flush() or when 64 KiB are together. Give each record the next seq.
    void send(std::uint64_t seq, const FixReport& report);
    void send(std::uint64_t seq, const Event& event);
    void send_line(std::string_view line);  ///< as it is, a newline is added

    /// Gives all that is buffered to the socket, reading answers meanwhile. Throws Fault when the
    /// connection is gone.
    void flush();
    /// Takes in what has arrived, without waiting. Throws Fault when the connection is gone.
    void poll();
    /// Flushes and waits until everything up to `seq` was answered, by an ack or a nack. False after
    /// `patience`.
    [[nodiscard]] bool wait_answered(std::uint64_t seq, std::chrono::milliseconds patience);

    [[nodiscard]] std::uint64_t acked() const;         ///< cumulative, as the server said
    [[nodiscard]] std::vector<FeedNack> take_nacks();  ///< since the last call
    /// Other lines of the server (entries, fixes, head), oldest first, since the last call.
    [[nodiscard]] std::vector<std::string> take_lines();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga::net
