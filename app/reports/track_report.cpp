#include "app/reports/track_report.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <cmath>

#include "app/reports/export_parts.hpp"
#include "data/core/json_writer.hpp"

namespace siaga::app {
namespace {

constexpr double kKmhPerMps = 3.6;
constexpr double kMetresPerKm = 1000;
constexpr int kCentimetres = 2;

using Place = std::optional<std::size_t>;

/// To the centimetre: what lies below is noise of the arithmetic.
void member_hundredths(JsonWriter& json, std::string_view name, double value) {
    constexpr double kHundred = 100;
    json.key(name).decimal(std::llround(value * kHundred), kCentimetres);
}

void member_span(JsonWriter& json, Time from, Time to) { json.member("from", unix_ms(from)).member("to", unix_ms(to)); }

void member_district(JsonWriter& json, const Operation& operation, Place district) {
    json.key("district");
    if (district) {
        json.value(operation.areas[*district].code);
    } else {
        json.null();
    }
}

void write_stops(JsonWriter& json, const TrackReport& report, const Operation& operation) {
    json.key("stops").begin_array();
    for (std::size_t i = 0; i < report.stops.size(); ++i) {
        const TrackStop& stop = report.stops[i];
        json.begin_object();
        member_span(json, stop.from, stop.to);
        json.key("lat").raw(degrees(stop.place.lat_e7)).key("lon").raw(degrees(stop.place.lon_e7));
        member_district(json, operation, report.stop_districts[i]);
        json.end_object();
    }
    json.end_array();
}

void write_speed(JsonWriter& json, const SpeedProfile& speed) {
    json.key("speed_mps").begin_object().member("fixes", std::uint64_t{speed.fixes});
    if (speed.fixes > 0) {
        member_hundredths(json, "median", speed.median_mps);
        member_hundredths(json, "p95", speed.p95_mps);
        member_hundredths(json, "max", speed.fastest_mps);
    }
    json.key("buckets").begin_array();
    for (const SpeedBucket& bucket : speed.buckets) {
        if (bucket.fixes == 0) continue;
        json.begin_object().member("from", unix_ms(bucket.from)).member("fixes", std::uint64_t{bucket.fixes});
        member_hundredths(json, "max", bucket.fastest_mps);
        json.end_object();
    }
    json.end_array().end_object();
}

void write_visits(JsonWriter& json, const TrackReport& report, const Operation& operation) {
    json.key("visits").begin_array();
    for (const AreaVisit& visit : report.visits) {
        json.begin_object();
        member_district(json, operation, visit.area);
        member_span(json, visit.from, visit.to);
        json.member("entered", visit.entered).member("left", visit.left).end_object();
    }
    json.end_array();
}

std::string minutes(Millis span) {
    constexpr std::int64_t kSecondsPerMinute = 60;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    return fmt::format("{} min {:02} s", seconds / kSecondsPerMinute, seconds % kSecondsPerMinute);
}

std::string clock(const Operation& operation, Time t) {
    const Zone::Civil c = operation.zone.civil(t);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", c.year, c.month, c.day, c.hour, c.minute, c.second);
}

std::string district_name(const Operation& operation, Place district) {
    return district ? operation.areas[*district].name : "outside";
}

}  // namespace

TrackReport track_report(const Operation& operation, const AreaIndex& districts, const History& history,
                         const ExportRange& range) {
    const TrackRules rules{.longest_gap = operation.roster->rules.lost_after};
    const std::vector<Fix> track = marker_fixes(history.tracks().track(*range.unit, range.from, range.to));
    TrackReport report;
    report.unit = history.unit_names()[static_cast<std::size_t>(*range.unit)];
    report.fixes = track.size();
    if (track.empty()) return report;
    report.from = track.front().time;
    report.to = track.back().time;
    report.length = length_of(track, rules);
    report.stops = stops_of(track, rules);
    for (const TrackStop& stop : report.stops) report.stop_districts.push_back(districts.area_at(stop.place));
    const Time first_bucket = report.from - report.from.time_since_epoch() % TrackReport::kSpeedStep;
    report.speed = speed_profile(track, first_bucket, report.to, TrackReport::kSpeedStep, rules);
    report.visits = area_visits(track, districts, rules.longest_gap);
    return report;
}

std::string track_report_json(const TrackReport& report, const Operation& operation) {
    JsonWriter json;
    json.begin_object().member("unit", report.unit).member("operation", operation.name);
    json.member("simulated", operation.simulated).member("fixes", std::uint64_t{report.fixes});
    if (report.fixes > 0) member_span(json, report.from, report.to);
    member_hundredths(json, "distance_m", report.length.metres);
    json.member("covered_ms", std::int64_t{report.length.covered.count()});
    json.key("gaps").begin_array();
    for (const TrackGap& gap : report.length.gaps) {
        json.begin_object();
        member_span(json, gap.from, gap.to);
        json.end_object();
    }
    json.end_array();
    write_stops(json, report, operation);
    write_speed(json, report.speed);
    write_visits(json, report, operation);
    return json.end_object().take();
}

void print_track_report(std::ostream& out, const TrackReport& report, const Operation& operation) {
    fmt::print(out, "{} · {}{}\n", report.unit, operation.name, operation.simulated ? "  DATA SIMULASI" : "");
    if (report.fixes == 0) {
        out << "no position in this time\n";
        return;
    }
    fmt::print(out, "{} to {} {}, {} fixes\n", clock(operation, report.from), clock(operation, report.to),
               operation.zone.label(), report.fixes);
    fmt::print(out, "distance  {:.2f} km in {}\n", report.length.metres / kMetresPerKm, minutes(report.length.covered));
    if (report.speed.fixes > 0) {
        fmt::print(out, "speed     median {:.0f}, 95 % up to {:.0f}, fastest {:.0f} km/h\n",
                   report.speed.median_mps * kKmhPerMps, report.speed.p95_mps * kKmhPerMps,
                   report.speed.fastest_mps * kKmhPerMps);
    }
    for (const TrackGap& gap : report.length.gaps)
        fmt::print(out, "silent    {} for {}\n", clock(operation, gap.from), minutes(gap.to - gap.from));
    for (std::size_t i = 0; i < report.stops.size(); ++i) {
        const TrackStop& stop = report.stops[i];
        fmt::print(out, "stop      {} for {} at {},{} {}\n", clock(operation, stop.from), minutes(stop.lasted()),
                   degrees(stop.place.lat_e7), degrees(stop.place.lon_e7),
                   district_name(operation, report.stop_districts[i]));
    }
    for (const AreaVisit& visit : report.visits) {
        fmt::print(out, "in        {} for {} {}\n", clock(operation, visit.from), minutes(visit.lasted()),
                   district_name(operation, visit.area));
    }
}

}  // namespace siaga::app
