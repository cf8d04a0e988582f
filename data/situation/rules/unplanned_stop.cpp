#include <algorithm>

#include "data/situation/rules/rule_list.hpp"

namespace siaga {
namespace {

bool near_a_site(LonLat place, const Roster& roster) {
    return std::any_of(roster.sites.begin(), roster.sites.end(), [&](const SiteInfo& site) {
        return distance_m(place, site.place) <= roster.rules.site_radius_m;
    });
}

/// Every fix of the last stop_after lies within stop_radius of the newest, and they cover that time.
bool has_stood(const Fix& newest, const TrackSlices& tracks, Time now, const RuleSettings& rules) {
    const Time since = now - rules.stop_after, earliest = since - rules.stale_after;
    const auto near = [&](const Fix& fix) { return distance_m(fix.position, newest.position) <= rules.stop_radius_m; };
    // Nearly every unit was elsewhere then, and needs no look at its track.
    if (const std::optional<Fix> then = tracks.latest_of(newest.unit, since);
        then && then->time >= earliest && !near(*then)) {
        return false;
    }
    const std::vector<Fix> track = tracks.track(newest.unit, earliest, now);
    if (track.empty() || track.front().time > since) return false;
    return std::all_of(track.begin(), track.end(), [&](const Fix& fix) { return !fix.moves_marker() || near(fix); });
}

class UnplannedStopRule final : public Rule {
public:
    void wanted(const Situation& now, const TrackSlices& tracks, std::vector<WantedAlert>& out) const override {
        for (const UnitState& unit : now.units) {
            if (!unit.fix || unit.status != UnitStatus::kLive) continue;
            const UnitName name = UnitName::literal(unit.name);
            const auto escort = now.escorts.find(name);
            if (escort == now.escorts.end() || escort->second.step != EscortStep::kDeparted ||
                escort->second.boxes == 0) {
                continue;
            }
            if (!has_stood(*unit.fix, tracks, now.time, now.roster->rules)) continue;
            if (near_a_site(unit.fix->position, *now.roster)) continue;
            out.push_back({.alert = alert_name(AlertRule::kUnplannedStop, unit.name),
                           .rule = AlertRule::kUnplannedStop,
                           .severity = Severity::kWarning,
                           .district = {},
                           .unit = name,
                           .text = {}});
        }
    }
};

}  // namespace

std::unique_ptr<Rule> make_unplanned_stop_rule() { return std::make_unique<UnplannedStopRule>(); }

}  // namespace siaga
