#include <fmt/format.h>

#include <memory>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"
#include "data/core/json_writer.hpp"

namespace siaga::app {
namespace {

struct Options {
    explicit Options(CLI::App& app) : operation(app) {}
    OperationOption operation;
    bool json = false;
};

void print_json(ReadOperation& read, const StateFigures& figures, const Situation& now) {
    JsonWriter out;
    out.begin_object().member("operation", read.operation().name).member("simulated", read.operation().simulated);
    out.member("entries", figures.ledger.entries).member("fixes", figures.fixes_stored);
    out.member("quarantined", figures.fixes_quarantined).member("units", now.units.size());
    out.member("open_alerts", now.alerts.size()).member("last_record", to_rfc3339(read.last_record()));
    out.key("feed").begin_object().member("enabled", read.operation().feed.enabled);
    out.member("address", read.operation().feed.address).member("port", unsigned{read.operation().feed.port});
    out.end_object().end_object();
    fmt::print("{}\n", out.text());
}

Exit run(const Options& options) {
    ReadOperation read(options.operation.folder());
    const StateFigures figures = read.figures();
    const auto now = read.history().situation_at(read.now());
    if (options.json) {
        print_json(read, figures, *now);
        return Exit::kDone;
    }
    const Operation& operation = read.operation();
    fmt::print("operation    {}{}\n", operation.name, operation.simulated ? "  DATA SIMULASI" : "");
    fmt::print("ledger       {} entries\n", figures.ledger.entries);
    fmt::print("tracks       {} fixes of {} units, {} records in quarantine\n", figures.fixes_stored, now->units.size(),
               figures.fixes_quarantined);
    fmt::print("last record  {}\n", operation.zone.to_rfc3339(read.last_record()));
    fmt::print("open alerts  {}\n", now->alerts.size());
    fmt::print("feed         {}\n", operation.feed.enabled
                                        ? fmt::format("{}:{}", operation.feed.address, operation.feed.port)
                                        : "off in operation.toml");
    return Exit::kDone;
}

}  // namespace

Command status_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("status", "what an operation holds: entries, fixes, quarantine, alerts");
    auto options = std::make_shared<Options>(*app);
    app->add_flag("--json", options->json, "one JSON object instead of text");
    app->footer("Example:\n  siagactl status --operation demo");
    return {app, [options] { return run(*options); }};
}

}  // namespace siaga::app
