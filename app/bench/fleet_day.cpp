#include "app/bench/fleet_day.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <queue>

namespace siaga::app::bench {
namespace {

/// SplitMix64: the numbers of one unit, whatever the library.
class Numbers {
public:
    explicit Numbers(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    /// [0, 1)
    double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    double between(double low, double high) { return low + unit() * (high - low); }
    /// Near enough to a normal distribution, deviation 1: the sum of six.
    double noise() {
        double sum = 0;
        for (int i = 0; i < 6; ++i) sum += unit();
        return (sum - 3) * std::numbers::sqrt2;
    }

private:
    std::uint64_t state_;
};

constexpr double kWest = 124.05, kEast = 125.15, kSouth = -9.75, kNorth = -9.05;
constexpr double kMetresPerDegree = 111'320;
constexpr double kReceiverNoiseM = 3;

/// One unit: it drives a while, stands a while, and reports about every interval.
class Vehicle {
public:
    Vehicle(std::uint32_t index, const FleetDayShape& shape)
        : numbers_(shape.seed * 1'000'003 + index),
          interval_ms_(static_cast<double>(shape.length.count()) / shape.fixes_per_unit),
          lon_(numbers_.between(kWest, kEast)),
          lat_(numbers_.between(kSouth, kNorth)),
          course_deg_(numbers_.between(0, 360)) {
        fix_.unit = UnitIndex{index};
        fix_.source = SourceIndex{index};
        slot_ms_ = numbers_.unit() * interval_ms_;
        start_ = shape.start;
        report();
    }

    [[nodiscard]] const Fix& fix() const { return fix_; }

    void advance() {
        const double seconds = interval_ms_ / 1000;
        if (--phase_left_ <= 0) {
            driving_ = !driving_ && numbers_.unit() < 0.7;
            phase_left_ = static_cast<int>(numbers_.between(5, 60));
        }
        if (driving_) {
            speed_mps_ = std::clamp(speed_mps_ + numbers_.noise() * 0.8, 3.0, 22.0);
            course_deg_ += numbers_.noise() * 12;
            const double by_m = speed_mps_ * seconds, rad = course_deg_ * std::numbers::pi / 180;
            lat_ += std::cos(rad) * by_m / kMetresPerDegree;
            lon_ += std::sin(rad) * by_m / kMetresPerDegree;
            if (lon_ < kWest || lon_ > kEast || lat_ < kSouth || lat_ > kNorth) course_deg_ += 180;
        }
        slot_ms_ += interval_ms_;
        report();
    }

private:
    void report() {
        constexpr double kCircleDeg = 360;
        const double jitter_ms = numbers_.between(0, std::min(400.0, interval_ms_ / 2));
        fix_.time = start_ + Millis{static_cast<std::int64_t>(slot_ms_ + jitter_ms)};
        fix_.received = fix_.time + Millis{static_cast<std::int64_t>(80 + 60 * std::abs(numbers_.noise()))};
        fix_.position = LonLat::from_degrees(lon_ + numbers_.noise() * kReceiverNoiseM / kMetresPerDegree,
                                             lat_ + numbers_.noise() * kReceiverNoiseM / kMetresPerDegree);
        // As devices write them: tenths of a metre a second, whole degrees.
        const double shown = driving_ ? std::max(0.0, speed_mps_ + numbers_.noise() * 0.2) : 0.0;
        fix_.speed_cmps = static_cast<std::uint16_t>(std::lround(shown * 10) * 10);
        double course = std::fmod(course_deg_ + (driving_ ? numbers_.noise() * 2 : 0), kCircleDeg);
        if (course < 0) course += kCircleDeg;
        fix_.course_cdeg = static_cast<std::uint16_t>(std::lround(course) % 360 * 100);
        ++fix_.seq;
    }

    Numbers numbers_;
    double interval_ms_, lon_, lat_, course_deg_;
    double slot_ms_ = 0, speed_mps_ = 9;
    int phase_left_ = 0;
    bool driving_ = false;
    Time start_;
    Fix fix_;
};

}  // namespace

std::vector<std::string> FleetDay::unit_names() const {
    std::vector<std::string> names;
    names.reserve(shape_.units);
    for (std::uint32_t i = 0; i < shape_.units; ++i) names.push_back(fmt::format("U-{:04}", i + 1));
    return names;
}

void FleetDay::for_each(const std::function<void(const Fix&)>& visit) const {
    std::vector<Vehicle> vehicles;
    vehicles.reserve(shape_.units);
    for (std::uint32_t i = 0; i < shape_.units; ++i) vehicles.emplace_back(i, shape_);
    const auto later = [&](std::uint32_t a, std::uint32_t b) {
        const Time ta = vehicles[a].fix().time, tb = vehicles[b].fix().time;
        return ta != tb ? ta > tb : a > b;
    };
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, decltype(later)> next(later);
    for (std::uint32_t i = 0; i < shape_.units; ++i) next.push(i);
    std::vector<std::uint32_t> sent(shape_.units, 0);
    while (!next.empty()) {
        const std::uint32_t unit = next.top();
        next.pop();
        visit(vehicles[unit].fix());
        if (++sent[unit] == shape_.fixes_per_unit) continue;
        vehicles[unit].advance();
        next.push(unit);
    }
}

}  // namespace siaga::app::bench
