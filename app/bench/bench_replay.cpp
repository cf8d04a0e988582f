// Replay: positions from unpacked slices, the whole situation from the file, a step of play, growth.

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "app/bench/fleet_folder.hpp"
#include "app/bench/floors/event_log.hpp"
#include "app/bench/scratch_folder.hpp"
#include "app/bench/suites.hpp"
#include "app/common/read_operation.hpp"
#include "data/store/store_reader.hpp"

namespace siaga::app::bench {
namespace {

constexpr std::uint32_t kUnits = 2000;

class RandomTimes {
public:
    RandomTimes(Time from, Time to) : from_(from), span_(0, (to - from).count() - 1) {}
    Time next() { return from_ + Millis{span_(engine_)}; }

private:
    Time from_;
    std::mt19937_64 engine_{305};
    std::uniform_int_distribution<std::int64_t> span_;
};

/// Median of `count` calls, each with another t, in milliseconds.
template <class Call> double median_ms(int count, RandomTimes& times, Call&& call) {
    std::vector<double> took;
    for (int i = 0; i < count; ++i) {
        const Time t = times.next();
        took.push_back(milliseconds([&] { call(t); }));
    }
    return quantile(std::move(took), 0.5);
}

/// Within the slices that stay unpacked: what a person sees who moves about in one place.
void bench_unpacked(Runner& runner, const StoreReader& reader, const FleetDay& day) {
    const Time from = slice_start(day.shape().start + day.shape().length / 2);
    const Time to = from + kSliceLength * 6;
    const TrackSlices tracks(reader.slices());
    std::vector<Fix> fixes;
    tracks.for_each(from - kSliceLength, to - Millis{1}, [&](const Fix& fix) { fixes.push_back(fix); });
    EventLogFloor floor(fixes, kUnits);
    for (Time t = from; t < to; t += kSliceLength) {
        keep(tracks.latest_at(t));
        keep(tracks.latest_at(t));  // twice: now it is unpacked
    }
    RandomTimes times(from, to), floor_times(from, to);
    const int count = runner.quick() ? 200 : 1000;
    runner.measure({.name = "positions_unpacked_p50",
                    .unit = "ms",
                    .run = [&] { return median_ms(count, times, [&](Time t) { keep(tracks.latest_at(t)); }); },
                    .floor = [&] { return median_ms(count, floor_times, [&](Time t) { keep(floor.at(t)); }); },
                    .target = ratio_at_most(2.0)});

    constexpr Millis kStep = 16s;  // a sixtieth of a second at 960x
    const auto steps = [&](auto&& step) {
        std::vector<double> took;
        for (Time t = from; t < to; t += kStep) took.push_back(milliseconds([&] { step(t); }));
        return quantile(std::move(took), 0.5);
    };
    (void)floor.at(from);
    runner.measure({.name = "positions_step_960x",
                    .unit = "ms",
                    .run = [&] { return steps([&](Time t) { keep(tracks.latest_at(t)); }); },
                    .floor =
                        [&] {
                            (void)floor.at(from);
                            return steps([&](Time t) { keep(floor.step(t)); });
                        },
                    .target = value_at_most(0.02)});
}

/// The whole situation at random times of the whole day, from the file. Floor: the bare bytes of the slice.
void bench_from_file(Runner& runner, const std::filesystem::path& folder, const FleetDay& day, const std::string& tail,
                     bool with_targets) {
    ReadOperation read(folder);
    const StoreReader reader(folder);
    const std::shared_ptr<SliceSource> bare = reader.slices();
    RandomTimes times(day.shape().start, day.end()), floor_times(day.shape().start, day.end());
    const int count = runner.quick() ? 100 : 400;
    std::vector<double> p50, p99, floor;
    for (int run = 0; run < 5; ++run) {
        std::vector<double> took;
        floor.push_back(median_ms(count, floor_times, [&](Time t) { keep(bare->read(slice_start(t))); }));
        for (int i = 0; i < count; ++i) {
            const Time t = times.next();
            took.push_back(milliseconds([&] { keep(read.history().situation_at(t)); }));
        }
        p50.push_back(quantile(took, 0.5));
        p99.push_back(quantile(took, 0.99));
    }
    const auto target = [&](double bound) { return with_targets ? std::optional(value_at_most(bound)) : std::nullopt; };
    runner.report(summarised("situation_at_p50" + tail, "ms", p50, floor, target(0.4)));
    runner.report(summarised("situation_at_p99" + tail, "ms", p99, floor, target(1.0)));
}

double proportional_memory_mb() {
    std::ifstream rollup("/proc/self/smaps_rollup");
    std::string line;
    while (std::getline(rollup, line)) {
        if (line.starts_with("Pss:")) return std::stod(line.substr(4)) / 1024;
    }
    return 0;
}

}  // namespace

void bench_replay(Runner& runner) {
    const ScratchFolder scratch;
    const Millis length = runner.quick() ? Millis{90min} : Millis{24h};
    // Small days first: memory is what the replay needs, not what making the large one left.
    for (const std::uint32_t units : {20U, 200U}) {
        const FleetDay day(dense_day(units, length));
        const std::filesystem::path folder = scratch.path() / fmt::format("day-{}", units);
        make_fleet_folder(folder, day);
        bench_from_file(runner, folder, day, fmt::format("_{}_units", units), false);
    }
    const FleetDay day(dense_day(kUnits, length));
    runner.note(fmt::format("making the day of {} fixes", day.count()));
    const std::filesystem::path folder = scratch.path() / "day";
    make_fleet_folder(folder, day);
    bench_from_file(runner, folder, day, "", true);
    bench_unpacked(runner, StoreReader(folder), day);
    runner.report(summarised("replay_memory", "MB", {proportional_memory_mb()}, {}, value_at_most(200)));
}

}  // namespace siaga::app::bench
