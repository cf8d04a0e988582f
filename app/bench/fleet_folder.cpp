#include "app/bench/fleet_folder.hpp"

#include <algorithm>
#include <chrono>

#include "app/bench/bench.hpp"
#include "app/common/assets.hpp"
#include "data/store/operation.hpp"
#include "data/store/store.hpp"

namespace siaga::app::bench {
namespace {

constexpr std::size_t kBatch = 8192;
constexpr Millis kInterval{17'280};  // 5,000 fixes a day

}  // namespace

FleetDayShape dense_day(std::uint32_t units, Millis length) {
    FleetDayShape shape;
    shape.units = units;
    shape.length = length;
    shape.fixes_per_unit = static_cast<std::uint32_t>(length / kInterval);
    return shape;
}

FleetFolderTimes make_fleet_folder(const std::filesystem::path& folder, const FleetDay& day) {
    init_operation(folder, {.from = assets_folder() / "ttu", .areas = {}, .simulated = true}, day.shape().start);
    FleetFolderTimes times;
    Store store(folder, Durability::kBulk);
    for (const std::string& name : day.unit_names()) {
        (void)store.unit_index(UnitName::literal(name));
        (void)store.source_index(SourceName::literal(name));
    }
    StoreBatch batch;
    Time sealed = slice_start(day.shape().start);
    const auto seal = [&](Time until) {
        const double took = milliseconds([&] { store.seal(until); });
        times.seal_ms += took;
        times.longest_seal_ms = std::max(times.longest_seal_ms, took);
        sealed = until;
    };
    const auto commit = [&] {
        times.commit_ms += milliseconds([&] { store.commit(batch); });
        const Time until = slice_start(batch.fixes.back().time);
        batch.fixes.clear();
        if (until > sealed) seal(until);
    };
    day.for_each([&](const Fix& fix) {
        batch.fixes.push_back(fix);
        if (batch.fixes.size() == kBatch) commit();
    });
    if (!batch.fixes.empty()) commit();
    seal(slice_start(day.end()) + kSliceLength);
    times.commit_ms += milliseconds([&] { store.close(); });
    return times;
}

}  // namespace siaga::app::bench
