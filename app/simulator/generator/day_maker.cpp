#include "app/simulator/generator/day_maker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "app/simulator/generator/chapters.hpp"
#include "app/simulator/generator/seeded.hpp"
#include "app/simulator/generator/story.hpp"

namespace siaga::app {
namespace {

constexpr std::size_t kRelays = 6;
constexpr std::size_t kEscorts = 28;

SourceName relay(std::size_t number) { return SourceName::literal(fmt::format("relai-{}", number % kRelays + 1)); }

std::vector<DaySource> day_sources() {
    std::vector<DaySource> sources;
    for (std::size_t i = 0; i < kRelays; ++i) sources.push_back({relay(i), "field"});
    sources.push_back({SourceName::literal("relai-dup"), "field"});
    for (const char* name : {"poskotis", "ppk-barat", "ppk-tengah", "ppk-timur"}) {
        sources.push_back({SourceName::literal(name), "operator"});
    }
    return sources;
}

/// Each district's escort waits at its PPK, the reserve at the police station, guards at their posts.
void muster(Fleet& fleet, const Chronicle& chronicle, const RoadGraph& roads) {
    Seeded random(story::kSeed, "batteries");
    const auto battery = [&random] { return static_cast<std::uint32_t>(random.between(78, 100)); };
    const auto node = [&](const SiteCode& site) { return roads.node_of_site(chronicle.site(site)); };
    for (std::size_t i = 1; i <= kEscorts; ++i) {
        const std::string name = fmt::format("RAJAWALI-{:02}", i);
        std::size_t home = node(SiteCode::literal("POLRES"));
        for (const DistrictInfo& district : chronicle.roster().districts) {
            if (escort_of(district.code.text()) == name) home = node(ppk_site(district.code.text()));
        }
        fleet.add(name, home, relay(i), battery());
    }
    for (const char* post : {"GUDANG", "KPU", "BAWASLU"}) {
        fleet.add(fmt::format("JAGA-{}", post), node(SiteCode::literal(post)), relay(fleet.size()), battery());
    }
}

/// While nothing else is asked of them, escorts look in on the villages of their district.
void tell_patrols(Fleet& fleet, const Chronicle& chronicle, const RoadGraph& roads) {
    Seeded random(story::kSeed, "patrols");
    const Roster& roster = chronicle.roster();
    for (const DistrictInfo& district : roster.districts) {
        if (district.code.text() == story::kMountainDistrict) continue;
        std::vector<std::size_t> villages;
        for (std::size_t i = 0; i < roster.villages.size(); ++i) {
            if (roster.districts[roster.villages[i].district].code == district.code) villages.push_back(i);
        }
        const std::size_t unit = fleet.named(escort_of(district.code.text()));
        for (const int hour : {6, 9, 11, 13, 16, 18}) {
            const auto pick =
                static_cast<std::size_t>(random.between(0, static_cast<std::int32_t>(villages.size()) - 1));
            const std::size_t village =
                roads.node_of_site(chronicle.site(pps_site(roster.villages[villages[pick]].code)));
            const std::int32_t earliest = story::at_hour(hour, static_cast<int>(random.between(0, 70)));
            static_cast<void>(fleet.patrol(unit, village, earliest, random.between(10, 25) * story::kMinute));
        }
    }
}

void add_mishaps(Fleet& fleet) {
    UnitDay& ahead = fleet.day(fleet.named("RAJAWALI-22"));
    ahead.clock_wrong = {story::at_hour(10, 10), story::at_hour(10, 42)};
    ahead.clock_ahead_s = 7 * story::kMinute;
    UnitDay& twice = fleet.day(fleet.named("RAJAWALI-20"));
    twice.doubled = {story::at_hour(7, 30), story::at_hour(12, 30)};
    twice.doubled_by = SourceName::literal("relai-dup");
}

}  // namespace

DayPlan make_day(const Operation& operation) {
    const RoadGraph roads(operation, story::kSeed);
    Chronicle chronicle(operation);
    Fleet fleet(roads);
    muster(fleet, chronicle, roads);
    tell_first_deliveries(chronicle);
    tell_plenaries(chronicle);
    tell_first_convoys(chronicle);
    tell_convoys(chronicle, fleet, roads);
    tell_village_tours(chronicle, fleet, roads);
    tell_patrols(fleet, chronicle, roads);
    add_mishaps(fleet);
    tell_reports(chronicle, fleet);

    DayPlan plan;
    plan.start = operation.day_start;
    plan.end = operation.day_start + std::chrono::seconds(story::kDayLength);
    plan.seed = story::kSeed;
    plan.sources = day_sources();
    plan.events = chronicle.take();
    const Time end = plan.end;
    std::erase_if(plan.events, [end](const DayEvent& event) { return event.send >= end; });
    plan.units = fleet.take();
    return plan;
}

}  // namespace siaga::app
