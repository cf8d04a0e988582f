#include "net/nmea_decoder.hpp"

#include <fmt/format.h>

#include <string_view>

#include "data/core/name.hpp"
#include "net/units.hpp"

namespace siaga::net {
namespace {

// Fields after the address.
enum Rmc : std::size_t { kTime, kStatus, kLat, kNorthSouth, kLon, kEastWest, kKnots, kCourse, kDate, kMode = 11 };
enum Gga : std::size_t { kGgaTime, kQuality = 5, kHdop = 7, kAltitude = 8, kAltitudeUnit = 9 };

/// Of a field that must be there and could not be read.
Problem bad(std::string_view name, std::string_view text) {
    if (text.empty()) return {Refusal::kMissingField, 0, fmt::format("{} is missing", name)};
    return {Refusal::kBadValue, 0, fmt::format("{}: '{}' cannot be read", name, printable(text))};
}

/// Reads a number that may be missing; the problem when it is none.
std::optional<Problem> read_if_there(std::string_view name, std::string_view text, std::optional<double>& out) {
    if (text.empty()) return std::nullopt;
    out = nmea_number(text);
    if (out) return std::nullopt;
    return bad(name, text);
}

std::optional<Problem> read_sentence_place(const NmeaSentence& rmc, FixReport& report) {
    const auto lat = nmea_degrees(rmc.field(kLat), rmc.field(kNorthSouth));
    const auto lon = nmea_degrees(rmc.field(kLon), rmc.field(kEastWest));
    const bool north_south = rmc.field(kNorthSouth) == "N" || rmc.field(kNorthSouth) == "S";
    const bool east_west = rmc.field(kEastWest) == "E" || rmc.field(kEastWest) == "W";
    if (!lat || !north_south) return bad("RMC latitude", rmc.field(kLat));
    if (!lon || !east_west) return bad("RMC longitude", rmc.field(kLon));
    report.lat_deg = *lat;
    report.lon_deg = *lon;
    return std::nullopt;
}

std::optional<Problem> read_movement(const NmeaSentence& rmc, FixReport& report) {
    std::optional<double> knots;
    if (auto problem = read_if_there("RMC speed", rmc.field(kKnots), knots)) return problem;
    if (knots) report.speed_mps = *knots * kMpsPerKnot;
    return read_if_there("RMC course", rmc.field(kCourse), report.course_deg);
}

}  // namespace

Time without_rollover(Time time, Time now) {
    const Time later = time + kRollover;
    return later >= now - kRolloverWithin && later <= now + kRolloverWithin ? later : time;
}

Result<std::optional<NmeaFix>> decode_rmc(const NmeaSentence& rmc, Time now) {
    const std::string_view status = rmc.field(kStatus);
    const std::string_view mode = rmc.field(kMode);
    if (status == "V" || mode == "N") return std::optional<NmeaFix>();
    if (status != "A") return bad("RMC status", status);
    if (mode == "S" || mode == "M") {
        return Problem{
            Refusal::kBadValue, 0,
            fmt::format("RMC mode {}: the place was {}, not measured", mode, mode == "S" ? "simulated" : "typed")};
    }
    NmeaFix fix;
    const auto clock = nmea_clock(rmc.field(kTime));
    if (!clock) return bad("RMC time", rmc.field(kTime));
    const auto date = nmea_date(rmc.field(kDate));
    if (!date) return bad("RMC date", rmc.field(kDate));
    fix.clock = *clock;
    fix.report.time = without_rollover(*date + *clock, now);
    if (auto problem = read_sentence_place(rmc, fix.report)) return *problem;
    if (auto problem = read_movement(rmc, fix.report)) return *problem;
    return std::optional(std::move(fix));
}

Result<std::optional<NmeaHeight>> decode_gga(const NmeaSentence& gga) {
    const std::string_view quality = gga.field(kQuality);
    if (quality == "0" || quality.empty()) return std::optional<NmeaHeight>();
    NmeaHeight height;
    const auto clock = nmea_clock(gga.field(kGgaTime));
    if (!clock) return bad("GGA time", gga.field(kGgaTime));
    height.clock = *clock;
    std::optional<double> hdop;
    if (auto problem = read_if_there("GGA HDOP", gga.field(kHdop), hdop)) return *problem;
    if (hdop && *hdop > 0) height.accuracy_m = *hdop * kRangeErrorM;
    if (auto problem = read_if_there("GGA altitude", gga.field(kAltitude), height.altitude_m)) return *problem;
    const std::string_view unit = gga.field(kAltitudeUnit);
    if (height.altitude_m && unit != "M" && !unit.empty()) return bad("GGA unit of the altitude", unit);
    return std::optional(height);
}

}  // namespace siaga::net
