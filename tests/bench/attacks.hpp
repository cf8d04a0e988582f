#pragma once
// Attacks: those who break the rules, each on a thread of its own while it runs.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "data/core/time.hpp"

namespace siaga::load {

/// Nobody.
class Attack {
public:
    Attack() = default;
    Attack(const Attack&) = delete;
    Attack& operator=(const Attack&) = delete;
    virtual ~Attack() = default;

    /// Until it is to stop; then all its sockets are closed.
    virtual void run(const std::stop_token& /*stop*/) {}
    [[nodiscard]] std::size_t begun() const { return begun_; }                      ///< sockets held at once, at most
    [[nodiscard]] std::size_t ended_by_server() const { return ended_by_server_; }  ///< and opened again

protected:
    std::atomic<std::size_t> begun_ = 0, ended_by_server_ = 0;
};

/// So many sockets that say `first` and then one byte of `rest`, over and over, every half second; who is cut off
/// comes again.
[[nodiscard]] std::unique_ptr<Attack> drip(std::uint16_t port, std::size_t count, std::string first, std::string rest);
/// The same of sessions that were let in before.
[[nodiscard]] std::unique_ptr<Attack> drip_inside(std::uint16_t port, std::size_t count, std::string rest);
/// Viewers that follow all there is and never read.
[[nodiscard]] std::unique_ptr<Attack> deaf_readers(std::uint16_t port, std::size_t count);
/// So many sessions that send `rate` fixes a second together, as RatedClients does, and read their answers.
[[nodiscard]] std::unique_ptr<Attack> flood(std::uint16_t port, std::size_t count, std::size_t rate, Millis ago);

}  // namespace siaga::load
