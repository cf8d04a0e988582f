#pragma once
// RatedClients: field sessions that send one fix after the other in turn, evenly, and note when each was acknowledged.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "data/core/time.hpp"
#include "tests/bench/peers.hpp"

namespace siaga::load {

class RatedClients {
public:
    enum class Group : std::uint8_t { kRated = 1, kFlood = 4 };  ///< of their addresses, names and units
    /// Connects and is welcomed. `rate`: fixes a second of all together, each of `ago` before it is sent: 0 is
    /// live, an hour the backlog of an outage. Throws Fault.
    RatedClients(Group group, std::uint16_t port, std::size_t sessions, std::size_t rate, Millis ago);

    /// Sends for so long, and hears meanwhile. Milliseconds from each send to its acknowledgement.
    [[nodiscard]] std::vector<double> send_for(double seconds);
    /// The same, and hears what is still to come.
    [[nodiscard]] std::vector<double> run(double seconds);

    struct Heard {
        std::uint64_t acked = 0, unacked = 0;
        std::size_t dropped = 0;  ///< sessions that the listener ended
    };
    [[nodiscard]] Heard heard() const;

private:
    using Steady = std::chrono::steady_clock;
    struct Client {
        Descriptor socket;
        std::string unit, heard;
        std::vector<Steady::time_point> sent;  ///< by seq, from 1
        std::size_t acked = 0;
        bool dropped = false;
    };

    void send_next(Client& client);
    void hear(Client& client, std::vector<double>& delays_ms);
    void hear_all(int wait_ms, std::vector<double>& delays_ms);
    [[nodiscard]] bool all_heard() const;

    std::vector<Client> clients_;
    Descriptor poll_;
    Steady::duration between_;
    Millis ago_;
    Steady::time_point due_{};
    std::size_t next_ = 0;
};

}  // namespace siaga::load
