#include "app/scene_builder/unit_marks.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "app/theme/theme.hpp"

namespace siaga::app {

namespace {

using render::Mark;
using render::MarkShape;

constexpr double kTagIdleFrom = 2.0;  // doublings of zoom from which parked units are named
constexpr double kStandingMps = 0.7;

/// What one unit is doing, gathered from the situation.
struct Role {
    bool sos = false, alarm = false, selected = false;
    bool on_order = false;  ///< departed and not yet arrived
    std::uint32_t boxes = 0;
    [[nodiscard]] int priority(UnitStatus status) const {
        if (sos) return 1000;
        if (alarm) return 900;
        if (selected) return 800;
        if (boxes > 0) return status == UnitStatus::kLive ? 500 : 700;
        return on_order ? 300 : 100;
    }
};

std::set<UnitName> units_with_alarm(const Situation& s) {
    std::set<UnitName> out;
    for (const auto& [name, alert] : s.alerts) {
        if (alert.last.unit && !alert.shelved_at(s.time)) out.insert(*alert.last.unit);
    }
    return out;
}

Role role_of(const Situation& s, const std::set<UnitName>& alarmed, const UnitName& name, const SceneView& view) {
    Role role;
    role.sos = s.emergencies.contains(name);
    role.alarm = alarmed.contains(name);
    role.selected = view.selected_unit == name;
    if (const auto it = s.escorts.find(name); it != s.escorts.end()) {
        role.on_order = it->second.step == EscortStep::kDeparted;
        role.boxes = role.on_order ? it->second.boxes : 0;
    }
    return role;
}

std::string tag_of(const UnitState& unit, const Role& role, Time now, const SceneView& view, const Format& format) {
    const bool important = role.sos || role.alarm || role.selected || role.on_order;
    if (!important && view.zoom_in < kTagIdleFrom) return {};
    std::string tag = unit.name;
    if (role.sos) tag += " · SOS";
    const Millis age = now - unit.fix->time;
    if (unit.status == UnitStatus::kStale) tag += " · " + format.rough_age(age);
    if (unit.status == UnitStatus::kLost) tag += " · " + trf("silent {}", format.rough_age(age));
    return tag;
}

MarkShape shape_of(UnitStatus status, bool oriented) {
    if (status == UnitStatus::kLive) return oriented ? MarkShape::kArrow : MarkShape::kDisc;
    return oriented ? MarkShape::kArrowHollow : MarkShape::kDiscHollow;
}

void paint_mark(Mark& mark, const UnitState& unit, const Role& role) {
    const bool quiet = !role.on_order && !role.sos && !role.alarm;
    mark.colour = quiet ? theme::kUnitIdle : theme::kUnit;
    mark.outline = theme::kUnitOutline;
    mark.size_px = quiet ? (mark.shape == MarkShape::kArrow ? 14.0F : 8.0F) : role.boxes > 0 ? 26.0F : 21.0F;
    if (!quiet && (mark.shape == MarkShape::kDisc || mark.shape == MarkShape::kDiscHollow)) mark.size_px = 15.0F;
    mark.ring = unit.status == UnitStatus::kLost && !quiet;
    mark.ring_colour = theme::kAlarmText;
    mark.pulse = role.sos;
    mark.tag_text = theme::kTag;
    mark.tag_plate = theme::kTagPlate;
    if (role.sos || role.alarm) {
        mark.colour = role.sos ? theme::kEmergency : theme::kAlarmText;
        mark.ring_colour = mark.colour;
        mark.tag_text = theme::kText;
        mark.tag_plate = theme::kTagPlateAlarm;
    } else if (quiet) {
        mark.tag_text = theme::kTextQuiet;
    }
}

void add_trails(render::Scene& scene, const Fix& newest, const DrawnPlace& drawn, const History& history, Time now,
                theme::Colour colour) {
    const auto full = static_cast<float>(kTrailLength.count());
    const auto age_of = [&](Time t) { return std::clamp(static_cast<float>((now - t).count()) / full, 0.0F, 1.0F); };
    render::Trail trail;
    trail.colour = colour;
    std::optional<Time> last;
    const auto finish = [&] {
        if (trail.points.size() > 1) scene.trails.push_back(trail);
        trail.points.clear();
    };
    for (const Fix& fix : history.tracks().track(newest.unit, now - kTrailLength, now)) {
        if (!fix.moves_marker()) continue;
        if (last && fix.time - *last > kTrailGap) finish();
        trail.points.push_back({fix.position, age_of(fix.time)});
        last = fix.time;
    }
    if (last && drawn.place != newest.position) trail.points.push_back({drawn.place, 0});
    finish();
}

}  // namespace

DrawnPlace drawn_place(const Fix& fix, const std::optional<Fix>& next, Time t) {
    DrawnPlace out{fix.position, std::nullopt};
    const bool moves = fix.speed_cmps == Fix::kNone16 || fix.speed_cmps >= static_cast<int>(kStandingMps * 100);
    if (fix.course_cdeg != Fix::kNone16 && moves) out.heading_deg = fix.course_cdeg / 100.0;
    if (!next || next->time <= fix.time || next->time - fix.time > kTrailGap || t <= fix.time) return out;
    const double part = std::min(
        1.0, static_cast<double>((t - fix.time).count()) / static_cast<double>((next->time - fix.time).count()));
    const auto between = [part](std::int32_t a, std::int32_t b) {
        return static_cast<std::int32_t>(std::llround(a + part * (static_cast<double>(b) - a)));
    };
    out.place = {between(fix.position.lon_e7, next->position.lon_e7),
                 between(fix.position.lat_e7, next->position.lat_e7)};
    return out;
}

void add_units(render::Scene& scene, const Situation& shown, const History& history, const SceneView& view,
               const Format& format) {
    const std::set<UnitName> alarmed = units_with_alarm(shown);
    for (std::size_t i = 0; i < shown.units.size(); ++i) {
        const UnitState& unit = shown.units[i];
        if (!unit.fix) continue;
        const Role role = role_of(shown, alarmed, UnitName::literal(unit.name), view);
        std::optional<Fix> next;
        if (view.smooth) next = history.tracks().next_of(unit.fix->unit, unit.fix->time, kTrailGap);
        const DrawnPlace drawn = drawn_place(*unit.fix, next, shown.time);

        Mark mark;
        mark.id = mark_of(static_cast<UnitIndex>(i));
        mark.place = drawn.place;
        mark.heading_deg = static_cast<float>(drawn.heading_deg.value_or(0));
        mark.shape = shape_of(unit.status, drawn.heading_deg.has_value());
        mark.priority = role.priority(unit.status);
        mark.tag = tag_of(unit, role, shown.time, view, format);
        paint_mark(mark, unit, role);
        if (role.selected) scene.selected_mark = mark.id;
        if (role.on_order || role.selected)
            add_trails(scene, *unit.fix, drawn, history, shown.time, theme::faded(mark.colour, 0.85F));
        scene.marks.push_back(std::move(mark));
    }
    // The important ones on top.
    std::stable_sort(scene.marks.begin(), scene.marks.end(),
                     [](const Mark& a, const Mark& b) { return a.priority < b.priority; });
}

}  // namespace siaga::app
