#include "data/store/backup_schedule.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <sstream>

namespace siaga {
namespace {

constexpr const char* kNamePattern = "siaga-%Y%m%dT%H%M%SZ.tar";

}  // namespace

bool backup_due(Time newest, Time now) { return now - newest >= kBackupEvery || newest - now >= kBackupEvery; }

std::vector<Time> backups_to_drop(std::vector<Time> made, Time now) {
    std::sort(made.begin(), made.end());
    std::vector<Time> drop;
    std::optional<std::chrono::sys_days> kept_day;
    for (std::size_t i = 0; i + 1 < made.size(); ++i) {
        const auto day = std::chrono::floor<std::chrono::days>(made[i]);
        const Millis age = now - made[i];
        const bool first_of_day = kept_day != day;
        if (age <= kKeepHourly || (age <= kKeepDaily && first_of_day)) {
            kept_day = day;
        } else {
            drop.push_back(made[i]);
        }
    }
    return drop;
}

std::string backup_name(Time made) {
    return date::format(kNamePattern, std::chrono::floor<std::chrono::seconds>(made));
}

std::optional<Time> time_of_backup(std::string_view name) {
    std::istringstream in{std::string(name)};
    std::chrono::sys_seconds made;
    in >> date::parse(kNamePattern, made);
    if (in.fail() || backup_name(made) != name) return std::nullopt;
    return made;
}

}  // namespace siaga
