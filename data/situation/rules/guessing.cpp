#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "data/situation/rules/rule_list.hpp"

namespace siaga {
namespace {

/// A role that does not fit is a wrong setting, and a full house no attempt to come in.
bool is_attempt(SignInFault reason) {
    return reason == SignInFault::kToken || reason == SignInFault::kExpired || reason == SignInFault::kRevoked;
}

class GuessingRule final : public Rule {
public:
    void wanted(const Situation& now, const TrackSlices& /*tracks*/, std::vector<WantedAlert>& out) const override {
        const RuleSettings& rules = now.roster->rules;
        std::uint64_t attempts = 0;
        std::map<std::string, std::uint64_t> by_address;
        for (const RefusalState& refusal : now.refusals) {
            if (refusal.time <= now.time - rules.refusals_window || !is_attempt(refusal.what.reason)) continue;
            attempts += refusal.what.count;
            by_address[refusal.what.address] += refusal.what.count;
        }
        if (attempts < rules.refusals_alarm) return;
        const auto most = std::max_element(by_address.begin(), by_address.end(),
                                           [](const auto& a, const auto& b) { return a.second < b.second; });
        out.push_back({.alert = alert_name(AlertRule::kGuessing, ""),
                       .rule = AlertRule::kGuessing,
                       .severity = Severity::kAlarm,
                       .district = {},
                       .unit = {},
                       .text = std::to_string(attempts) + " x" + (most->first.empty() ? "" : " · " + most->first)});
    }
};

}  // namespace

std::unique_ptr<Rule> make_guessing_rule() { return std::make_unique<GuessingRule>(); }

}  // namespace siaga
