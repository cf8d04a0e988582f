#include <fmt/format.h>

#include <memory>
#include <string>

#include "app/common/assets.hpp"
#include "app/common/command_line.hpp"
#include "app/common/connect_target.hpp"
#include "app/common/simulated_tokens.hpp"
#include "app/common/wait_for_end.hpp"
#include "app/common/when.hpp"
#include "app/ctl/commands.hpp"
#include "app/simulator/simulator.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {
namespace {

struct SimulateOptions {
    explicit SimulateOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string connect, from;
    double speed = 1;
};

Exit run_simulate(const SimulateOptions& options) {
    hold_end_signals();
    (void)parse_connect("--connect", options.connect);  // wrong use comes before what is wrong with the operation
    if (!(options.speed > 0)) wrong_use("--speed", "takes a number above 0, for example 60");
    const Operation operation = load_operation(options.operation.folder());
    if (!operation.simulated)
        throw Fault("the operation is real: the simulator feeds only one made with init --demo or init --simulated");
    const DemonstrationDay day = DemonstrationDay::load(assets_folder() / "ttu");
    Time from = day.plan().start;
    if (!options.from.empty()) {
        const Result<Time> typed = parse_when(options.from, operation.zone, operation.day_start);
        if (!typed) wrong_use("--from", typed.problem().detail);
        from = *typed;
    }
    SimulatedTokens tokens(operation.folder);
    const PlayedClock clock(from, options.speed);
    Simulator simulator(day, clock,
                        {.feed = feed_of(operation, options.connect),
                         .token_for = [&](const DaySource& source) { return tokens.token_for(source); }});
    constexpr Millis kTurnEvery{50};
    while (simulator.turn() && !end_signal_within(kTurnEvery)) {
    }
    const SimulatorCounts counts = simulator.counts();
    fmt::print("sent {}, refused {}, left {}\n", counts.sent, counts.refused, counts.left);
    return Exit::kDone;
}

}  // namespace

Command simulate_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("simulate", "play the demonstration day against a listener");
    auto options = std::make_shared<SimulateOptions>(*app);
    app->add_option("--connect", options->connect, "the listener of siagactl serve or of the window")
        ->required()
        ->type_name("HOST:PORT");
    app->add_option("--speed", options->speed, "how many times as fast as the day, above 0")->type_name("X");
    app->add_option("--from", options->from, "the time of the day to start at; by default its first minute")
        ->type_name("TIME");
    app->footer("Example:\n  siagactl simulate --operation demo --connect 127.0.0.1:7117 --speed 60 --from 14:30");
    return {app, [options] { return run_simulate(*options); }};
}

}  // namespace siaga::app
