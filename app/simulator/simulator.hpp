#pragma once
// Simulator: plays the demonstration day against a real listener, one connection per source, as the
// relays and posts of that day would. What the listener has already is not sent again: the day's seq
// numbers are fixed, so a broken connection goes on where the acknowledgements ended.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "app/simulator/demonstration_day.hpp"
#include "data/core/clock.hpp"
#include "net/feed_client.hpp"

namespace siaga::app {

struct SimulatorSettings {
    net::FeedTarget feed;  ///< without token and source
    std::function<std::string(const DaySource&)> token_for;
};

struct SimulatorCounts {
    std::uint64_t sent = 0;     ///< records given to the connections
    std::uint64_t refused = 0;  ///< nacks
    std::uint64_t left = 0;     ///< records of the day not sent yet
};

class Simulator {
public:
    /// `clock` is the day's: a record goes out when the clock has reached its send time, so what was
    /// sent before the clock's first instant (how the day before left things) goes out at once.
    /// Both must outlive the simulator.
    Simulator(const DemonstrationDay& day, const Clock& clock, SimulatorSettings settings);
    ~Simulator();

    /// Until the day is over and answered, or until stopped; blocks. Throws Fault when the listener
    /// cannot be reached, refuses a source, or stops answering.
    SimulatorCounts run(const std::stop_token& stop);

    /// Sends what is due, takes in answers and returns: one turn of run(), for callers with a loop.
    /// True while there is more of the day to send. Throws Fault.
    bool turn();

    /// Any thread.
    [[nodiscard]] SimulatorCounts counts() const;

private:
    struct Lane;
    void connect(Lane& lane);
    void send_due(Lane& lane, Time now);
    void hear(Lane& lane);

    const DemonstrationDay& day_;
    const Clock& clock_;
    SimulatorSettings settings_;
    std::vector<std::unique_ptr<Lane>> lanes_;
    std::atomic<std::uint64_t> sent_{0}, refused_{0}, left_{0};
};

}  // namespace siaga::app
