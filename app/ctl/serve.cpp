#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <memory>
#include <string>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/common/wait_for_end.hpp"
#include "app/common/when.hpp"
#include "app/ctl/commands.hpp"
#include "data/core/clock.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "data/store/operation.hpp"
#include "net/feed_server.hpp"

namespace siaga::app {
namespace {

struct Options {
    explicit Options(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string address, clock;
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

std::unique_ptr<Clock> clock_for(const Options& options, const Operation& operation) {
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

ListenerSettings listener_for(const Options& options, const Operation& operation) {
    ListenerSettings feed = operation.feed;
    if (!options.address.empty()) feed.address = options.address;
    if (options.port >= 0) feed.port = static_cast<std::uint16_t>(options.port);
    if (!feed.enabled && options.port < 0) {
        throw Fault("the feed is off: name it in operation.toml ([listener.feed]) or give --port");
    }
    return feed;
}

Exit run(const Options& options) {
    hold_end_signals();
    const Operation operation = load_operation(options.operation.folder());
    const ListenerSettings feed = listener_for(options, operation);
    const std::unique_ptr<Clock> clock = clock_for(options, operation);
    net::TokenFile tokens(operation.folder);
    auto store = std::make_unique<Store>(operation.folder, Durability::kFull);
    IngestThread ingest(std::make_unique<Core>(std::move(store), operation.roster, *clock));
    net::FeedServer server(feed, ingest, tokens, *clock);
    fmt::print("{}: listening on {}:{}\n", operation.name, feed.address, server.port());
    std::fflush(stdout);
    wait_for_end_signal();
    server.stop();
    ingest.stop();
    fmt::print("ended: everything acknowledged is on disk\n");
    return Exit::kDone;
}

}  // namespace

Command serve_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("serve", "the core without a window: listens until SIGINT or SIGTERM");
    auto options = std::make_shared<Options>(*app);
    constexpr int kMaxPort = 65535;
    app->add_option("--address", options->address, "instead of operation.toml's; loopback unless you mean it")
        ->type_name("ADDRESS");
    app->add_option("--port", options->port, "instead of operation.toml's; 0 takes a free one")
        ->check(CLI::Range(0, kMaxPort))
        ->type_name("PORT");
    app->add_option("--clock", options->clock, "for a simulated day: the time it starts at, and how fast it runs")
        ->type_name("TIME[@SPEED]");
    app->footer(
        "Example:\n  siagactl serve --operation pilkada\n  siagactl serve --operation demo --clock 14:30@10 --port "
        "7117");
    return {app, [options] { return run(*options); }};
}

}  // namespace siaga::app
