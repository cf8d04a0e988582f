#include <fmt/format.h>
#include <fmt/ostream.h>

#include <optional>
#include <variant>

#include "app/reports/export.hpp"
#include "app/reports/export_parts.hpp"
#include "data/model/event_json.hpp"

namespace siaga::app {
namespace {

std::optional<LonLat> place_of(const Event& event) {
    return std::visit(
        [](const auto& body) -> std::optional<LonLat> {
            if constexpr (requires { body.place; }) return body.place;
            return std::nullopt;
        },
        event.body);
}

std::string event_json(const Event& event) {
    JsonWriter json;
    json.begin_object();
    write_event_members(json, event);
    json.end_object();
    return json.take();
}

template <class Visit> void for_each_entry(const History& history, ExportRange range, Visit visit) {
    const auto entries = history.events().entries();
    for (std::size_t i = history.events().count_until(range.from - Millis{1}); i < entries.size(); ++i) {
        if (entries[i]->event.time > range.to) return;
        visit(*entries[i]);
    }
}

void write_events_csv(std::ostream& out, const Operation& operation, const History& history, ExportRange range) {
    fmt::print(out, "n,time_utc,time_{},received_utc,source,seq,kind,event,{}\r\n", operation.zone.label(),
               note_column(operation));
    for_each_entry(history, range, [&](const Entry& entry) {
        fmt::print(out, "{},{},{},{},{},{},{},{},{}\r\n", entry.n, to_rfc3339(entry.event.time),
                   operation.zone.to_rfc3339(entry.event.time), to_rfc3339(entry.received),
                   csv_cell(entry.source.text()), entry.seq, kind_of(entry.event), csv_cell(event_json(entry.event)),
                   operation.simulated ? kSimulatedNotice : "");
    });
}

void write_events_geojson(std::ostream& out, const Operation& operation, const History& history, ExportRange range) {
    begin_feature_collection(out, operation, range);
    bool first = true;
    for_each_entry(history, range, [&](const Entry& entry) {
        JsonWriter json;
        json.begin_object().member("type", "Feature").key("geometry");
        if (const auto place = place_of(entry.event)) {
            write_point(json, *place);
        } else {
            json.null();
        }
        json.key("properties").begin_object().member("n", entry.n).member("source", entry.source.text());
        json.member("seq", entry.seq).member("received", to_rfc3339(entry.received));
        json.member("local_time", operation.zone.to_rfc3339(entry.event.time));
        json.key("event").raw(event_json(entry.event)).end_object().end_object();
        out << (first ? "\n" : ",\n") << json.text();
        first = false;
    });
    out << "\n]}\n";
}

void write_events_gpx(std::ostream& out, const Operation& operation, const History& history, ExportRange range) {
    begin_gpx(out, operation);
    for_each_entry(history, range, [&](const Entry& entry) {
        const auto place = place_of(entry.event);
        if (!place) return;
        fmt::print(out, "<wpt lat=\"{}\" lon=\"{}\"><time>{}</time><name>{} {}</name><desc>{}</desc></wpt>\n",
                   degrees(place->lat_e7), degrees(place->lon_e7), to_rfc3339(entry.event.time), kind_of(entry.event),
                   entry.n, xml_text(event_json(entry.event)));
    });
    out << "</gpx>\n";
}

void write_kml(std::ostream& out, const Operation& operation, const History& history, ExportRange range) {
    begin_kml(out, operation);
    for_each_entry(history, range, [&](const Entry& entry) {
        const auto place = place_of(entry.event);
        if (!place) return;
        fmt::print(out,
                   "<Placemark><name>{} {}</name><description>{}</description><TimeStamp><when>{}</when></TimeStamp>"
                   "<Point><coordinates>{},{}</coordinates></Point></Placemark>\n",
                   kind_of(entry.event), entry.n, xml_text(event_json(entry.event)),
                   operation.zone.to_rfc3339(entry.event.time), degrees(place->lon_e7), degrees(place->lat_e7));
    });
    end_kml(out);
}

}  // namespace

void export_events(std::ostream& out, ExportFormat format, const Operation& operation, const History& history,
                   ExportRange range) {
    switch (format) {
        case ExportFormat::kCsv:
            return write_events_csv(out, operation, history, range);
        case ExportFormat::kGeoJson:
            return write_events_geojson(out, operation, history, range);
        case ExportFormat::kGpx:
            return write_events_gpx(out, operation, history, range);
        case ExportFormat::kKml:
            return write_kml(out, operation, history, range);
    }
}

}  // namespace siaga::app
