#pragma once
// `siagactl serve` on a free port, and a plain TCP connection to it: the bytes that nc would send.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/integration/support/process.hpp"

namespace siaga::test {

/// Token of a new source, through the program.
[[nodiscard]] std::string add_token(const std::string& folder, const std::string& source, const std::string& role);
[[nodiscard]] std::string hello(const std::string& token, const std::string& source);

class Serving {
public:
    explicit Serving(const std::string& folder, const std::vector<std::string>& more = {});

    /// The port it says that it listens on; 0 when it ended without.
    [[nodiscard]] std::uint16_t await_port();
    [[nodiscard]] Process& process() { return process_; }
    /// SIGTERM, then its outcome.
    [[nodiscard]] Outcome end();

private:
    Process process_;
};

class Connection {
public:
    /// Not connected when nobody listens there: see open().
    explicit Connection(std::uint16_t port);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] bool open() const { return socket_ >= 0; }
    [[nodiscard]] int descriptor() const { return socket_; }
    /// All of it; false when the peer is gone.
    bool send(std::string_view text);
    /// As much as goes without waiting; how much, 0 when the peer is gone or reads nothing.
    [[nodiscard]] std::size_t send_some(std::string_view text);
    /// Takes in what has arrived without waiting; false when the peer is gone.
    bool receive();
    /// The next whole line that was received, without waiting.
    [[nodiscard]] std::optional<std::string> received_line();
    /// The next line, waiting for it.
    [[nodiscard]] std::optional<std::string> line(Patience patience = kPatience);
    /// True when the peer closes within the patience.
    [[nodiscard]] bool closes(Patience patience = kPatience);
    /// Tells the peer that nothing more will be sent.
    void end_sending() const;

private:
    int socket_ = -1;
    std::string text_;
};

}  // namespace siaga::test
