#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <memory>

#include "app/bench/suites.hpp"
#include "app/ctl/commands.hpp"

namespace siaga::app {
namespace {

struct Suite {
    const char* name;
    const char* what;
    void (*run)(bench::Runner&);
};

constexpr std::array kSuites = {
    Suite{"ingest", "from the socket to the synced record: fixes a second, acknowledgements", bench::bench_ingest},
    Suite{"replay", "positions and situations at any time of a day of 10 million fixes", bench::bench_replay},
    Suite{"ledger", "appending with hashes and signed tips, verifying, proving, starting", bench::bench_ledger},
    Suite{"store", "packing and sealing the tracks, bytes on disk", bench::bench_store},
};

void print_line(const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);  // a figure is worth reading while the next is measured
}

}  // namespace

std::vector<Command> bench_commands(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("bench", "measures this machine: each figure beside its floor");
    app->require_subcommand(1);
    app->footer("Example:\n  siagactl bench replay --quick\n  siagactl bench store --json");
    std::vector<Command> commands;
    for (const Suite& suite : kSuites) {
        CLI::App* command = app->add_subcommand(suite.name, suite.what);
        auto settings = std::make_shared<bench::Settings>();
        command->add_flag("--json", settings->json, "one JSON object a line");
        command->add_flag("--quick", settings->quick, "fewer fixes and runs: an answer in half a minute");
        commands.push_back({command, [settings, run = suite.run] {
                                bench::Runner runner(*settings, print_line);
                                run(runner);
                                return Exit::kDone;
                            }});
    }
    return commands;
}

}  // namespace siaga::app
