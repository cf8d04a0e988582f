#pragma once
// DayPlan: a demonstration day as its file holds it: what people reported, and where each unit was
// along its roads. Positions are 1e-5 degree (1.1 m), times whole seconds since the day's start.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/name.hpp"
#include "data/core/time.hpp"
#include "data/model/event.hpp"

namespace siaga::app {

struct DaySource {
    SourceName name;
    std::string role;  ///< as in the tokens: "field", "operator"
    friend bool operator==(const DaySource&, const DaySource&) = default;
};

struct TrackPoint {
    std::int32_t lon_e5 = 0, lat_e5 = 0;
    std::int32_t at_s = 0;  ///< since DayPlan::start
    friend bool operator==(const TrackPoint&, const TrackPoint&) = default;
};

/// From `from_s` until before `until_s`.
struct DaySpan {
    std::int32_t from_s = 0, until_s = 0;
    [[nodiscard]] bool holds(std::int32_t second) const { return second >= from_s && second < until_s; }
    friend bool operator==(const DaySpan&, const DaySpan&) = default;
};

/// One unit's day. Between two legs it stands where the last one ended.
struct UnitDay {
    UnitName unit;
    SourceName source;                ///< the relay its fixes come through
    std::uint32_t battery_pct = 100;  ///< at the start
    std::vector<DaySpan> silent;      ///< no signal: stored, then sent in a burst at the end
    std::vector<DaySpan> off;         ///< nothing measured
    DaySpan clock_wrong;              ///< its clock runs ahead
    std::int32_t clock_ahead_s = 0;
    DaySpan doubled;  ///< a second sender repeats the same fixes
    SourceName doubled_by;
    std::vector<std::vector<TrackPoint>> legs;  ///< in time order, each at least one point
    friend bool operator==(const UnitDay&, const UnitDay&) = default;
};

struct DayEvent {
    Time send;
    SourceName source;
    Event event;
    friend bool operator==(const DayEvent&, const DayEvent&) = default;
};

struct DayPlan {
    Time start, end;
    std::uint64_t seed = 0;
    std::uint32_t fix_every_s = 5;
    std::vector<DaySource> sources;
    std::vector<UnitDay> units;
    std::vector<DayEvent> events;  ///< by send time; before `start`: how the day before left things
    friend bool operator==(const DayPlan&, const DayPlan&) = default;
};

/// Inside an operation folder or its template.
inline constexpr std::string_view kDayFile = "day-2024-11-30.jsonl";

}  // namespace siaga::app
