#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <memory>
#include <string>

#include "app/common/backups.hpp"
#include "app/common/command_line.hpp"
#include "app/common/listeners.hpp"
#include "app/common/read_operation.hpp"
#include "app/common/wait_for_end.hpp"
#include "app/common/when.hpp"
#include "app/ctl/commands.hpp"
#include "data/core/clock.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {
namespace {

struct ServeOptions {
    explicit ServeOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string address, clock, accept_loss;
    int port = -1;
};

std::unique_ptr<Clock> played(const std::string& text, const Operation& operation) {
    const std::size_t at = text.find('@');
    const Result<Time> start = parse_when(text.substr(0, at), operation.zone, operation.day_start);
    if (!start) wrong_use("--clock", start.problem().detail);
    double speed = 1;
    if (at != std::string::npos) {
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + at + 1, end, speed);
        if (error != std::errc() || stop != end || !(speed > 0)) wrong_use("--clock", "after @ comes a speed above 0");
    }
    return std::make_unique<PlayedClock>(*start, speed);
}

std::unique_ptr<Clock> clock_for(const ServeOptions& options, const Operation& operation) {
    if (!options.clock.empty()) {
        if (!operation.simulated) wrong_use("--clock", "the operation is real, its clock is this machine's");
        return played(options.clock, operation);
    }
    std::unique_ptr<Clock> clock = operation_clock(operation);
    if (operation.simulated) {
        fmt::print("simulated operation: the clock goes on from {}\n", operation.zone.to_rfc3339(clock->now()));
    }
    return clock;
}

ListenerChoice listeners_for(const ServeOptions& options, const Operation& operation) {
    ListenerChoice choice = listeners_of(operation);
    ListenerSettings& feed = choice.feed;
    if (!options.address.empty()) feed.address = options.address;
    if (options.port >= 0) {
        feed.port = static_cast<std::uint16_t>(options.port);
        feed.enabled = true;
    }
    if (!choice.any_way_in()) {
        throw Fault(
            "nothing may come in: name [listener.feed], [listener.http], [listener.cot], [[listener.nmea]] or "
            "[[gpsd]] in operation.toml, or give --port");
    }
    return choice;
}

Exit run_serve(const ServeOptions& options) {
    hold_end_signals();
    const Operation operation = load_operation(options.operation.folder());
    const ListenerChoice choice = listeners_for(options, operation);
    const std::unique_ptr<Clock> clock = clock_for(options, operation);
    net::Access access(operation, *clock);
    auto store = std::make_unique<Store>(operation.folder, Durability::kFull, options.accept_loss);
    auto core = std::make_unique<Core>(std::move(store), operation.roster, *clock);
    core->heed(access);
    IngestThread ingest(std::move(core), IngestThread::kQueueBytes, own_backups(operation, *clock));
    Listeners listeners(choice, ingest, access.gate(), *clock);
    for (const std::string& line : listeners.open_ones()) fmt::print("{}: {}\n", operation.name, line);
    std::fflush(stdout);
    while (!end_signal_within(1s) && !ingest.failed()) {
    }
    listeners.stop();
    ingest.stop();
    if (ingest.failed())
        throw Fault("recording has stopped, see above; everything acknowledged is on disk, start again");
    fmt::print("ended: everything acknowledged is on disk\n");
    return Exit::kDone;
}

}  // namespace

Command serve_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("serve", "the core without a window: listens until SIGINT or SIGTERM");
    auto options = std::make_shared<ServeOptions>(*app);
    constexpr int kMaxPort = 65535;
    app->add_option("--address", options->address, "instead of operation.toml's; loopback unless you mean it")
        ->type_name("ADDRESS");
    app->add_option("--port", options->port, "instead of operation.toml's; 0 takes a free one")
        ->check(CLI::Range(0, kMaxPort))
        ->type_name("PORT");
    app->add_option("--clock", options->clock, "for a simulated day: the time it starts at, and how fast it runs")
        ->type_name("TIME[@SPEED]");
    app->add_option("--accept-loss", options->accept_loss,
                    "go on with a ledger that is not the signed one; the reason is recorded and raises an alarm")
        ->type_name("REASON");
    app->footer(
        "Example:\n  siagactl serve --operation pilkada\n  siagactl serve --operation demo --clock 14:30@10 --port "
        "7117");
    return {app, [options] { return run_serve(*options); }};
}

}  // namespace siaga::app
