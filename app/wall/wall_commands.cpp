// What the wall does with the commands, at the end of the frame.

#include <algorithm>

#include "app/panels/facts.hpp"
#include "app/wall/marked_export.hpp"
#include "app/wall/wall.hpp"
#include "data/core/fault.hpp"
#include "data/core/overloaded.hpp"

namespace siaga::app {

namespace {

constexpr Millis kShelveFor = 15min;
constexpr Millis kNoticeFor = 10s;
constexpr const char* kActor = "operator-wall";
// Half the side of what is shown around a unit, degrees.
constexpr double kAroundUnit = 0.03;

}  // namespace

void Wall::execute(const Command& command) {
    std::visit(Overloaded{
                   [&](const TimeCommand& c) { time_.execute(c, range_); },
                   [&](const SelectDistrict& c) { select_district(c.district); },
                   [&](const SelectUnit& c) { select_unit(c.unit); },
                   [&](ClearSelection) {
                       selection_ = {};
                       following_ = false;
                   },
                   [&](const NextDistrict& c) {
                       const auto count = static_cast<int>(operation_.roster->districts.size());
                       if (count == 0) return;
                       const int now =
                           selection_.district ? static_cast<int>(*selection_.district) : (c.steps > 0 ? -1 : 0);
                       select_district(static_cast<std::size_t>((now + c.steps + count) % count));
                   },
                   [&](const LookAt& c) { map_view_.look_at(c.place); },
                   [&](FitAll) {
                       following_ = false;
                       map_view_.fit_all();
                   },
                   [&](FitSelection) { fit_selection(); },
                   [&](const ZoomMap& c) {
                       std::optional<render::ScreenPoint> about;
                       if (c.about)
                           about = render::ScreenPoint{static_cast<double>(c.about->first),
                                                       static_cast<double>(c.about->second)};
                       map_view_.zoom(c.steps, about);
                   },
                   [&](const PanMap& c) {
                       following_ = false;
                       map_view_.pan(static_cast<double>(c.dx), static_cast<double>(c.dy));
                   },
                   [&](const ShowEntry& c) { show_entry(c.n); },
                   [&](const StepEntry& c) { step_entry(c.direction); },
                   [&](const AcknowledgeAlert& c) { move_alert(c.alert, AlertStep::kAcknowledged); },
                   [&](const ShelveAlert& c) { move_alert(c.alert, AlertStep::kShelved); },
                   [&](ToggleFollow) { following_ = !following_ && selection_.unit; },
                   [&](ExportMarked) { export_marked_range(); },
                   [&](ToggleHelp) { help_ = !help_; },
                   [&](ToggleHealth) { health_open_ = !health_open_; },
                   [&](ToggleFullscreen) {
                       if (actions_.toggle_fullscreen) actions_.toggle_fullscreen();
                   },
               },
               command);
}

void Wall::select_district(std::size_t district) {
    if (district >= operation_.areas.size()) return;
    selection_ = {district, std::nullopt};
    following_ = false;
    map_view_.look_at(operation_.areas[district].label);
}

void Wall::select_unit(const UnitName& unit) {
    following_ = following_ && selection_.unit == unit;
    selection_ = {std::nullopt, unit};
    const UnitState* state = find_unit(*shown_, unit);
    if (state != nullptr && state->fix) map_view_.look_at(state->fix->position);
}

void Wall::fit_selection() {
    if (selection_.district) return map_view_.fit(map_.bounds_of(*selection_.district));
    if (!selection_.unit) return map_view_.fit_all();
    const UnitState* unit = find_unit(*shown_, *selection_.unit);
    if (unit == nullptr || !unit->fix) return;
    const double lon = unit->fix->position.lon_deg(), lat = unit->fix->position.lat_deg();
    map_view_.fit({LonLat::from_degrees(lon - kAroundUnit, lat - kAroundUnit),
                   LonLat::from_degrees(lon + kAroundUnit, lat + kAroundUnit)});
}

void Wall::keep_followed_centred(const render::Scene& scene) {
    if (!following_) return;
    const auto mark = std::find_if(scene.marks.begin(), scene.marks.end(),
                                   [&](const render::Mark& m) { return m.id != 0 && m.id == scene.selected_mark; });
    if (mark != scene.marks.end()) map_view_.centre_on(mark->place);
}

void Wall::say(Notice notice) {
    notice_ = std::move(notice);
    notice_until_ = last_steady_.value_or(Time{}) + kNoticeFor;
}

void Wall::export_marked_range() {
    const std::optional<MarkedRange> marked = time_.view().marked();
    if (!marked) return say({tr("Nothing is marked"), tr("Mark a range with A and B first"), true});
    std::optional<UnitIndex> unit;
    if (selection_.unit) {
        const std::vector<std::string>& names = records_.history().unit_names();
        const auto place = std::find(names.begin(), names.end(), selection_.unit->text());
        if (place != names.end()) unit = UnitIndex{static_cast<std::uint32_t>(place - names.begin())};
    }
    try {
        const MarkedExport done = export_marked(operation_, records_.history(), *marked, unit);
        if (done.too_many) {
            say({tr("The marked range is too long to write from here"),
                 trf("More than {} positions: use siagactl export", format_.whole(kMostMarkedFixes)), true});
        } else if (done.fixes == 0) {
            say({tr("Nothing to write"), tr("No position in the marked range"), true});
        } else {
            say({trf("Written: {} .csv .geojson .gpx .kml", done.name), done.folder.string(), false});
        }
    } catch (const Fault& fault) {
        say({tr("The marked range could not be written"), fault.what(), true});
    }
}

void Wall::show_entry(std::uint64_t n) {
    const Entry* entry = records_.entry(n);
    if (entry == nullptr) return;
    time_.execute(GoTo{entry->event.time}, range_);
    following_ = false;
    const EventText text = describe(entry->event, *operation_.roster, format_);
    if (text.district)
        selection_ = {text.district, std::nullopt};
    else if (text.unit)
        selection_ = {std::nullopt, text.unit};
    std::optional<LonLat> place = text.place;
    if (!place && text.unit) {
        const std::shared_ptr<const Situation> then = records_.at(time_.view().shown);
        const UnitState* unit = find_unit(*then, *text.unit);
        if (unit != nullptr && unit->fix) place = unit->fix->position;
    }
    if (place) map_view_.look_at(*place);
}

void Wall::step_entry(int direction) {
    const auto marks = records_.marks();
    const Time now = time_.view().shown;
    std::size_t next = records_.marks_until(now);
    if (direction < 0) {
        // The first mark of the shown instant, then the one before it.
        while (next > 0 && marks[next - 1].time >= now) --next;
        if (next == 0) return;
        --next;
    } else if (next >= marks.size() || marks[next].time > range_.end) {
        return;
    }
    show_entry(marks[next].n);
}

void Wall::move_alert(const RecordName& alert, AlertStep step) {
    const auto it = records_.live()->alerts.find(alert);
    if (it == records_.live()->alerts.end() || !actions_.submit) return;
    AlertMoved moved = it->second.last;
    moved.step = step;
    moved.actor = kActor;
    moved.until = step == AlertStep::kShelved ? std::optional(range_.live + kShelveFor) : std::nullopt;
    actions_.submit({range_.live, std::move(moved), {}});
}

}  // namespace siaga::app
