#pragma once
// Filling an operation with a stretch of the demonstration day at once, through the same stages as
// a live record: Core::step with the clock moved to when each message was sent.

#include <cstdint>
#include <functional>

#include "app/simulator/demonstration_day.hpp"
#include "data/core/clock.hpp"
#include "data/ingest/core.hpp"

namespace siaga::app {

struct FillSettings {
    Millis batch = 10s;                          ///< of the day, per step of the core
    std::function<void(Time)> on_progress = {};  ///< after each batch, with the clock's time; may be empty
};

struct FillCounts {
    std::uint64_t messages = 0;
    std::uint64_t refused = 0;  ///< answered by a nack
};

/// Feeds every message with from <= send time < until and leaves the clock at `until`. The clock must
/// be the one the core was given. A day filled before is found again as duplicates.
FillCounts fill_operation(Core& core, ManualClock& clock, const DemonstrationDay& day, Time from, Time until,
                          const FillSettings& settings = {});

/// The whole past of the day: `from` for fill_operation that leaves nothing out.
[[nodiscard]] Time first_send(const DemonstrationDay& day);

}  // namespace siaga::app
