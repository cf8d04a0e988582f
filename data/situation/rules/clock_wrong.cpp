#include <algorithm>

#include "data/situation/rules/rule_list.hpp"

namespace siaga {
namespace {

/// The door raises this alert when it flags a fix; the rule only keeps it while it is true.
class ClockWrongRule final : public Rule {
public:
    void wanted(const Situation& now, const TrackSlices& /*tracks*/, std::vector<WantedAlert>& out) const override {
        for (const auto& named : now.alerts) {
            const AlertMoved& alert = named.second.last;
            if (alert.rule != AlertRule::kClockWrong || !alert.unit) continue;
            if (right_again(now, *alert.unit, named.second.since)) continue;
            out.push_back({.alert = alert.alert,
                           .rule = alert.rule,
                           .severity = alert.severity,
                           .district = {},
                           .unit = alert.unit,
                           .text = alert.text});
        }
    }

private:
    static bool right_again(const Situation& now, const UnitName& name, Time since) {
        const auto unit =
            std::find_if(now.units.begin(), now.units.end(), [&](const UnitState& u) { return u.name == name.text(); });
        return unit != now.units.end() && unit->fix && unit->fix->time > since;
    }
};

}  // namespace

std::unique_ptr<Rule> make_clock_wrong_rule() { return std::make_unique<ClockWrongRule>(); }

}  // namespace siaga
