#include "app/scene_builder/unit_marks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "app/theme/theme.hpp"

namespace siaga::app {

namespace {

using render::Mark;
using render::MarkShape;

constexpr double kTagIdleFrom = 2.0;  // doublings of zoom from which parked units are named
constexpr double kStandingMps = 0.7;

std::string tag_of(const UnitState& unit, const UnitRole& role, Time now, const SceneView& view, const Format& format) {
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

void paint_mark(Mark& mark, const UnitState& unit, const UnitRole& role) {
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

/// The important ones on top; within one rank each shape together, which the renderer draws at once.
void sort_marks(std::vector<Mark>& marks) {
    std::vector<std::uint32_t> order(marks.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&marks](std::uint32_t a, std::uint32_t b) {
        const auto rank = [&marks](std::uint32_t i) { return std::pair(marks[i].priority, marks[i].shape); };
        return rank(a) < rank(b);
    });
    std::vector<Mark> sorted;
    sorted.reserve(marks.size());
    for (const std::uint32_t i : order) sorted.push_back(std::move(marks[i]));
    marks = std::move(sorted);
}

}  // namespace

DrawnPlace drawn_place(const Fix& fix, const std::optional<TrailSheets::Step>& next, Time t) {
    DrawnPlace out{fix.position, std::nullopt};
    const bool moves = fix.speed_cmps == Fix::kNone16 || fix.speed_cmps >= static_cast<int>(kStandingMps * 100);
    if (fix.course_cdeg != Fix::kNone16 && moves) out.heading_deg = fix.course_cdeg / 100.0;
    if (!next || next->time <= fix.time || next->time - fix.time > kTrailGap || t <= fix.time) return out;
    const double part = std::min(
        1.0, static_cast<double>((t - fix.time).count()) / static_cast<double>((next->time - fix.time).count()));
    const auto between = [part](std::int32_t a, std::int32_t b) {
        return static_cast<std::int32_t>(std::llround(a + part * (static_cast<double>(b) - a)));
    };
    out.place = {between(fix.position.lon_e7, next->place.lon_e7), between(fix.position.lat_e7, next->place.lat_e7)};
    return out;
}

int tag_priority(const UnitRole& role, UnitStatus status) {
    if (role.sos) return 1000;
    if (role.alarm) return 900;
    if (role.selected) return 800;
    if (role.boxes > 0) return status == UnitStatus::kLive ? 500 : 700;
    return role.on_order ? 300 : 100;
}

void UnitMarks::learn_names(const Situation& s) {
    if (unit_index_.size() == s.units.size()) return;
    unit_index_.clear();
    for (std::size_t i = 0; i < s.units.size(); ++i) unit_index_.emplace(s.units[i].name, i);
}

UnitRole* UnitMarks::role(const UnitName& name) {
    const auto known = unit_index_.find(name.text());
    return known == unit_index_.end() || known->second >= roles_.size() ? nullptr : &roles_[known->second];
}

const std::vector<UnitRole>& UnitMarks::roles_of(const Situation& s, const SceneView& view) {
    learn_names(s);
    roles_.assign(s.units.size(), {});
    for (const auto& [name, escort] : s.escorts) {
        if (escort.step != EscortStep::kDeparted) continue;
        if (UnitRole* unit = role(name)) unit->on_order = true, unit->boxes = escort.boxes;
    }
    for (const auto& [name, emergency] : s.emergencies) {
        if (UnitRole* unit = role(name)) unit->sos = true;
    }
    for (const auto& [name, alert] : s.alerts) {
        if (!alert.last.unit || alert.shelved_at(s.time)) continue;
        if (UnitRole* unit = role(*alert.last.unit)) unit->alarm = true;
    }
    if (view.selected_unit) {
        if (UnitRole* unit = role(*view.selected_unit)) unit->selected = true;
    }
    return roles_;
}

void UnitMarks::add_to(render::Scene& scene, const Situation& shown, const History& history, const SceneView& view,
                       const Format& format) {
    const std::vector<UnitRole>& roles = roles_of(shown, view);
    // Between two fixes the second one may lie in the slice after this.
    sheets_.select(history.tracks(), shown.time - kTrailLength, view.smooth ? shown.time + kTrailGap : shown.time);
    scene.trails = {sheets_.selected(), shown.time, kTrailLength, view.smooth, {}};
    scene.trails.colours.assign(shown.units.size(), {0, 0, 0, 0});
    scene.marks.reserve(scene.marks.size() + shown.units.size());
    for (std::size_t i = 0; i < shown.units.size(); ++i) {
        const UnitState& unit = shown.units[i];
        if (!unit.fix) continue;
        const UnitRole& role = roles[i];
        std::optional<TrailSheets::Step> next;
        if (view.smooth) next = sheets_.next_step(unit.fix->unit, unit.fix->time);
        const DrawnPlace drawn = drawn_place(*unit.fix, next, shown.time);

        Mark& mark = scene.marks.emplace_back();
        mark.id = mark_of(static_cast<UnitIndex>(i));
        mark.place = drawn.place;
        mark.heading_deg = static_cast<float>(drawn.heading_deg.value_or(0));
        mark.shape = shape_of(unit.status, drawn.heading_deg.has_value());
        mark.priority = tag_priority(role, unit.status);
        mark.urgent = role.sos || role.alarm || role.selected;
        mark.tag = tag_of(unit, role, shown.time, view, format);
        paint_mark(mark, unit, role);
        if (role.selected) scene.selected_mark = mark.id;
        if (role.on_order || role.selected) scene.trails.colours[i] = theme::faded(mark.colour, 0.85F);
    }
    sort_marks(scene.marks);
    const auto shown_colour = [](theme::Colour colour) { return colour.a > 0; };
    if (std::none_of(scene.trails.colours.begin(), scene.trails.colours.end(), shown_colour)) scene.trails = {};
}

}  // namespace siaga::app
