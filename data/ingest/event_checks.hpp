#pragma once
// What can be wrong with an event: names the roster does not know, steps its rules do not allow (facts:
// Plenary of a district). All reasons, not the first.

#include <functional>

#include "data/ingest/fix_checks.hpp"
#include "data/model/event.hpp"
#include "data/situation/situation.hpp"

namespace siaga {

struct EventContext {
    const Roster& roster;
    Time now;  ///< the core's clock
    /// Everything known at a time, the records staged in this batch included. Asked only when needed.
    std::function<const Situation&(Time)> situation_at;
};

void check_event(const Event& event, const EventContext& context, Reasons& reasons);

}  // namespace siaga
