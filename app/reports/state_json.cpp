#include "app/reports/state_json.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "data/core/json_writer.hpp"

namespace siaga::app {
namespace {

void write_boxes(JsonWriter& out, const BoxCounts& counts) {
    out.begin_object();
    for (std::size_t i = 0; i < counts.size(); ++i) out.member(name_of(static_cast<BoxStage>(i)), counts[i]);
    out.end_object();
}

void write_optional_time(JsonWriter& out, std::string_view name, const std::optional<Time>& t) {
    if (t) out.member(name, unix_ms(*t));
}

void write_place(JsonWriter& out, LonLat place) {
    out.key("lat").decimal(place.lat_e7, 7);
    out.key("lon").decimal(place.lon_e7, 7);
}

void write_district(JsonWriter& out, const Situation& s, std::size_t index) {
    const DistrictInfo& info = s.roster->districts[index];
    const DistrictState& district = s.districts[index];
    out.begin_object().member("code", info.code.text()).member("name", info.name);
    out.member("class", name_of(district.shown));
    out.key("plenary").begin_object();
    for (std::size_t i = 0; i < district.plenary.size(); ++i) {
        out.member(s.roster->contests[i].name.text(), name_of(district.plenary[i].stage));
    }
    out.end_object().key("boxes");
    write_boxes(out, district.boxes);
    out.member("open_faults", district.open_faults);
    write_optional_time(out, "last_heard", district.last_heard);
    out.end_object();
}

void write_unit(JsonWriter& out, const UnitState& unit) {
    constexpr int kHundredths = 2;
    constexpr int kDecimetres = 1;
    const Fix& fix = *unit.fix;
    out.begin_object().member("unit", unit.name).member("time", unix_ms(fix.time));
    write_place(out, fix.position);
    if (fix.speed_cmps != Fix::kNone16) out.key("speed_mps").decimal(fix.speed_cmps, kHundredths);
    if (fix.course_cdeg != Fix::kNone16) out.key("course_deg").decimal(fix.course_cdeg, kHundredths);
    if (fix.accuracy_dm != Fix::kNone16) out.key("accuracy_m").decimal(fix.accuracy_dm, kDecimetres);
    if (fix.altitude_m != Fix::kNoAltitude) out.member("altitude_m", int{fix.altitude_m});
    if (fix.battery_pct != Fix::kNoBattery) out.member("battery_pct", unsigned{fix.battery_pct});
    out.member("status", name_of(unit.status)).end_object();
}

void write_units(JsonWriter& out, const Situation& s) {
    std::vector<const UnitState*> units;
    for (const UnitState& unit : s.units) {
        if (unit.fix) units.push_back(&unit);
    }
    std::sort(units.begin(), units.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    out.key("units").begin_array();
    for (const UnitState* unit : units) write_unit(out, *unit);
    out.end_array();
}

void write_alerts(JsonWriter& out, const Situation& s) {
    out.key("alerts").begin_array();
    for (const auto& [name, alert] : s.alerts) {
        out.begin_object().member("alert", name.text()).member("rule", name_of(alert.last.rule));
        out.member("step", name_of(alert.last.step)).member("severity", name_of(alert.last.severity));
        out.member("since", unix_ms(alert.since));
        if (alert.last.district) out.member("district", alert.last.district->text());
        if (alert.last.unit) out.member("unit", alert.last.unit->text());
        write_optional_time(out, "until", alert.last.until);
        if (!alert.last.text.empty()) out.member("text", alert.last.text);
        out.end_object();
    }
    out.end_array();
}

void write_incidents(JsonWriter& out, const Situation& s) {
    out.key("incidents").begin_array();
    for (const auto& [name, incident] : s.incidents) {
        out.begin_object().member("incident", name.text()).member("kind", name_of(incident.last.incident_kind));
        out.member("step", name_of(incident.last.step)).member("severity", name_of(incident.last.severity));
        out.member("since", unix_ms(incident.since));
        if (incident.last.district) out.member("district", incident.last.district->text());
        if (incident.last.unit) out.member("unit", incident.last.unit->text());
        if (incident.last.place) write_place(out, *incident.last.place);
        if (!incident.last.text.empty()) out.member("text", incident.last.text);
        out.end_object();
    }
    out.end_array();
}

void write_guards(JsonWriter& out, const Situation& s) {
    out.key("guards").begin_array();
    for (const auto& [site, guard] : s.guards) {
        out.begin_object().member("site", site.text()).member("present", guard.last.present);
        out.member("required", guard.last.required).member("condition", name_of(guard.last.condition));
        out.member("reported", unix_ms(guard.reported)).end_object();
    }
    out.end_array();
}

}  // namespace

std::string state_json(const Situation& s, const StateFigures& figures) {
    JsonWriter out;
    out.begin_object()
        .member("time", unix_ms(s.time))
        .member("operation", s.operation)
        .member("simulated", s.simulated);
    out.key("plenary").begin_object().member("finished", s.districts_finished);
    out.member("total", s.districts.size()).end_object();
    out.key("boxes").begin_object().member("expected", s.boxes.size()).key("by_stage");
    write_boxes(out, s.box_totals);
    out.end_object().key("districts").begin_array();
    for (std::size_t i = 0; i < s.districts.size(); ++i) write_district(out, s, i);
    out.end_array();
    write_units(out, s);
    write_alerts(out, s);
    write_incidents(out, s);
    write_guards(out, s);
    out.key("ledger").begin_object().member("entries", figures.ledger.entries);
    out.member("root", fmt::format("{:02x}", fmt::join(figures.ledger.root, ""))).end_object();
    out.key("fixes").begin_object().member("stored", figures.fixes_stored);
    out.member("quarantined", figures.fixes_quarantined).end_object().end_object();
    return out.take();
}

}  // namespace siaga::app
