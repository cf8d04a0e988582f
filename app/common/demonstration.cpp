#include "app/common/demonstration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <system_error>

#include "data/core/fault.hpp"
#include "data/ingest/core.hpp"
#include "data/store/store.hpp"

namespace siaga::app {
namespace {

/// A folder beside the wanted one, removed unless it became it.
class PartFolder {
public:
    explicit PartFolder(std::filesystem::path path) : path_(std::move(path)) { remove(); }
    ~PartFolder() { remove(); }
    PartFolder(const PartFolder&) = delete;
    PartFolder& operator=(const PartFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    void become(const std::filesystem::path& wanted) { std::filesystem::rename(path_, wanted); }

private:
    void remove() const {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path path_;
};

/// The last reports of the day are sent a moment after its end.
Time after_last_send(const DemonstrationDay& day) {
    return day.size() == 0 ? day.end() : std::max(day.end(), day.send_time(day.size() - 1) + Millis{1});
}

}  // namespace

FillCounts fill_demonstration(const Operation& operation, const DemonstrationDay& day, Time until,
                              const std::function<void(Time)>& on_progress) {
    const Time from = first_send(day);
    ManualClock clock(from);
    auto store = std::make_unique<Store>(operation.folder, Durability::kBulk);
    Core core(std::move(store), operation.roster, clock);
    return fill_operation(core, clock, day, from, until, {.batch = 10s, .on_progress = on_progress});
}

FillCounts make_demonstration(const std::filesystem::path& folder, const DemonstrationDay& day,
                              const DemonstrationSettings& settings) {
    std::error_code ignored;
    if (std::filesystem::exists(folder, ignored) && !std::filesystem::is_empty(folder, ignored)) {
        throw Fault(fmt::format("{} exists and is not empty: choose another folder", folder.string()));
    }
    PartFolder part(folder.string() + ".part");
    init_operation(part.path(), {.from = settings.from, .areas = {}, .simulated = true}, first_send(day));
    const FillCounts counts = fill_demonstration(load_operation(part.path()), day,
                                                 settings.until.value_or(after_last_send(day)), settings.on_progress);
    part.become(folder);
    return counts;
}

}  // namespace siaga::app
