#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <imgui.h>

#include "app/bench/fleet_folder.hpp"
#include "app/bench/scratch_folder.hpp"
#include "app/bench_window/area_grid.hpp"
#include "app/bench_window/stage.hpp"
#include "app/bench_window/window_suites.hpp"
#include "app/common/assets.hpp"
#include "app/common/read_operation.hpp"
#include "app/live/demonstration_source.hpp"
#include "app/wall/wall.hpp"
#include "data/core/fault.hpp"
#include "data/store/store_reader.hpp"
#include "render/offscreen.hpp"

namespace siaga::app::bench {
namespace {

constexpr const char* kSelf = "/proc/self/exe";

/// Proportional set size of this process: shared pages count in parts.
double memory_mb() {
    std::ifstream rollup("/proc/self/smaps_rollup");
    std::string word;
    while (rollup >> word) {
        double kib = 0;
        if (word == "Pss:" && rollup >> kib) return kib / 1024;
    }
    return 0;
}

void tell_first_frame() {
    render::finish();
    fmt::print("{}\n", memory_mb());
    std::fflush(stdout);
}

/// A pipe whose reading end is ours.
struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() {
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Fault("no pipe: close some programs and try again");
    }
    ~Pipe() {
        close_writing();
        ::close(ends[0]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void close_writing() {
        if (ends[1] >= 0) ::close(ends[1]);
        ends[1] = -1;
    }
};

struct Started {
    double ms = 0, memory = 0;
};

/// Runs this program anew, as `siaga bench start --only WORDS...`, and waits for the line that says the first frame is
/// there.
Started start_and_wait(const std::vector<std::string>& only) {
    Started result;
    Pipe pipe;
    pid_t child = 0;
    std::string line;
    result.ms = milliseconds([&] {
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, pipe.ends[1], STDOUT_FILENO);
        std::vector<std::string> words{kSelf, "bench", "start", "--only"};
        words.insert(words.end(), only.begin(), only.end());
        std::vector<char*> argv(words.size() + 1);  // a null at its end
        std::transform(words.begin(), words.end(), argv.begin(), [](std::string& word) { return word.data(); });
        const int failed = ::posix_spawn(&child, kSelf, &actions, nullptr, argv.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        if (failed != 0) throw Fault("cannot start this program anew for the bench");
        pipe.close_writing();
        char c = 0;
        while (::read(pipe.ends[0], &c, 1) == 1 && c != '\n') line += c;
    });
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (line.empty() || status != 0) throw Fault("the program started for the bench drew no frame");
    result.memory = std::stod(line);
    return result;
}

/// A wall without a window.
class Picture {
public:
    explicit Picture(const Operation& operation)
        : screen_(kScreen.width_px, kScreen.height_px),
          gui_(find_fonts()),
          wall_(operation, gui_, {.shaders = assets_folder() / "shaders"}, {}) {
        gui_.set_scale(1);
    }
    [[nodiscard]] Wall& wall() { return wall_; }
    void draw(const std::function<void(Wall&)>& content) {
        screen_.bind();
        gui_.begin_offscreen(kScreen.width_px, kScreen.height_px);
        content(wall_);
        gui_.end();
    }
    void fill_from(Source& source) {
        while (!wall_.ready()) wall_.update(source.take(), source.now(), Time{});
    }

private:
    render::Offscreen screen_;
    Gui gui_;
    Wall wall_;
};

}  // namespace

void first_frame_of_demonstration() {
    const std::filesystem::path assets = assets_folder();
    const Time start = parse_rfc3339("2024-11-30T14:32:00+08:00").value();
    // As the program does it, but for the window.
    DemonstrationInMaking making(assets, start);
    Picture picture(making.operation());
    picture.draw([&](Wall& wall) {
        wall.draw_progress(kScreen, tr("Preparing the demonstration day · SIMULATED DATA"), making.done());
    });
    DemonstrationSource source(making.take(), 1, [] {});
    picture.wall().read(StoreReader(making.operation().folder).slices());
    picture.fill_from(source);
    picture.draw([&](Wall& wall) { wall.draw(kScreen); });
    tell_first_frame();
}

void first_frame_of_day(const std::filesystem::path& folder, Millis into) {
    // As `siaga --operation DIR --at TIME` does it, but for the window.
    const Operation operation = load_operation(folder);
    auto opening = std::async(std::launch::async, [&] {
        return std::make_unique<EmbeddedCore>(operation, std::make_unique<Store>(folder, Durability::kFull),
                                              operation_clock(operation), 1.0, ListenerChoice{}, [] {});
    });
    Picture picture(operation);
    picture.draw([&](Wall& wall) { wall.draw_progress(kScreen, tr("Reading the records"), 0); });
    const std::unique_ptr<EmbeddedCore> core = opening.get();
    picture.wall().read(StoreReader(folder).slices());
    picture.fill_from(*core);
    picture.wall().execute(TimeCommand{GoTo{operation.day_start + into}});
    picture.wall().update({}, core->now(), Time{});
    picture.draw([&](Wall& wall) { wall.draw(kScreen); });
    tell_first_frame();
}

void first_frame_of_floor() {
    render::Offscreen screen(kScreen.width_px, kScreen.height_px);
    Gui gui({});
    gui.set_scale(1);
    gui.begin_offscreen(kScreen.width_px, kScreen.height_px);
    ImGui::GetBackgroundDrawList()->AddText({100, 100}, IM_COL32_WHITE, "SIAGA");
    gui.end();
    tell_first_frame();
}

namespace {

constexpr double kStartMs = 500, kMemoryMb = 160, kReplayMemoryMb = 200;
using Words = std::vector<std::string>;

/// Starts of this program, each with one of the floor, and the memory at their first frames.
struct Starts {
    std::string name;
    std::function<Words()> only;  ///< what to start
    std::optional<Target> target;
};
struct Memories {
    std::vector<double> taken, floor;
};

Memories measure_starts(Runner& runner, const Starts& starts) {
    Memories memories;
    const auto started = [](const Words& only, std::vector<double>& memory) {
        const Started one = start_and_wait(only);
        memory.push_back(one.memory);
        return one.ms;
    };
    runner.measure({.name = starts.name,
                    .unit = "ms",
                    .run = [&] { return started(starts.only(), memories.taken); },
                    .floor = [&] { return started({"floor"}, memories.floor); },
                    .target = starts.target});
    return memories;
}

void measure_day(Runner& runner, std::uint32_t units, const std::filesystem::path& folder, bool whole) {
    FleetDayShape shape = dense_day(units, runner.quick() ? Millis{90min} : Millis{24h});
    shape.start = load_operation(assets_folder() / "ttu").day_start;
    const FleetDay day(shape);
    runner.note(fmt::format("making the day of {} fixes of {} units", day.count(), units));
    make_fleet_folder(folder, day);
    std::mt19937 random(units);
    std::uniform_int_distribution<std::int64_t> minutes(kTrailLength / 1min, shape.length / 1min - 1);
    const auto any_minute = [&] {
        return Words{"day", "--folder", folder.string(), "--minute", std::to_string(minutes(random))};
    };
    const std::string tail = whole ? "" : fmt::format("_{}_units", units);
    const auto target = whole ? std::optional(value_at_most(kStartMs)) : std::nullopt;
    const Memories memories = measure_starts(runner, {"first_frame_of_day" + tail, any_minute, target});
    if (whole)
        runner.report(
            summarised("memory_of_day", "MB PSS", memories.taken, memories.floor, value_at_most(kReplayMemoryMb)));
}

void measure_areas(Runner& runner, std::size_t areas, const std::filesystem::path& folder) {
    const std::filesystem::path file = folder.string() + ".geojson";
    write_area_grid(file, areas);
    const std::filesystem::path pattern = assets_folder() / "ttu";
    init_operation(folder, {.from = pattern, .areas = file, .simulated = true}, load_operation(pattern).day_start);
    measure_starts(runner, {fmt::format("first_frame_of_{}_areas", areas),
                            [&] {
                                return Words{"day", "--folder", folder.string()};
                            },
                            std::nullopt});
}

}  // namespace

void bench_start(Runner& runner) {
    const Memories memories =
        measure_starts(runner, {"first_frame_of_demonstration", [] { return Words{"wall"}; }, value_at_most(kStartMs)});
    runner.report(
        summarised("memory_at_first_frame", "MB PSS", memories.taken, memories.floor, value_at_most(kMemoryMb)));

    constexpr std::uint32_t kMost = 2000;  // units
    const ScratchFolder scratch;
    for (const std::uint32_t units : {kMost / 100, kMost / 10, kMost})
        measure_day(runner, units, scratch.path() / fmt::format("day-{}", units), units == kMost);
    for (const std::size_t areas : {24U, 240U, 2400U, 7288U})
        measure_areas(runner, areas, scratch.path() / fmt::format("areas-{}", areas));
}

}  // namespace siaga::app::bench
