#include "data/situation/rules/rule_list.hpp"

namespace siaga {
namespace {

class SignalLostRule final : public Rule {
public:
    void wanted(const Situation& now, const TrackSlices& /*tracks*/, std::vector<WantedAlert>& out) const override {
        for (const UnitState& unit : now.units) {
            if (!unit.fix || unit.status != UnitStatus::kLost) continue;
            const UnitName name = UnitName::literal(unit.name);
            const auto escort = now.escorts.find(name);
            if (escort == now.escorts.end() || escort->second.step != EscortStep::kDeparted ||
                escort->second.boxes == 0) {
                continue;
            }
            out.push_back({.alert = alert_name(AlertRule::kSignalLost, unit.name),
                           .rule = AlertRule::kSignalLost,
                           .severity = Severity::kWarning,
                           .district = {},
                           .unit = name,
                           .text = {}});
        }
    }
};

}  // namespace

std::unique_ptr<Rule> make_signal_lost_rule() { return std::make_unique<SignalLostRule>(); }

}  // namespace siaga
