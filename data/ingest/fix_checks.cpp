#include "data/ingest/fix_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace siaga {
namespace {

void refuse(Reasons& reasons, Refusal code, std::string detail) { reasons.push_back({code, 0, std::move(detail)}); }

void check_axis(std::string_view name, double degrees, double limit, Reasons& reasons) {
    if (degrees >= -limit && degrees <= limit) return;
    refuse(reasons, Refusal::kCoordinateRange, fmt::format("{} {} outside [-{}, {}]", name, degrees, limit, limit));
}

void check_range(std::string_view name, const std::optional<double>& value, double low, double high, Reasons& reasons) {
    if (!value || (*value >= low && *value <= high)) return;
    refuse(reasons, Refusal::kBadValue, fmt::format("{} {} outside [{}, {}]", name, *value, low, high));
}

/// Never less than distance_m: the way along the meridian and then along the equator. It needs no sine, and
/// nearly every fix is near enough by it.
double distance_at_most_m(LonLat a, LonLat b) {
    constexpr double kMetresPerUnit = 0.0112;  // of 1e-7 degree of a great circle, rounded up
    const std::int64_t east = std::abs(std::int64_t{a.lon_e7} - b.lon_e7);
    const std::int64_t north = std::abs(std::int64_t{a.lat_e7} - b.lat_e7);
    return kMetresPerUnit * static_cast<double>(east + north);
}

void check_leg(Time time, LonLat position, const Neighbour& other, const RuleSettings& rules, Reasons& reasons) {
    const Millis apart = time > other.time ? time - other.time : other.time - time;
    if (apart > rules.teleport_gap) return;
    const double seconds = apart == 0ms ? 1.0 : std::chrono::duration<double>(apart).count();
    if (distance_at_most_m(position, other.position) <= rules.teleport_mps * seconds) return;
    const double metres = distance_m(position, other.position);
    if (metres <= rules.teleport_mps * seconds) return;
    refuse(reasons, Refusal::kTeleport,
           fmt::format("{:.0f} m/s: {:.0f} m in {} ms from the fix of {}", metres / seconds, metres, apart.count(),
                       to_rfc3339(other.time)));
}

template <class T> T rounded(double value) { return static_cast<T>(std::lround(value)); }

}  // namespace

OperationBox::OperationBox(const Roster& roster) {
    if (roster.districts.empty()) return;
    west_ = south_ = 360;
    east_ = north_ = -360;
    for (const DistrictInfo& district : roster.districts) {
        west_ = std::min(west_, district.label.lon_deg() - kMarginDeg);
        east_ = std::max(east_, district.label.lon_deg() + kMarginDeg);
        south_ = std::min(south_, district.label.lat_deg() - kMarginDeg);
        north_ = std::max(north_, district.label.lat_deg() + kMarginDeg);
    }
}

bool OperationBox::holds(double lon_deg, double lat_deg) const {
    return lon_deg >= west_ && lon_deg <= east_ && lat_deg >= south_ && lat_deg <= north_;
}

void check_place(const FixReport& report, const OperationBox& box, Reasons& reasons) {
    const double lat = report.lat_deg;
    const double lon = report.lon_deg;
    const bool in_range = LonLat::in_range(lon, lat);
    const bool swapped_fits = box.empty() ? LonLat::in_range(lat, lon) : box.holds(lat, lon);
    if (swapped_fits && (!in_range || (!box.empty() && !box.holds(lon, lat)))) {
        refuse(reasons, Refusal::kCoordinateSwapped, fmt::format("lat {} and lon {} look swapped", lat, lon));
    }
    check_axis("lat", lat, 90.0, reasons);
    check_axis("lon", lon, 180.0, reasons);
    if (in_range && LonLat::from_degrees(lon, lat) == LonLat{0, 0} && !report.accuracy_m) {
        refuse(reasons, Refusal::kCoordinateNull, "0,0 without an accuracy is a receiver without a position");
    }
}

void check_values(const FixReport& report, Reasons& reasons) {
    check_range("speed_mps", report.speed_mps, 0, 150, reasons);
    check_range("course_deg", report.course_deg, 0, 360, reasons);
    check_range("accuracy_m", report.accuracy_m, 0, 1e6, reasons);
    check_range("altitude_m", report.altitude_m, -500, 9000, reasons);
    check_range("battery_pct", report.battery_pct, 0, 100, reasons);
}

void check_teleport(Time time, LonLat position, const std::optional<Neighbour>& before,
                    const std::optional<Neighbour>& after, const RuleSettings& rules, Reasons& reasons) {
    if (before) check_leg(time, position, *before, rules, reasons);
    if (after) check_leg(time, position, *after, rules, reasons);
}

std::optional<Problem> clock_problem(Time time, Time now, const RuleSettings& rules) {
    if (time > now + rules.clock_ahead) {
        return Problem{Refusal::kClockAhead, 0,
                       fmt::format("time {} is {} s ahead of the core's clock", to_rfc3339(time),
                                   std::chrono::duration_cast<std::chrono::seconds>(time - now).count())};
    }
    if (time < now - rules.clock_behind) {
        return Problem{Refusal::kClockBehind, 0,
                       fmt::format("time {} is over {} days behind the core's clock", to_rfc3339(time),
                                   rules.clock_behind / std::chrono::hours(24))};
    }
    return std::nullopt;
}

Fix quantise(const FixReport& report) {
    constexpr double kFullCircleCdeg = 36000;
    constexpr double kMostDecimetres = Fix::kNone16 - 1;
    Fix fix;
    fix.time = report.time;
    fix.position = LonLat::from_degrees(report.lon_deg, report.lat_deg);
    if (report.speed_mps) fix.speed_cmps = rounded<std::uint16_t>(*report.speed_mps * 100);
    if (report.course_deg) {
        const double cdeg = std::round(*report.course_deg * 100);
        fix.course_cdeg = rounded<std::uint16_t>(cdeg >= kFullCircleCdeg ? 0 : cdeg);
    }
    if (report.accuracy_m) fix.accuracy_dm = rounded<std::uint16_t>(std::min(*report.accuracy_m * 10, kMostDecimetres));
    if (report.altitude_m) fix.altitude_m = rounded<std::int16_t>(*report.altitude_m);
    if (report.battery_pct) fix.battery_pct = rounded<std::uint8_t>(*report.battery_pct);
    return fix;
}

}  // namespace siaga
