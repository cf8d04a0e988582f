// init_operation: builds the folder beside its place and renames it, so that it appears whole.

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "data/core/fault.hpp"
#include "data/store/files.hpp"
#include "data/store/folder_in_making.hpp"
#include "data/store/operation.hpp"
#include "data/store/operation_file.hpp"
#include "data/store/operation_roster.hpp"
#include "data/store/place_files.hpp"
#include "data/store/store.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxTomlBytes = 1024 * 1024;
constexpr std::string_view kNoFeatures = "{\"type\":\"FeatureCollection\",\"features\":[]}\n";
constexpr std::string_view kOfficialAreas = "areas.geojson";

/// What init has found out about template and options, before it writes anything.
struct Plan {
    OperationFile file;
    fs::path areas_from;
    std::string areas_name;
    bool other_region = false;  ///< no village of the template lies in the given areas
};

/// True when none of the template's villages is in one of the districts.
bool of_another_region(const std::vector<VillagePlace>& villages, const std::vector<Area>& areas) {
    return std::none_of(villages.begin(), villages.end(), [&](const VillagePlace& village) {
        return std::any_of(areas.begin(), areas.end(),
                           [&](const Area& area) { return area.code == village.district_code; });
    });
}

Plan make_plan(const InitOptions& options) {
    Plan plan;
    plan.file = read_operation_file(options.from);
    plan.areas_from = options.areas.value_or(options.from / plan.file.areas);
    plan.areas_name = options.areas ? kOfficialAreas : plan.file.areas;
    std::vector<Area> areas = load_areas(plan.areas_from, AreaUse::kDistricts);
    if (plan.file.context) (void)load_areas(options.from / *plan.file.context, AreaUse::kContext);
    RosterParts parts{load_villages(options.from / plan.file.villages), load_sites(options.from / plan.file.sites),
                      (options.from / plan.file.villages).string(), plan.areas_from.string()};
    plan.other_region = options.areas && !parts.villages.empty() && of_another_region(parts.villages, areas);
    if (plan.other_region) parts.villages.clear(), parts.sites.clear();
    (void)make_roster(plan.file, areas, std::move(parts));
    return plan;
}

void copy_file_to(const fs::path& from, const fs::path& to) {
    write_new_file(to, read_whole_file(from, kAreaFileMaxBytes));
}

std::string edited_toml(const Plan& plan, const InitOptions& options) {
    std::string text = read_whole_file(options.from / "operation.toml", kMaxTomlBytes);
    text = with_key(text, "simulated", options.simulated ? "true" : "false");
    return with_key(text, "areas", fmt::format("\"{}\"", plan.areas_name));
}

void write_files(const fs::path& folder, const Plan& plan, const InitOptions& options) {
    write_new_file(folder / "operation.toml", edited_toml(plan, options));
    copy_file_to(plan.areas_from, folder / plan.areas_name);
    if (plan.file.context) copy_file_to(options.from / *plan.file.context, folder / *plan.file.context);
    for (const std::string& name : {plan.file.villages, plan.file.sites}) {
        if (plan.other_region) {
            write_new_file(folder / name, kNoFeatures);
        } else {
            copy_file_to(options.from / name, folder / name);
        }
    }
    for (const char* name : {"keys", "checkpoints", "log"}) fs::create_directory(folder / name);
    fs::permissions(folder / "keys", fs::perms::owner_all);
}

void write_record(const fs::path& folder, const std::string& name, bool simulated, Time now) {
    create_store(folder);
    Store store(folder, Durability::kFull);
    Entry opened;
    opened.n = store.next_entry();
    opened.received = now;
    opened.source = SourceName::literal("siaga");
    opened.seq = 1;
    opened.event.time = now;
    opened.event.body = OperationOpened{name, simulated};
    StoreBatch batch;
    batch.entries.push_back(std::make_shared<const Entry>(std::move(opened)));
    store.commit(batch);
    store.close();
}

void check_free(const fs::path& folder) {
    const fs::file_status status = fs::status(folder);
    if (!fs::exists(status)) return;
    if (!fs::is_directory(status) || !fs::is_empty(folder)) {
        throw Fault(fmt::format("{} exists already and is not an empty folder; name another one, nothing was changed",
                                folder.string()));
    }
}

}  // namespace

void init_operation(const std::filesystem::path& folder, const InitOptions& options, Time now) {
    const fs::path place = fs::absolute(folder).lexically_normal();
    const fs::path target = place.has_filename() ? place : place.parent_path();  // "dir/" is "dir"
    try {
        check_free(target);
        const Plan plan = make_plan(options);
        FolderInMaking making(target);
        write_files(making.path(), plan, options);
        write_record(making.path(), plan.file.name, options.simulated, now);
        making.put_in_place();
        if (plan.other_region) {
            spdlog::warn(
                "{} has none of the villages of {}: villages, sites and boxes start empty; add them to {} and "
                "{}, and correct name, region and context in operation.toml",
                plan.areas_from.string(), options.from.string(), plan.file.villages, plan.file.sites);
        }
    } catch (const fs::filesystem_error& error) {
        throw Fault(fmt::format("cannot make {}: {}; name a folder that this user may write", target.string(),
                                error.code().message()));
    }
}

}  // namespace siaga
