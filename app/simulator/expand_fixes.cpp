// From a unit's legs to what its device would have measured and sent.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/simulator/demonstration_day.hpp"

namespace siaga::app {
namespace {

constexpr double kMetresPerE7 = 0.0110600;     // of latitude, at this regency's parallel
constexpr double kLonMetresPerE7 = 0.0109790;  // of longitude, at 9.4 S
constexpr double kStandingMps = 0.3;
constexpr std::int32_t kRelayDelayMs = 450;  // from the device through its relay
constexpr std::int32_t kBurstEveryMs = 30;   // stored fixes are sent this far apart
constexpr std::int32_t kLeadMs = 60'000;     // units are heard before the day's first minute

/// SplitMix64: the same number for the same place in the day, whatever was asked before.
std::uint64_t scramble(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

/// Where a unit is, asked for rising times.
class TrackWalk {
public:
    explicit TrackWalk(const UnitDay& unit) : unit_(unit) {}

    struct State {
        double lon_e7 = 0, lat_e7 = 0;
        double speed_mps = 0, course_deg = 0;
    };

    [[nodiscard]] State at(double second) {
        while (leg_ + 1 < unit_.legs.size() && unit_.legs[leg_ + 1].front().at_s <= second) {
            ++leg_;
            step_ = 0;
        }
        const std::vector<TrackPoint>& leg = unit_.legs[leg_];
        while (step_ + 1 < leg.size() && leg[step_ + 1].at_s <= second) ++step_;
        const TrackPoint& from = leg[step_];
        if (step_ + 1 == leg.size() || second <= from.at_s) return {from.lon_e5 * 100.0, from.lat_e5 * 100.0, 0, 0};
        return between(from, leg[step_ + 1], second);
    }

private:
    static State between(const TrackPoint& from, const TrackPoint& to, double second) {
        const double length_s = to.at_s - from.at_s;
        const double part = (second - from.at_s) / length_s;
        const double dlon = (to.lon_e5 - from.lon_e5) * 100.0;
        const double dlat = (to.lat_e5 - from.lat_e5) * 100.0;
        const double east_m = dlon * kLonMetresPerE7;
        const double north_m = dlat * kMetresPerE7;
        const double course = std::atan2(east_m, north_m) * 180.0 / std::numbers::pi;
        return {from.lon_e5 * 100.0 + dlon * part, from.lat_e5 * 100.0 + dlat * part,
                std::sqrt(east_m * east_m + north_m * north_m) / length_s, course < 0 ? course + 360.0 : course};
    }

    const UnitDay& unit_;
    std::size_t leg_ = 0;
    std::size_t step_ = 0;
};

/// A receiver's error in 1e-7 degree: triangular, at most 2.5 m standing, 4 m in motion.
std::int32_t noise_e7(std::uint64_t bits, bool moving) {
    const auto sum = static_cast<std::int32_t>(bits & 0xFF) + static_cast<std::int32_t>((bits >> 8) & 0xFF) - 255;
    return sum * (moving ? 364 : 227) / 255;
}

PackedFix measured(const TrackWalk::State& state, std::uint64_t bits) {
    const bool moving = state.speed_mps > kStandingMps;
    PackedFix fix;
    fix.lon_e7 = static_cast<std::int32_t>(std::lround(state.lon_e7)) + noise_e7(bits, moving);
    fix.lat_e7 = static_cast<std::int32_t>(std::lround(state.lat_e7)) + noise_e7(bits >> 16, moving);
    const auto wobble = static_cast<std::int32_t>((bits >> 32) % 5) - 2;
    if (moving) {
        fix.speed_dmps = static_cast<std::uint16_t>(std::max(0L, std::lround(state.speed_mps * 10) + wobble));
        fix.course_deg = static_cast<std::uint16_t>((std::lround(state.course_deg) + wobble + 360) % 360);
    }
    fix.accuracy_m = static_cast<std::uint8_t>(4 + (bits >> 40) % 9);
    return fix;
}

std::uint8_t battery_at(const UnitDay& unit, std::int32_t second) {
    constexpr std::int32_t kSecondsPerPercent = 1100;
    constexpr std::int32_t kLowest = 18;
    return static_cast<std::uint8_t>(
        std::max(kLowest, static_cast<std::int32_t>(unit.battery_pct) - second / kSecondsPerPercent));
}

/// When a fix of this second is sent: at once, or when the signal is back.
std::int32_t send_ms(const UnitDay& unit, std::int32_t fix_ms, std::uint64_t bits, std::uint32_t every_s) {
    const std::int32_t delay_ms = kRelayDelayMs + static_cast<std::int32_t>((bits >> 48) % 300);
    for (const DaySpan& span : unit.silent) {
        if (!span.holds(fix_ms / 1000)) continue;
        const std::int32_t stored = (fix_ms - span.from_s * 1000) / (static_cast<std::int32_t>(every_s) * 1000);
        return span.until_s * 1000 + kRelayDelayMs + stored * kBurstEveryMs;
    }
    return fix_ms + delay_ms;
}

bool any_holds(const std::vector<DaySpan>& spans, std::int32_t second) {
    return std::any_of(spans.begin(), spans.end(), [second](const DaySpan& span) { return span.holds(second); });
}

std::uint16_t index_of(const DayPlan& plan, const SourceName& name) {
    const auto found = std::find_if(plan.sources.begin(), plan.sources.end(),
                                    [&](const DaySource& source) { return source.name == name; });
    return static_cast<std::uint16_t>(found - plan.sources.begin());
}

}  // namespace

void expand_fixes(const DayPlan& plan, std::size_t unit, std::vector<PackedFix>& out) {
    constexpr std::int32_t kRepeatedAfterMs = 240;
    const UnitDay& day = plan.units[unit];
    if (day.legs.empty()) return;
    const auto every_ms = static_cast<std::int32_t>(plan.fix_every_s * 1000);
    const auto end_ms = static_cast<std::int32_t>((plan.end - plan.start).count());
    const auto source = index_of(plan, day.source);
    const auto doubled_by = index_of(plan, day.doubled_by);
    TrackWalk walk(day);
    // Units do not measure in step with each other.
    for (auto at_ms = static_cast<std::int32_t>(unit * 161) % every_ms - kLeadMs; at_ms < end_ms; at_ms += every_ms) {
        if (any_holds(day.off, at_ms / 1000)) continue;
        const std::uint64_t bits = scramble(plan.seed ^ (static_cast<std::uint64_t>(unit) << 40) ^
                                            static_cast<std::uint64_t>(at_ms + kLeadMs));
        PackedFix fix = measured(walk.at(at_ms / 1000.0), bits);
        fix.unit = static_cast<std::uint16_t>(unit);
        fix.source = source;
        fix.battery_pct = battery_at(day, at_ms / 1000);
        fix.send_ms = send_ms(day, at_ms, bits, plan.fix_every_s);
        fix.fix_ms = at_ms + (day.clock_wrong.holds(at_ms / 1000) ? day.clock_ahead_s * 1000 : 0);
        out.push_back(fix);
        if (!day.doubled.holds(at_ms / 1000)) continue;
        fix.source = doubled_by;
        fix.send_ms += kRepeatedAfterMs;
        out.push_back(fix);
    }
}

}  // namespace siaga::app
