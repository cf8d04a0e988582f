#pragma once
// RateMeter: how fast a counter grows, from looks at any times.

#include <chrono>
#include <cstdint>

namespace siaga::app {

class RateMeter {
public:
    using Steady = std::chrono::steady_clock;
    /// Per second, over the last whole second or longer between looks; 0 at the first.
    double at(std::uint64_t count, Steady::time_point now) {
        const std::chrono::duration<double> since = now - looked_;
        if (looked_ == Steady::time_point{}) {
            counted_ = count;
            looked_ = now;
        } else if (since.count() >= 1) {
            rate_ = static_cast<double>(count - counted_) / since.count();
            counted_ = count;
            looked_ = now;
        }
        return rate_;
    }

private:
    std::uint64_t counted_ = 0;
    Steady::time_point looked_{};
    double rate_ = 0;
};

}  // namespace siaga::app
