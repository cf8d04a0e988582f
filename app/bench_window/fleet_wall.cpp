#include "app/bench_window/fleet_wall.hpp"

#include <utility>

#include "app/common/assets.hpp"
#include "app/scene_builder/scene_builder.hpp"
#include "app/simulator/day_file.hpp"
#include "data/situation/history.hpp"
#include "data/store/store_reader.hpp"

namespace siaga::app::bench {
namespace {

void add_entry(Committed& all, Time received, Event event) {
    auto entry = std::make_shared<Entry>();
    entry->n = all.entries.size();
    entry->received = received;
    entry->event = std::move(event);
    all.entries.push_back(std::move(entry));
}

/// The events of the demonstration day until `end`, as a core would have numbered them.
void add_events(Committed& all, const DayPlan& plan, Time end) {
    for (const DayEvent& event : plan.events) {
        if (event.send < end) add_entry(all, event.send, event.event);
    }
}

void add_departures(Committed& all, const std::vector<std::string>& units, const Roster& roster, Time at) {
    for (const std::string& name : units) {
        add_entry(all, at,
                  {at,
                   EscortMoved{UnitName::literal(name), EscortStep::kDeparted, roster.sites.front().code,
                               roster.sites.back().code, std::nullopt},
                   {}});
    }
}

}  // namespace

FleetWall::FleetWall(FleetWallShape shape) : operation_(load_operation(assets_folder() / "ttu")) {
    operation_.simulated = true;
    end_ = operation_.day_start + 8h + 32min;
    begin_ = end_ - shape.played;
    const Millis length = shape.played + kTrailLength + 1min;
    const FleetDay fleet({.units = shape.units,
                          .fixes_per_unit = static_cast<std::uint32_t>(length / shape.between_fixes),
                          .start = end_ - length,
                          .length = length});
    auto all = std::make_shared<Committed>();
    all->new_units = fleet.unit_names();
    add_events(*all, load_day(assets_folder() / "ttu"), end_);
    add_departures(*all, all->new_units, *operation_.roster, end_ - length);
    all->fixes.reserve(fleet.count());
    fleet.for_each([&](const Fix& fix) { all->fixes.push_back(fix); });

    start_with(std::move(all));
}

FleetWall::FleetWall(const std::filesystem::path& folder, const FleetDay& day)
    : operation_(load_operation(folder)),
      sealed_(StoreReader(folder).slices()),
      begin_(day.shape().start + kTrailLength + 1min),
      end_(day.end()) {
    auto all = std::make_shared<Committed>();
    all->new_units = day.unit_names();
    all->sealed = true;
    add_events(*all, load_day(assets_folder() / "ttu"), end_);
    add_departures(*all, all->new_units, *operation_.roster, day.shape().start);
    start_with(std::move(all));
}

void FleetWall::start_with(std::shared_ptr<Committed> all) {
    History history(operation_.roster, sealed_);
    history.add(*all);
    mail_.fresh = true;
    mail_.newest.live = history.situation_at(end_);
    mail_.committed.push_back(std::move(all));
}

}  // namespace siaga::app::bench
