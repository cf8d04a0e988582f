#pragma once
// The clock is injected everywhere: the system's, a test's, or that of the day a demonstration plays.

#include <atomic>
#include <chrono>

#include "data/core/time.hpp"

namespace siaga {

class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;
    /// Any thread.
    [[nodiscard]] virtual Time now() const = 0;
};

class SystemClock final : public Clock {
public:
    [[nodiscard]] Time now() const override {
        return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
    }
};

/// Set by hand: tests, and filling an operation with a recorded day.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Time start) : now_ms_(unix_ms(start)) {}
    [[nodiscard]] Time now() const override { return time_from_ms(now_ms_.load()); }
    void set(Time t) { now_ms_.store(unix_ms(t)); }
    void advance(Millis by) { now_ms_.fetch_add(by.count()); }

private:
    std::atomic<std::int64_t> now_ms_;
};

/// Runs `speed` times as fast as the steady clock from `start`: the demonstration's day.
class PlayedClock final : public Clock {
public:
    PlayedClock(Time start, double speed) : start_(start), speed_(speed), origin_(std::chrono::steady_clock::now()) {}
    [[nodiscard]] Time now() const override {
        const std::chrono::duration<double, std::milli> real = std::chrono::steady_clock::now() - origin_;
        return start_ + Millis{static_cast<std::int64_t>(real.count() * speed_)};
    }

private:
    Time start_;
    double speed_;
    std::chrono::steady_clock::time_point origin_;
};

}  // namespace siaga
