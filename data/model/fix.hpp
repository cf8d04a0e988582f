#pragma once
// Fix: one measured position of one unit. Quantised when it enters and never touched again.

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "data/core/name.hpp"
#include "data/core/time.hpp"
#include "data/geo/lonlat.hpp"

namespace siaga {

/// Dense number of a unit inside one operation, given in order of first appearance by the store.
enum class UnitIndex : std::uint32_t {};
/// Dense number of a source, likewise.
enum class SourceIndex : std::uint32_t {};

/// As it came from a decoder: real numbers, nothing checked beyond the JSON types and the names.
struct FixReport {
    UnitName unit;
    Time time;  ///< fix_time: when it was measured, by the device's clock
    double lat_deg = 0;
    double lon_deg = 0;
    std::optional<double> speed_mps, course_deg, accuracy_m, altitude_m, battery_pct;
    std::optional<Time> sent;  ///< when the device sent it, by the device's clock
    std::string extra;         ///< unknown fields, kept as the JSON object they came in; "" if none

    friend bool operator==(const FixReport&, const FixReport&) = default;
};

enum FixFlag : std::uint8_t {
    kClockWrongFlag = 1,  ///< fix_time was refused as a clock: kept as history, never moves a marker
    kLateFlag = 2,        ///< arrived after a newer fix of the same unit
};

struct Fix {
    static constexpr std::uint16_t kNone16 = std::numeric_limits<std::uint16_t>::max();
    static constexpr std::int16_t kNoAltitude = std::numeric_limits<std::int16_t>::min();
    static constexpr std::uint8_t kNoBattery = 255;

    Time time;      ///< fix_time
    Time received;  ///< by the core's clock
    LonLat position;
    UnitIndex unit{};
    SourceIndex source{};
    std::uint64_t seq = 0;                ///< of the source
    std::uint16_t speed_cmps = kNone16;   ///< cm/s
    std::uint16_t course_cdeg = kNone16;  ///< hundredths of a degree true, [0, 36000)
    std::uint16_t accuracy_dm = kNone16;  ///< decimetres, 1 sigma as the device says; capped at 6553.4 m
    std::int16_t altitude_m = kNoAltitude;
    std::uint8_t battery_pct = kNoBattery;
    std::uint8_t flags = 0;  ///< FixFlag

    /// The same unit measured the same: what decides whether a repeated (source, seq) is the same record.
    [[nodiscard]] bool same_measurement(const Fix& other) const {
        return unit == other.unit && time == other.time && position == other.position &&
               speed_cmps == other.speed_cmps && course_cdeg == other.course_cdeg && accuracy_dm == other.accuracy_dm &&
               altitude_m == other.altitude_m && battery_pct == other.battery_pct;
    }
    static constexpr std::uint16_t kMovingCmps = 100;  ///< slower is standing, with a receiver's noise
    [[nodiscard]] bool on_the_move() const { return speed_cmps != kNone16 && speed_cmps >= kMovingCmps; }
    [[nodiscard]] bool moves_marker() const { return (flags & kClockWrongFlag) == 0; }
    friend bool operator==(const Fix&, const Fix&) = default;
};

}  // namespace siaga
