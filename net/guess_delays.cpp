#include "net/guess_delays.hpp"

#include <algorithm>

namespace siaga::net {

std::chrono::milliseconds GuessDelays::failed(const std::string& address, Steady::time_point now) {
    const auto found = by_address_.find(address);
    if (found != by_address_.end()) {
        in_order_.splice(in_order_.begin(), in_order_, found->second);
    } else {
        if (by_address_.size() >= limits_.guess_addresses) {
            by_address_.erase(in_order_.back().address);
            in_order_.pop_back();
        }
        in_order_.push_front({address, 0, now});
        by_address_.emplace(address, in_order_.begin());
    }
    Failures& failures = in_order_.front();
    if (now - failures.last > limits_.guess_forgotten) failures.count = 0;
    failures.last = now;
    constexpr unsigned kDoublings = 20;  // far beyond guess_delay_most, and no overflow
    const auto delay = limits_.guess_delay * (1U << std::min(failures.count++, kDoublings));
    return std::min<std::chrono::milliseconds>(delay, limits_.guess_delay_most);
}

}  // namespace siaga::net
