#include "app/reports/export_parts.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "data/situation/track_queries.hpp"

namespace siaga::app {

const std::string& unit_name(const History& history, const Fix& fix) {
    return history.unit_names()[static_cast<std::size_t>(fix.unit)];
}

bool goes_on(Time last, const Fix& fix) { return fix.time - last <= TrackRules{}.longest_gap; }

std::string degrees(std::int32_t value_e7) {
    constexpr int kDecimals = 7;
    return JsonWriter().decimal(value_e7, kDecimals).take();
}

void write_point(JsonWriter& json, LonLat place) {
    json.begin_object().member("type", "Point").key("coordinates").begin_array();
    json.raw(degrees(place.lon_e7)).raw(degrees(place.lat_e7)).end_array().end_object();
}

std::string note_column(const Operation& operation) {
    return operation.simulated ? fmt::format("note ({})", kSimulatedNotice) : "note";
}

void begin_feature_collection(std::ostream& out, const Operation& operation, ExportRange range) {
    JsonWriter json;
    json.begin_object().member("type", "FeatureCollection").member("operation", operation.name);
    if (operation.simulated) json.member("notice", kSimulatedNotice);
    json.member("from", operation.zone.to_rfc3339(range.from)).member("to", operation.zone.to_rfc3339(range.to));
    out << json.text() << ",\"features\":[";
}

void begin_gpx(std::ostream& out, const Operation& operation) {
    fmt::print(out,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<gpx version=\"1.1\" creator=\"Siaga {}\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n"
               "<metadata><name>{}</name>",
               SIAGA_VERSION, xml_text(operation.name));
    if (operation.simulated) fmt::print(out, "<desc>{}</desc>", kSimulatedNotice);
    out << "</metadata>\n";
}

void begin_kml(std::ostream& out, const Operation& operation) {
    fmt::print(out,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n"
               "<Document><name>{}</name>",
               xml_text(operation.name));
    if (operation.simulated) fmt::print(out, "<description>{}</description>", kSimulatedNotice);
    out << '\n';
}

void end_kml(std::ostream& out) { out << "</Document>\n</kml>\n"; }

}  // namespace siaga::app
