#include "app/siaga/bench_command.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <memory>

#include "app/bench_window/window_suites.hpp"
#include "app/common/assets.hpp"
#include "app/language/language.hpp"

namespace siaga::app {
namespace {

struct Suite {
    const char* name;
    const char* what;
    void (*run)(bench::Runner&);
};

constexpr std::array kSuites = {
    Suite{"frame", "one frame: the map, the whole wall in motion, the wall at rest", bench::bench_frame},
    Suite{"start", "the first frame of the demonstration and of a day of 10 million fixes, and the memory then",
          bench::bench_start},
    Suite{"scrub", "random seeks, a drag and 960x over a day of 2,000 units", bench::bench_scrub},
    Suite{"flood", "a live wall while its feed gets ten times the rated load", bench::bench_flood},
};

/// For the bench of starts, which starts this program: one first frame and no more.
void add_only(CLI::App& start, std::vector<BenchCommand>& commands) {
    struct Only {
        std::string which, folder;
        int minute = 0;
    };
    auto only = std::make_shared<Only>();
    start.add_option("--only", only->which, "draws one first frame, tells its memory in MB, and ends")
        ->check(CLI::IsMember({"wall", "day", "floor"}));
    start.add_option("--folder", only->folder, "of --only day: an operation folder")->type_name("DIR");
    start.add_option("--minute", only->minute, "of --only day: since its start");
    const auto all = commands.back().run;
    commands.back().run = [only, all] {
        if (only->which.empty()) return all();
        (void)use_language(Language::kIndonesian, locale_folder());
        if (only->which == "wall")
            bench::first_frame_of_demonstration();
        else if (only->which == "day")
            bench::first_frame_of_day(only->folder, std::chrono::minutes(only->minute));
        else
            bench::first_frame_of_floor();
        return Exit::kDone;
    };
}

void print_line(const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);  // a figure is worth reading while the next is measured
}

}  // namespace

std::vector<BenchCommand> bench_commands(CLI::App& siaga) {
    CLI::App* app = siaga.add_subcommand("bench", "measures this machine: each figure beside its floor");
    app->require_subcommand(1);
    app->footer("Example:\n  siaga bench frame --quick\n  siaga bench start --json");
    std::vector<BenchCommand> commands;
    for (const Suite& suite : kSuites) {
        CLI::App* command = app->add_subcommand(suite.name, suite.what);
        auto settings = std::make_shared<bench::Settings>();
        command->add_flag("--json", settings->json, "one JSON object a line");
        command->add_flag("--quick", settings->quick, "fewer units and runs: an answer in half a minute");
        commands.push_back({command, [settings, run = suite.run] {
                                (void)use_language(Language::kIndonesian, locale_folder());
                                bench::Runner runner(*settings, print_line);
                                run(runner);
                                return Exit::kDone;
                            }});
        if (suite.run == bench::bench_start) add_only(*command, commands);
    }
    return commands;
}

}  // namespace siaga::app
