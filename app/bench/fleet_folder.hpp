#pragma once
// An operation folder that holds a FleetDay, as a core would have left it: committed in batches, the
// finished minutes sealed as the day went on.

#include <filesystem>
#include <functional>

#include "app/bench/fleet_day.hpp"

namespace siaga::app::bench {

struct FleetFolderTimes {
    double commit_ms = 0, seal_ms = 0;  ///< in the store, without making the day
    double longest_seal_ms = 0;
};

/// Makes `folder`, which must not exist, from the TTU template. Not synced: it is made to be measured.
FleetFolderTimes make_fleet_folder(const std::filesystem::path& folder, const FleetDay& day);

/// The shape of a day that is as dense as 2,000 units of 5,000 fixes and lasts so long.
[[nodiscard]] FleetDayShape dense_day(std::uint32_t units, Millis length);

}  // namespace siaga::app::bench
