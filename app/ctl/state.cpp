#include <fmt/format.h>

#include <memory>
#include <string>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"

namespace siaga::app {
namespace {

struct StateOptions {
    explicit StateOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string at;
    bool json = false;
};

void print_text(const Operation& operation, const Situation& s) {
    fmt::print("{} at {}{}\n", s.operation, operation.zone.to_rfc3339(s.time), s.simulated ? "  DATA SIMULASI" : "");
    fmt::print("plenary finished: {} of {}\n", s.districts_finished, s.districts.size());
    for (std::size_t i = 0; i < s.box_totals.size(); ++i) {
        fmt::print("boxes {:<18} {:>5}\n", name_of(static_cast<BoxStage>(i)), s.box_totals[i]);
    }
    for (std::size_t i = 0; i < s.districts.size(); ++i) {
        fmt::print("{} {:<20} {}\n", s.roster->districts[i].code.text(), s.roster->districts[i].name,
                   name_of(s.districts[i].shown));
    }
    for (const auto& [name, alert] : s.alerts)
        fmt::print("alert {} since {}\n", name.text(), operation.zone.to_rfc3339(alert.since));
}

Exit run_state(const StateOptions& options) {
    ReadOperation read(options.operation.folder());
    const Time at = options.at.empty() ? read.now() : read.when("--at", options.at);
    const auto situation = read.history().situation_at(at);
    if (options.json) {
        fmt::print("{}\n", state_json(*situation, read.figures()));
    } else {
        print_text(read.operation(), *situation);
    }
    return Exit::kDone;
}

}  // namespace

Command state_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("state", "the state at a time: plenaries, boxes, units, alerts");
    auto options = std::make_shared<StateOptions>(*app);
    app->add_option("--at", options->at, "RFC 3339, or 14:30 of the record's last day; by default now")
        ->type_name("TIME");
    app->add_flag("--json", options->json, "one JSON object instead of text");
    app->footer("Example:\n  siagactl state --operation demo --at 2024-11-30T14:30+08:00 --json");
    return {app, [options] { return run_state(*options); }};
}

}  // namespace siaga::app
