#pragma once
// Alert rules. A rule looks at the situation of now (and the tracks) and says which alerts should be
// open; the engine compares that with those that are, and answers the events to write. Their time is
// the core's clock, their source is "siaga". A new rule is one file in rules/ and one line in
// all_rules().

#include <memory>
#include <string>
#include <vector>

#include "data/situation/history.hpp"

namespace siaga {

/// An alert a rule wants open now. `alert` names rule and subject, so it is the same while it lasts.
struct WantedAlert {
    RecordName alert;
    AlertRule rule{};
    Severity severity{};
    std::optional<DistrictCode> district;
    std::optional<UnitName> unit;
    std::string text;
};

class Rule {
public:
    virtual ~Rule() = default;
    virtual void wanted(const Situation& now, const TrackSlices& tracks, std::vector<WantedAlert>& out) const = 0;
};

[[nodiscard]] std::vector<std::unique_ptr<Rule>> all_rules();

/// Events that open what is wanted and not open, and clear what is open and no longer wanted.
/// Alerts not owned by a rule here (kSequenceReused) are left alone.
[[nodiscard]] std::vector<Event> evaluate_rules(const std::vector<std::unique_ptr<Rule>>& rules, const Situation& now,
                                                const TrackSlices& tracks);

}  // namespace siaga
