#pragma once
// When a backup is made by itself, and which ones are kept: pure functions of times.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/time.hpp"

namespace siaga {

/// One every hour.
inline constexpr Millis kBackupEvery = std::chrono::hours(1);
/// All of these, then one a day.
inline constexpr Millis kKeepHourly = std::chrono::hours(48);
inline constexpr Millis kKeepDaily = std::chrono::hours(24 * 30);

/// `newest`: when the newest backup was made, or the record began. A clock that was set back counts from now on.
[[nodiscard]] bool backup_due(Time newest, Time now);

/// Those of `made` that are no longer kept, oldest first: of the last 48 hours every one is kept, of the 30 days
/// before `now` the first of each UTC day, and always the newest one.
[[nodiscard]] std::vector<Time> backups_to_drop(std::vector<Time> made, Time now);

/// "siaga-20241130T063000Z.tar", to the second, and back; nothing for any other name.
[[nodiscard]] std::string backup_name(Time made);
[[nodiscard]] std::optional<Time> time_of_backup(std::string_view name);

}  // namespace siaga
