#pragma once
// The demonstration day, made from an operation folder and the story's tables.

#include "app/simulator/day_plan.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {

/// The same folder gives the same day, on every machine. Throws Fault when the story and the folder
/// do not fit.
[[nodiscard]] DayPlan make_day(const Operation& operation);

}  // namespace siaga::app
