#include "net/cot_picture.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <sstream>

#include "data/geo/area_outline.hpp"

namespace siaga::net {
namespace {

constexpr const char* kUnknown = "9999999.0";  // metres, in this protocol
constexpr Millis kLasts{std::chrono::hours(24)};
constexpr std::uint32_t kOpaque = 0xFF000000, kSeeThrough = 0x50000000;
constexpr double kOutlineToleranceDeg = 5e-4;
constexpr double kDecimetres = 10, kCentimetres = 100, kHundredths = 100;

/// One event, with what each has; `stale` is when a client shows it as old.
struct Message {
    Message(const std::string& uid, const char* type, const char* how, Time time, Time stale)
        : event(document.append_child("event")) {
        event.append_attribute("version") = "2.0";
        set(event, "uid", uid);
        set(event, "type", type);
        set(event, "how", how);
        set(event, "time", to_rfc3339(time));
        set(event, "start", to_rfc3339(time));
        set(event, "stale", to_rfc3339(stale));
        point = event.append_child("point");
        detail = event.append_child("detail");
    }
    static void set(pugi::xml_node node, const char* name, const std::string& value) {
        node.append_attribute(name) = value.c_str();
    }
    void place(LonLat at, const std::string& error_m = kUnknown, const std::string& height_m = kUnknown) {
        set(point, "lat", fmt::format("{:.7f}", at.lat_deg()));
        set(point, "lon", fmt::format("{:.7f}", at.lon_deg()));
        set(point, "hae", height_m);
        set(point, "ce", error_m);
        set(point, "le", kUnknown);
    }
    void call(const std::string& name) { set(detail.append_child("contact"), "callsign", name); }
    void remark(const std::string& text) { detail.append_child("remarks").text() = text.c_str(); }
    /// A colour as Android has it: a signed number of ARGB.
    void colour(const char* child, const char* name, std::uint32_t argb) {
        detail.append_child(child).append_attribute(name) = static_cast<std::int32_t>(argb);
    }
    [[nodiscard]] std::string text() const {
        std::ostringstream out;
        document.save(out, "", pugi::format_raw | pugi::format_no_declaration);
        return out.str();
    }

