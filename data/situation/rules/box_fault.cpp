#include "data/situation/rules/rule_list.hpp"

namespace siaga {
namespace {

class BoxFaultRule final : public Rule {
public:
    void wanted(const Situation& now, const TrackSlices& /*tracks*/, std::vector<WantedAlert>& out) const override {
        for (const auto& [record, fault] : now.faults) {
            const bool count = fault.fault == BoxFault::kCountMismatch;
            if (!count && fault.fault != BoxFault::kSealMismatch) continue;
            const AlertRule rule = count ? AlertRule::kCountMismatch : AlertRule::kSealMismatch;
            out.push_back({.alert = alert_name(rule, record.text()),
                           .rule = rule,
                           .severity = Severity::kAlarm,
                           .district = fault.district,
                           .unit = {},
                           .text = fault.note});
        }
    }
};

}  // namespace

std::unique_ptr<Rule> make_box_fault_rule() { return std::make_unique<BoxFaultRule>(); }

}  // namespace siaga
