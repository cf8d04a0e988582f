#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>

#include <imgui.h>

#include "app/bench_window/stage.hpp"
#include "app/bench_window/window_suites.hpp"
#include "app/common/assets.hpp"
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

/// Runs this program anew and waits for the line that says the first frame is there.
Started start_and_wait(const char* which) {
    Started result;
    Pipe pipe;
    pid_t child = 0;
    std::string line;
    result.ms = milliseconds([&] {
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, pipe.ends[1], STDOUT_FILENO);
        std::array<std::string, 5> words{kSelf, "bench", "start", "--only", which};
        std::array<char*, 6> argv{};
        for (std::size_t i = 0; i < words.size(); ++i) argv.at(i) = words.at(i).data();
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

}  // namespace

void first_frame_of_demonstration() {
    const std::filesystem::path assets = assets_folder();
    const Time start = parse_rfc3339("2024-11-30T14:32:00+08:00").value();
    // As the program does it, but for the window.
    DemonstrationInMaking making(assets, start);
    render::Offscreen screen(kScreen.width_px, kScreen.height_px);
    Gui gui(find_fonts());
    gui.set_scale(1);
    Wall wall(making.operation(), gui, {.shaders = assets / "shaders"}, {});
    const auto draw = [&](const std::function<void()>& picture) {
        screen.bind();
        gui.begin_offscreen(kScreen.width_px, kScreen.height_px);
        picture();
        gui.end();
    };
    draw([&] { wall.draw_progress(kScreen, tr("Preparing the demonstration day · SIMULATED DATA"), making.done()); });
    DemonstrationSource source(making.take(), 1, [] {});
    wall.read(StoreReader(making.operation().folder).slices());
    while (!wall.ready()) wall.update(source.take(), source.now(), Time{});
    draw([&] { wall.draw(kScreen); });
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

void bench_start(Runner& runner) {
    constexpr double kStartMs = 500, kMemoryMb = 160;
    std::vector<double> memory, floor_memory;
    const auto run = [](const char* which, std::vector<double>& taken) {
        const Started started = start_and_wait(which);
        taken.push_back(started.memory);
        return started.ms;
    };
    runner.measure({.name = "first_frame_of_demonstration",
                    .unit = "ms",
                    .run = [&] { return run("wall", memory); },
                    .floor = [&] { return run("floor", floor_memory); },
                    .target = value_at_most(kStartMs)});
    runner.report(summarised("memory_at_first_frame", "MB PSS", memory, floor_memory, value_at_most(kMemoryMb)));
}

}  // namespace siaga::app::bench
