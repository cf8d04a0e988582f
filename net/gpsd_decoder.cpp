#include "net/gpsd_decoder.hpp"

#include <fmt/format.h>

#include <cmath>

#include "net/json_members.hpp"

namespace siaga::net {
namespace {

using simdjson::dom::element;

constexpr double kMode2d = 2;

/// gpsd from 3.20 on says altMSL and altHAE, before it alt, which was above mean sea level.
std::optional<double> altitude_in(const element& tpv) {
    for (const char* name : {"altMSL", "alt", "altHAE"}) {
        if (const auto altitude = number_in(tpv, name)) return altitude;
    }
    return std::nullopt;
}

/// The horizontal error; older daemons say it for each axis.
std::optional<double> accuracy_in(const element& tpv) {
    if (const auto error = positive_in(tpv, "eph")) return error;
    const auto east = positive_in(tpv, "epx");
    const auto north = positive_in(tpv, "epy");
    if (!east || !north) return std::nullopt;
    return std::hypot(*east, *north);
}

/// Before a receiver has said the date, gpsd reports places without a time: nobody knows when that was.
bool has_fix(const element& tpv) {
    const auto mode = number_in(tpv, "mode");
    return mode && *mode >= kMode2d && member(tpv, "time") && (member(tpv, "lat") || member(tpv, "lon"));
}

Result<FixReport> fix_in_tpv(const element& tpv) {
    FixReport report;
    if (const auto problem = read_place(tpv, "lat", "lon", report)) return *problem;
    const Result<Time> time = time_in(tpv, "time");
    if (!time) return Problem{time.problem().code, 0, fmt::format("time: {}", time.problem().detail)};
    report.time = *time;
    report.speed_mps = positive_in(tpv, "speed");
    report.course_deg = positive_in(tpv, "track");
    report.accuracy_m = accuracy_in(tpv);
    report.altitude_m = altitude_in(tpv);
    return report;
}

}  // namespace

Result<GpsdReport> decode_gpsd(simdjson::dom::parser& parser, std::string_view line) {
    const Result<element> root = parse_object(parser, line);
    if (!root) return root.problem();
    GpsdReport report;
    report.kind = text_in(*root, "class");
    if (report.kind.empty()) return Problem{Refusal::kMalformed, 0, "byte 0: no report of gpsd, it has no class"};
    report.message = text_in(*root, report.kind == "VERSION" ? "release" : "message");
    if (report.kind != "TPV") return report;
    report.device = text_in(*root, "device");
    if (!has_fix(*root)) return report;
    Result<FixReport> fix = fix_in_tpv(*root);
    if (!fix) return fix.problem();
    report.fix = std::move(fix).value();
    return report;
}

}  // namespace siaga::net
