#include "data/situation/rules/rule_list.hpp"

namespace siaga {
namespace {

class EmergencyRule final : public Rule {
public:
    void wanted(const Situation& now, const TrackSlices& /*tracks*/, std::vector<WantedAlert>& out) const override {
        for (const auto& [unit, emergency] : now.emergencies) {
            out.push_back({.alert = alert_name(AlertRule::kEmergency, unit.text()),
                           .rule = AlertRule::kEmergency,
                           .severity = Severity::kAlarm,
                           .district = {},
                           .unit = unit,
                           .text = emergency.text});
        }
    }
};

}  // namespace

std::unique_ptr<Rule> make_emergency_rule() { return std::make_unique<EmergencyRule>(); }

}  // namespace siaga
