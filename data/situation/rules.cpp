#include "data/situation/rules.hpp"

#include <algorithm>
#include <array>

#include "data/situation/rules/rule_list.hpp"

namespace siaga {
namespace {

constexpr auto kOwned = std::to_array<AlertRule>(
    {AlertRule::kEmergency, AlertRule::kCountMismatch, AlertRule::kSealMismatch, AlertRule::kSignalLost,
     AlertRule::kUnplannedStop, AlertRule::kClockWrong, AlertRule::kLedgerLoss, AlertRule::kGuessing});

bool owned(AlertRule rule) { return std::find(kOwned.begin(), kOwned.end(), rule) != kOwned.end(); }

}  // namespace

std::vector<std::unique_ptr<Rule>> all_rules() {
    std::vector<std::unique_ptr<Rule>> rules;
    rules.push_back(make_emergency_rule());
    rules.push_back(make_box_fault_rule());
    rules.push_back(make_signal_lost_rule());
    rules.push_back(make_unplanned_stop_rule());
    rules.push_back(make_clock_wrong_rule());
    rules.push_back(make_ledger_loss_rule());
    rules.push_back(make_guessing_rule());
    return rules;
}

std::vector<Event> evaluate_rules(const std::vector<std::unique_ptr<Rule>>& rules, const Situation& now,
                                  const TrackSlices& tracks) {
    std::vector<WantedAlert> wanted;
    for (const auto& rule : rules) rule->wanted(now, tracks, wanted);

    std::vector<Event> events;
    const auto write = [&](AlertMoved alert) {
        events.push_back({.time = now.time, .body = std::move(alert), .extra = {}});
    };
    for (const WantedAlert& want : wanted) {
        if (now.alerts.contains(want.alert)) continue;
        write({.alert = want.alert,
               .rule = want.rule,
               .step = AlertStep::kRaised,
               .severity = want.severity,
               .district = want.district,
               .unit = want.unit,
               .until = {},
               .text = want.text,
               .actor = {}});
    }
    for (const auto& named : now.alerts) {
        const AlertMoved& open = named.second.last;
        const bool still =
            std::any_of(wanted.begin(), wanted.end(), [&](const WantedAlert& w) { return w.alert == open.alert; });
        if (still || !owned(open.rule)) continue;
        AlertMoved cleared = open;
        cleared.step = AlertStep::kCleared;
        cleared.until.reset();
        cleared.actor.clear();
        write(std::move(cleared));
    }
    return events;
}

RecordName alert_name(AlertRule rule, std::string_view subject) {
    std::string text = std::string(name_of(rule)) + " " + std::string(subject);
    text.resize(std::min(text.size(), kNameMaxBytes));
    while (text.back() == ' ') text.pop_back();
    return RecordName::literal(text);
}

}  // namespace siaga
