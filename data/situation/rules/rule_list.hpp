#pragma once
// One maker per rule, one file per rule. A new rule is added here and in all_rules().

#include <memory>
#include <string_view>

#include "data/situation/rules.hpp"

namespace siaga {

/// SOS of a unit, until it is cancelled.
[[nodiscard]] std::unique_ptr<Rule> make_emergency_rule();
/// A count or seal that does not match, until its record is resolved.
[[nodiscard]] std::unique_ptr<Rule> make_box_fault_rule();
/// An escort that carries boxes and has not been heard for RuleSettings::lost_after.
[[nodiscard]] std::unique_ptr<Rule> make_signal_lost_rule();
/// An escort that carries boxes and has stood for RuleSettings::stop_after away from any site.
[[nodiscard]] std::unique_ptr<Rule> make_unplanned_stop_rule();
/// A unit whose clock was flagged, until a fix with a right time arrives.
[[nodiscard]] std::unique_ptr<Rule> make_clock_wrong_rule();

/// A loss of the ledger that was accepted. It never ends: entries that are gone stay gone.
[[nodiscard]] std::unique_ptr<Rule> make_ledger_loss_rule();

/// Somebody tries tokens: RuleSettings::refusals_alarm of them within refusals_window, until they are fewer.
[[nodiscard]] std::unique_ptr<Rule> make_guessing_rule();

/// The name of the alert a rule raises about a subject; cut to a name's length.
[[nodiscard]] RecordName alert_name(AlertRule rule, std::string_view subject);

}  // namespace siaga
