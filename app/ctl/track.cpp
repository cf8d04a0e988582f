#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"
#include "app/reports/track_report.hpp"

namespace siaga::app {
namespace {

struct TrackOptions {
    explicit TrackOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string unit, from, to;
    bool json = false;
};

Exit run_track(const TrackOptions& options) {
    ReadOperation read(options.operation.folder());
    ExportRange range = read.whole_range();
    if (!options.from.empty()) range.from = read.when("--from", options.from);
    if (!options.to.empty()) range.to = read.when("--to", options.to);
    if (range.from > range.to) wrong_use("--from", "is later than --to");
    range.unit = read.unit("--unit", options.unit);
    const AreaIndex districts(read.operation().areas);
    const TrackReport report = track_report(read.operation(), districts, read.history(), range);
    if (options.json) {
        std::cout << track_report_json(report, read.operation()) << '\n';
    } else {
        print_track_report(std::cout, report, read.operation());
    }
    if (!std::cout.flush()) throw Fault("the output could not be written whole");
    return Exit::kDone;
}

}  // namespace

Command track_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("track", "one unit's way: distance, stops, speeds, districts");
    auto options = std::make_shared<TrackOptions>(*app);
    app->add_option("--unit", options->unit, "its name")->required()->type_name("NAME");
    app->add_option("--from", options->from, "RFC 3339, or 06:00 of the record's last day; by default its first fix")
        ->type_name("TIME");
    app->add_option("--to", options->to, "likewise; by default its last fix")->type_name("TIME");
    app->add_flag("--json", options->json, "one JSON object instead of text");
    app->footer("Example:\n  siagactl track --operation demo --unit RAJAWALI-04 --from 13:00 --to 14:30");
    return {app, [options] { return run_track(*options); }};
}

}  // namespace siaga::app