    pugi::xml_document document;
    pugi::xml_node event, point, detail;
};

std::string unit_event(const UnitState& unit, const Fix& fix, const RuleSettings& rules) {
    Message message("siaga-unit-" + unit.name, "a-f-G-E-V", "m-g", fix.time, fix.time + rules.lost_after);
    message.place(fix.position,
                  fix.accuracy_dm == Fix::kNone16 ? kUnknown : fmt::format("{:.1f}", fix.accuracy_dm / kDecimetres),
                  fix.altitude_m == Fix::kNoAltitude ? kUnknown : fmt::format("{}.0", fix.altitude_m));
    message.call(unit.name);
    if (fix.course_cdeg != Fix::kNone16 || fix.speed_cmps != Fix::kNone16) {
        pugi::xml_node track = message.detail.append_child("track");
        if (fix.course_cdeg != Fix::kNone16)
            Message::set(track, "course", fmt::format("{:.2f}", fix.course_cdeg / kHundredths));
        if (fix.speed_cmps != Fix::kNone16)
            Message::set(track, "speed", fmt::format("{:.2f}", fix.speed_cmps / kCentimetres));
    }
    if (fix.battery_pct != Fix::kNoBattery)
        message.detail.append_child("status").append_attribute("battery") = unsigned{fix.battery_pct};
    return message.text();
}

/// `place`: where the call came from, else where the unit was last.
std::string emergency_event(const std::string& unit, const EmergencyState* call, LonLat place, Time now) {
    const bool over = call == nullptr;
    Message message("siaga-unit-" + unit + "-9-1-1", over ? "b-a-o-can" : "b-a-o-tbl", "m-g", over ? now : call->since,
                    now + kLasts);
    message.place(place);
    message.call(unit + "-Alert");
    pugi::xml_node emergency = message.detail.append_child("emergency");
    if (over) {
        Message::set(emergency, "cancel", "true");
    } else {
        Message::set(emergency, "type", "911 Alert");
    }
    emergency.text() = unit.c_str();
    return message.text();
}

std::string site_event(const SiteInfo& site, Time now) {
    constexpr std::uint32_t kWhite = 0xFFFFFFFF;
    Message message("siaga-site-" + site.code.text(), "b-m-p-s-m", "h-g-i-g-o", now, now + kLasts);
    message.place(site.place);
    message.call(site.name);
    message.colour("color", "argb", kWhite);
    return message.text();
}

/// Of what is shown of a district; how many TPS are read is not.
bool looks_alike(const DistrictState& a, const DistrictState& b) {
    return a.shown == b.shown &&
           std::equal(a.plenary.begin(), a.plenary.end(), b.plenary.begin(), b.plenary.end(),
                      [](const PlenaryState& one, const PlenaryState& other) { return one.stage == other.stage; });
}

LonLat place_of(const Situation& now, const std::string& unit, const EmergencyState* call) {
    if (call != nullptr && call->place) return *call->place;
    for (const UnitState& state : now.units) {
        if (state.name == unit && state.fix) return state.fix->position;
    }
    return LonLat{0, 0};
}

void add_units(const Situation* before, const Situation& now, std::vector<CotPicture::Part>& parts) {
    for (std::size_t i = 0; i < now.units.size(); ++i) {
        const UnitState& unit = now.units[i];
        const auto name = UnitName::parse(unit.name);
        if (!unit.fix || !name) continue;
        if (before != nullptr && i < before->units.size() && before->units[i].fix == unit.fix) continue;
        parts.push_back({*name, unit_event(unit, *unit.fix, now.roster->rules)});
    }
}

void add_emergencies(const Situation* before, const Situation& now, std::vector<CotPicture::Part>& parts) {
    for (const auto& [unit, call] : now.emergencies) {
        if (before != nullptr) {
            const auto known = before->emergencies.find(unit);
            if (known != before->emergencies.end() && known->second == call) continue;
        }
        parts.push_back({unit, emergency_event(unit.text(), &call, place_of(now, unit.text(), &call), now.time)});
    }
    if (before == nullptr) return;
    for (const auto& [unit, call] : before->emergencies) {
        if (now.emergencies.contains(unit)) continue;
        parts.push_back({unit, emergency_event(unit.text(), nullptr, place_of(now, unit.text(), &call), now.time)});
    }
}

}  // namespace

const CotColours& cot_colours() {
    // In the order of DistrictClass; app/theme has them for the wall, a test compares.
    static constexpr CotColours kColours{0x66727E, 0x3D84E6, 0xE6A117, 0x56B4E9,
                                         0x8FD3F0, 0x2FA67F, 0xFF7A45, 0xCC79A7};
    return kColours;
}

CotPicture::CotPicture(const std::vector<Area>& districts) {
    outlines_.reserve(districts.size());
    for (const Area& district : districts) outlines_.push_back(outline(district, kOutlineToleranceDeg));
}

std::string CotPicture::district(const Situation& now, std::size_t i) const {
    const DistrictInfo& info = now.roster->districts[i];
    const DistrictState& state = now.districts[i];
    const std::uint32_t rgb = cot_colours().at(static_cast<std::size_t>(state.shown));
    std::string remarks;
    for (std::size_t c = 0; c < state.plenary.size(); ++c) {
        remarks += fmt::format("{}{}: {}", remarks.empty() ? "" : ", ", now.roster->contests[c].title,
                               name_of(state.plenary[c].stage));
    }
    std::string text;
    for (std::size_t part = 0; part < outlines_[i].size(); ++part) {
        Message message(fmt::format("siaga-district-{}-{}", info.code.text(), part), "u-d-f", "h-e", now.time,
                        now.time + kLasts);
        message.place(info.label);
        for (const LonLat corner : outlines_[i][part]) {
            Message::set(message.detail.append_child("link"), "point",
                         fmt::format("{:.5f},{:.5f}", corner.lat_deg(), corner.lon_deg()));
        }
        message.colour("strokeColor", "value", kOpaque | rgb);
        message.detail.append_child("strokeWeight").append_attribute("value") = "2.0";
        message.colour("fillColor", "value", kSeeThrough | rgb);
        message.call(info.name);
        message.remark(remarks);
        text += message.text();
    }
    return text;
}

std::vector<CotPicture::Part> CotPicture::whole(const Situation& now) const {
    std::vector<Part> parts;
    for (std::size_t i = 0; i < outlines_.size() && i < now.districts.size(); ++i)
        parts.push_back({{}, district(now, i)});
    for (const SiteInfo& site : now.roster->sites) {
        if (site.kind != SiteKind::kPps) parts.push_back({{}, site_event(site, now.time)});  // there is one a village
    }
    add_units(nullptr, now, parts);
    add_emergencies(nullptr, now, parts);
    return parts;
}

std::vector<CotPicture::Part> CotPicture::changes(const Situation& before, const Situation& now) const {
    std::vector<Part> parts;
    add_emergencies(&before, now, parts);  // before everything else
    add_units(&before, now, parts);
    for (std::size_t i = 0; i < outlines_.size() && i < now.districts.size(); ++i) {
        const DistrictState &was = before.districts[i], &is = now.districts[i];
        if (!looks_alike(was, is)) parts.push_back({{}, district(now, i)});
    }
    return parts;
}

}  // namespace siaga::net
