// The store: packing, committing, sealing, and what a fix costs on the disk.

#include <fmt/format.h>

#include <filesystem>
#include <vector>

#include "app/bench/fleet_folder.hpp"
#include "app/bench/scratch_folder.hpp"
#include "app/bench/suites.hpp"
#include "data/store/fix_codec.hpp"

namespace siaga::app::bench {
namespace {

std::vector<Fix> all_of(const FleetDay& day) {
    std::vector<Fix> fixes;
    fixes.reserve(day.count());
    day.for_each([&](const Fix& fix) { fixes.push_back(fix); });
    return fixes;
}

void bench_packing(Runner& runner) {
    const std::vector<Fix> fixes = all_of(FleetDay(dense_day(2000, 10min)));
    Bytes packed;
    const auto copy = [&] {
        std::vector<Fix> copied;
        return milliseconds([&] {
            copied = fixes;
            keep(copied);
        });
    };
    const auto pack = [&] { return milliseconds([&] { packed = pack_fixes(fixes); }); };
    runner.measure({.name = "pack_batch", .unit = "ms", .run = pack, .floor = copy, .target = {}});
    runner.report(summarised("batch_bytes_per_fix", "B",
                             {static_cast<double>(packed.size()) / static_cast<double>(fixes.size())}, {}, {}));
}

/// Fills a folder and measures what the store did for it. The figures of one fill are one run.
void bench_filling(Runner& runner, std::uint32_t units, Millis length, bool with_targets) {
    const FleetDay day(dense_day(units, length));
    const int runs = runner.quick() ? 1 : 3;
    std::vector<double> bytes, commits, seals, longest;
    for (int run = 0; run < runs; ++run) {
        const ScratchFolder scratch;
        const std::filesystem::path folder = scratch.path() / "day";
        const FleetFolderTimes times = make_fleet_folder(folder, day);
        const auto count = static_cast<double>(day.count());
        bytes.push_back(static_cast<double>(std::filesystem::file_size(folder / "tracks.db")) / count);
        commits.push_back(count / times.commit_ms / 1000);
        seals.push_back(count / times.seal_ms / 1000);
        longest.push_back(times.longest_seal_ms);
    }
    const std::string tail = fmt::format("_{}_units", units);
    runner.report(summarised("commit_unsynced" + tail, "M fixes/s", commits, {}, {}));
    runner.report(summarised("seal" + tail, "M fixes/s", seals, {}, {}));
    runner.report(summarised("seal_longest" + tail, "ms", longest, {}, {}));
    runner.report(summarised("tracks_bytes_per_fix" + tail, "B", bytes, {},
                             with_targets ? std::optional(value_at_most(9.5)) : std::nullopt));
}

}  // namespace

void bench_store(Runner& runner) {
    bench_packing(runner);
    const Millis length = runner.quick() ? Millis{90min} : Millis{24h};
    for (const std::uint32_t units : {20U, 200U}) bench_filling(runner, units, length, false);
    bench_filling(runner, 2000, length, true);
}

}  // namespace siaga::app::bench
