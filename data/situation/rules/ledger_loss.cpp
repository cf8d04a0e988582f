#include <algorithm>
#include <string>

#include "data/situation/rules/rule_list.hpp"

namespace siaga {
namespace {

class LedgerLossRule final : public Rule {
public:
    void wanted(const Situation& now, const TrackSlices& /*tracks*/, std::vector<WantedAlert>& out) const override {
        for (const LossState& loss : now.losses) {
            out.push_back(
                {.alert = alert_name(AlertRule::kLedgerLoss, to_rfc3339_name(loss.accepted)),
                 .rule = AlertRule::kLedgerLoss,
                 .severity = Severity::kAlarm,
                 .district = {},
                 .unit = {},
                 .text = std::to_string(loss.what.found_entries) + "/" + std::to_string(loss.what.expected_entries)});
        }
    }

private:
    /// A name takes no colon: "2024-11-30T06.30.00.000Z".
    static std::string to_rfc3339_name(Time t) {
        std::string text = to_rfc3339(t);
        std::replace(text.begin(), text.end(), ':', '.');
        return text;
    }
};

}  // namespace

std::unique_ptr<Rule> make_ledger_loss_rule() { return std::make_unique<LedgerLossRule>(); }

}  // namespace siaga
