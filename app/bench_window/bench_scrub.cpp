#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <random>
#include <vector>

#include "app/bench/fleet_folder.hpp"
#include "app/bench/scratch_folder.hpp"
#include "app/bench_window/floors.hpp"
#include "app/bench_window/stage.hpp"
#include "app/bench_window/window_suites.hpp"
#include "app/common/assets.hpp"

namespace siaga::app::bench {
namespace {

constexpr std::uint32_t kUnits = 2000;
constexpr std::uint32_t kSeed = 960;
constexpr Millis kStepAt960{32s};  // a thirtieth of a second at 960 times the speed

/// Each frame of the scrub in turn with one of the floor.
void measure_frames(Runner& runner, const std::string& name, int frames, const std::function<void()>& frame,
                    WallFloor& floor) {
    std::vector<double> taken, floor_taken;
    for (int i = 0; i < frames; ++i) {
        taken.push_back(milliseconds(frame));
        floor_taken.push_back(milliseconds([&] { floor.frame(); }));
    }
    const double allowed = kOfFloor * quantile(floor_taken, 0.5);
    const auto late = [&](const std::vector<double>& frames_taken) {
        return static_cast<double>(
            std::count_if(frames_taken.begin(), frames_taken.end(), [&](double ms) { return ms > allowed; }));
    };
    const double missed = late(taken), floor_missed = late(floor_taken);
    const double p99 = quantile(taken, 0.99), floor_p99 = quantile(floor_taken, 0.99);
    runner.report(summarised(name + "_frame", "ms", std::move(taken), std::move(floor_taken), ratio_at_most(kOfFloor)));
    Figure worst = summarised(name + "_frame_p99", "ms", {p99}, {floor_p99}, ratio_at_most(kOfFloor));
    worst.runs = frames;
    runner.report(worst);
    Figure count = summarised(name + "_frames_missed", "frames", {missed}, {floor_missed}, value_at_most(0));
    count.runs = frames;
    runner.report(count);
}

}  // namespace

void bench_scrub(Runner& runner) {
    const ScratchFolder scratch;
    FleetDayShape shape = dense_day(kUnits, runner.quick() ? Millis{90min} : Millis{24h});
    shape.start = load_operation(assets_folder() / "ttu").day_start;
    const FleetDay day(shape);
    runner.note(fmt::format("making the day of {} fixes of {} units", day.count(), kUnits));
    make_fleet_folder(scratch.path() / "day", day);
    const FleetWall fleet(scratch.path() / "day", day);
    Stage stage(fleet);
    stage.go_to(fleet.begin());
    stage.draw();
    WallFloor floor(fleet, stage);
    const int frames = runner.quick() ? 40 : 200;

    std::mt19937 random(kSeed);
    std::uniform_int_distribution<std::int64_t> anywhere(0, (fleet.end() - fleet.begin()).count());
    measure_frames(
        runner, "seek", frames,
        [&] {
            stage.go_to(fleet.begin() + Millis{anywhere(random)});
            stage.draw();
        },
        floor);
    // The hand on the slider, from one end of the day to the other.
    int place = 0;
    measure_frames(
        runner, "drag", frames,
        [&] {
            stage.go_to(fleet.begin() + (fleet.end() - fleet.begin()) * place++ / frames);
            stage.draw();
        },
        floor);
    Time t = fleet.begin();
    measure_frames(
        runner, "play_960x", frames,
        [&] {
            t = t + kStepAt960 < fleet.end() ? t + kStepAt960 : fleet.begin();
            stage.go_to(t);
            stage.draw();
        },
        floor);
}

}  // namespace siaga::app::bench
