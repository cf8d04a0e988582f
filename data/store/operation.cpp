#include "data/store/operation.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "data/core/fault.hpp"
#include "data/store/operation_file.hpp"
#include "data/store/operation_roster.hpp"
#include "data/store/place_files.hpp"

namespace siaga {

Operation load_operation(const std::filesystem::path& folder) {
    OperationFile file = read_operation_file(folder);
    Operation operation;
    operation.folder = folder;
    operation.areas = load_areas(folder / file.areas, AreaUse::kDistricts);
    if (file.context) operation.context = load_areas(folder / *file.context, AreaUse::kContext);
    operation.roster = make_roster(file, operation.areas,
                                   {load_villages(folder / file.villages), load_sites(folder / file.sites),
                                    (folder / file.villages).string(), file.areas});
    operation.name = std::move(file.name);
    operation.region = std::move(file.region);
    operation.zone = std::move(file.zone);
    operation.simulated = file.simulated;
    operation.day_start = file.day_start;
    operation.day_end = file.day_end;
    operation.seas = std::move(file.seas);
    operation.feed = std::move(file.feed);
    operation.field = std::move(file.field);
    operation.metrics = std::move(file.metrics);
    operation.cot = std::move(file.cot);
    operation.cot_tls = std::move(file.cot_tls);
    operation.cot_mesh = std::move(file.cot_mesh);
    operation.devices = std::move(file.devices);
    operation.nmea = std::move(file.nmea);
    operation.gpsd = std::move(file.gpsd);
    return operation;
}

std::filesystem::path default_operations_folder() {
    // XDG Base Directory: a relative path there is to be ignored.
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && data[0] == '/') {
        return std::filesystem::path(data) / "siaga";
    }
    const char* home = std::getenv("HOME");
    if (home == nullptr || home[0] != '/') {
        const passwd* user = ::getpwuid(::geteuid());
        home = user != nullptr ? user->pw_dir : nullptr;
    }
    if (home == nullptr) throw Fault("this user has no home folder; set XDG_DATA_HOME or name the folder");
    return std::filesystem::path(home) / ".local" / "share" / "siaga";
}

OperationDay day_of(const Operation& operation, Time t, Time now) {
    using std::chrono::hours;
    const OperationDay named{operation.day_start, operation.day_end};
    const bool several_dates = named.end - named.start > hours(24);
    if (operation.simulated || (several_dates && named.start <= t && t <= named.end)) return named;
    const Zone& zone = operation.zone;
    const Millis from_midnight = named.start - zone.midnight(named.start);
    const auto start_on = [&](Time date) { return zone.midnight(date) + from_midnight; };
    const Time midnight = zone.midnight(t);
    const Time start = start_on(t) <= t ? start_on(t) : start_on(midnight - hours(12));
    const Time last = start_on(zone.midnight(start) + hours(36)) - Millis{1};
    const Time end = std::min(start + (named.end - named.start), last);
    return {start, now > end ? last : end};
}

}  // namespace siaga
