#pragma once
// Making an operation folder that holds the demonstration day up to a time.

#include <filesystem>
#include <functional>
#include <optional>

#include "app/simulator/demonstration_day.hpp"
#include "app/simulator/fill_operation.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {

struct DemonstrationSettings {
    std::filesystem::path from;                  ///< the template with the day file: assets/ttu
    std::optional<Time> until;                   ///< by default the whole day
    std::function<void(Time)> on_progress = {};  ///< with the time of the day that is filled
};

/// Takes the day into a folder that holds no more than its opening, up to `until`.
FillCounts fill_demonstration(const Operation& operation, const DemonstrationDay& day, Time until,
                              const std::function<void(Time)>& on_progress);

/// Makes `folder` whole or not at all. Throws Fault when it exists and is not empty.
FillCounts make_demonstration(const std::filesystem::path& folder, const DemonstrationDay& day,
                              const DemonstrationSettings& settings);

}  // namespace siaga::app
