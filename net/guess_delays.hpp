#pragma once
// GuessDelays: how long the answer to a wrong token waits. It doubles with each failure of an address and is
// forgotten after a quiet time; a right token waits for nothing. Not locked: net/door does that.

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>

#include "net/limits.hpp"

namespace siaga::net {

class GuessDelays {
public:
    explicit GuessDelays(const Limits& limits) : limits_(limits) {}

    /// One more failure of `address`. 250 ms, 500 ms, 1 s ... 8 s with the usual limits.
    [[nodiscard]] std::chrono::milliseconds failed(const std::string& address, Steady::time_point now);

    /// At most Limits::guess_addresses: of more, the one that has been quiet longest is forgotten.
    [[nodiscard]] std::size_t addresses() const { return by_address_.size(); }

private:
    struct Failures {
        std::string address;
        unsigned count = 0;
        Steady::time_point last;
    };
    using Place = std::list<Failures>::iterator;

    Limits limits_;
    std::list<Failures> in_order_;  ///< the newest first
    std::unordered_map<std::string, Place> by_address_;
};

}  // namespace siaga::net
