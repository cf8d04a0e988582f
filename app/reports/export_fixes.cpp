#include <fmt/format.h>
#include <fmt/ostream.h>

#include <map>
#include <optional>
#include <string>

#include "app/reports/export.hpp"
#include "app/reports/export_parts.hpp"
#include "data/core/json_writer.hpp"

namespace siaga::app {
namespace {

constexpr int kTwoDigits = 2;
constexpr int kDecimetres = 1;

std::string decimal_or_empty(bool known, std::int64_t number, int decimals) {
    return known ? JsonWriter().decimal(number, decimals).take() : std::string();
}

void write_fixes_csv(std::ostream& out, const Operation& operation, const History& history, ExportRange range) {
    fmt::print(out,
               "unit,time_utc,time_{},lat,lon,speed_mps,course_deg,accuracy_m,altitude_m,battery_pct,received_utc,"
               "clock_wrong,late,{}\r\n",
               operation.zone.label(), note_column(operation));
    const std::string_view note = operation.simulated ? kSimulatedNotice : "";
    for_each_fix(history, range, [&](const Fix& fix) {
        fmt::print(out, "{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_cell(unit_name(history, fix)),
                   to_rfc3339(fix.time), operation.zone.to_rfc3339(fix.time), degrees(fix.position.lat_e7),
                   degrees(fix.position.lon_e7),
                   decimal_or_empty(fix.speed_cmps != Fix::kNone16, fix.speed_cmps, kTwoDigits),
                   decimal_or_empty(fix.course_cdeg != Fix::kNone16, fix.course_cdeg, kTwoDigits),
                   decimal_or_empty(fix.accuracy_dm != Fix::kNone16, fix.accuracy_dm, kDecimetres),
                   decimal_or_empty(fix.altitude_m != Fix::kNoAltitude, fix.altitude_m, 0),
                   decimal_or_empty(fix.battery_pct != Fix::kNoBattery, fix.battery_pct, 0), to_rfc3339(fix.received),
                   (fix.flags & kClockWrongFlag) != 0 ? 1 : 0, (fix.flags & kLateFlag) != 0 ? 1 : 0, note);
    });
}

void write_fixes_geojson(std::ostream& out, const Operation& operation, const History& history, ExportRange range) {
    begin_feature_collection(out, operation, range);
    bool first = true;
    for_each_fix(history, range, [&](const Fix& fix) {
        JsonWriter json;
        json.begin_object().member("type", "Feature").key("geometry");
        write_point(json, fix.position);
        json.key("properties").begin_object().member("unit", unit_name(history, fix));
        json.member("time", to_rfc3339(fix.time)).member("local_time", operation.zone.to_rfc3339(fix.time));
        json.member("received", to_rfc3339(fix.received));
        if (fix.speed_cmps != Fix::kNone16) json.key("speed_mps").decimal(fix.speed_cmps, kTwoDigits);
        if (fix.course_cdeg != Fix::kNone16) json.key("course_deg").decimal(fix.course_cdeg, kTwoDigits);
        if (fix.accuracy_dm != Fix::kNone16) json.key("accuracy_m").decimal(fix.accuracy_dm, kDecimetres);
        if (fix.altitude_m != Fix::kNoAltitude) json.member("altitude_m", int{fix.altitude_m});
        if (fix.battery_pct != Fix::kNoBattery) json.member("battery_pct", unsigned{fix.battery_pct});
        if ((fix.flags & kClockWrongFlag) != 0) json.member("clock_wrong", true);
        if ((fix.flags & kLateFlag) != 0) json.member("late", true);
        json.end_object().end_object();
        out << (first ? "\n" : ",\n") << json.text();
        first = false;
    });
    out << "\n]}\n";
}

struct GpxTrack {
    std::string segments;
    std::optional<Time> last;
};

void write_fixes_gpx(std::ostream& out, const Operation& operation, const History& history, ExportRange range) {
    std::map<std::string, GpxTrack> tracks;  // GPX wants each track whole, the slices are by time
    for_each_fix(history, range, [&](const Fix& fix) {
        GpxTrack& track = tracks[unit_name(history, fix)];
        std::string& text = track.segments;
        if (track.last && !goes_on(*track.last, fix)) text += "</trkseg><trkseg>\n";
        track.last = fix.time;
        text +=
            fmt::format("<trkpt lat=\"{}\" lon=\"{}\">", degrees(fix.position.lat_e7), degrees(fix.position.lon_e7));
        if (fix.altitude_m != Fix::kNoAltitude) text += fmt::format("<ele>{}</ele>", fix.altitude_m);
        text += fmt::format("<time>{}</time></trkpt>\n", to_rfc3339(fix.time));
    });
    begin_gpx(out, operation);
    for (const auto& [unit, track] : tracks) {
        fmt::print(out, "<trk><name>{}</name><trkseg>\n{}</trkseg></trk>\n", xml_text(unit), track.segments);
    }
    out << "</gpx>\n";
}

}  // namespace

void export_fixes(std::ostream& out, ExportFormat format, const Operation& operation, const History& history,
                  ExportRange range) {
    switch (format) {
        case ExportFormat::kCsv:
            return write_fixes_csv(out, operation, history, range);
        case ExportFormat::kGeoJson:
            return write_fixes_geojson(out, operation, history, range);
        case ExportFormat::kGpx:
            return write_fixes_gpx(out, operation, history, range);
        case ExportFormat::kKml:
            return write_fixes_kml(out, operation, history, range);
    }
}

}  // namespace siaga::app
