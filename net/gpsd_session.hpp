#pragma once
// GpsdSession: the conversation with one gpsd, without a socket: what happened and the time in, records and
// wishes out. One daemon may have several receivers; each TPV names its own.

#include <simdjson.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/gpsd_decoder.hpp"
#include "net/limits.hpp"
#include "net/line_splitter.hpp"
#include "net/receiver.hpp"

namespace siaga::net {

/// A receiver of the daemon and the device it is there; "" is the first device that has a fix and is nobody else's.
struct GpsdReceiver {
    Receiver* receiver = nullptr;
    std::string device;
};

class GpsdSession {
public:
    /// `receivers` is not empty. All outlive it.
    GpsdSession(std::string daemon, std::vector<GpsdReceiver> receivers, const Limits& limits);

    void on_connected(Steady::time_point now);
    void on_bytes(std::string_view bytes, Steady::time_point now);
    void on_deadline(Steady::time_point now);
    /// It could not be reached, or the connection ended: `why` is for the log.
    void on_lost(std::string_view why, Steady::time_point now);

    /// When to call on_deadline, while connected.
    [[nodiscard]] Steady::time_point deadline() const { return deadline_; }
    /// When to connect again, after on_lost.
    [[nodiscard]] Steady::time_point retry_at() const { return retry_at_; }
    /// What to send.
    [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }
    /// Why to close the connection; "" while it is good.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }
    /// The records since the last call, of each receiver that has some.
    [[nodiscard]] std::vector<Submission> take_ready();

private:
    void take(const LineSplitter::Line& line, Steady::time_point now);
    void take_report(GpsdReport&& report, std::string_view line);
    void refuse(const Problem& problem, std::string_view line, Steady::time_point now);
    [[nodiscard]] std::size_t place_of(const std::string& device, bool has_fix);

    std::string daemon_;  ///< "127.0.0.1:2947"
    std::vector<GpsdReceiver> receivers_;
    std::vector<Submission> ready_;  ///< one of each
    const Limits& limits_;
    simdjson::dom::parser parser_;
    LineSplitter splitter_;
    std::string output_, trouble_;
    std::string adopted_;  ///< the device of the receiver without one
    Steady::time_point deadline_{};
    Steady::time_point retry_at_{};
    std::chrono::milliseconds retry_after_;
    bool pinged_ = false;
    bool connected_ = false;
    bool said_lost_ = false;  ///< the log knows
    unsigned broken_in_a_row_ = 0;
};

}  // namespace siaga::net
