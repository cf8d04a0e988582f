#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <string>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"
#include "app/reports/export.hpp"
#include "app/reports/export_file.hpp"

namespace siaga::app {
namespace {

struct ExportOptions {
    explicit ExportOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string what, from, to, unit, output;
    std::string format = "csv";
};

void write(std::ostream& out, const ExportOptions& options, ReadOperation& read, ExportRange range) {
    const ExportFormat format = *export_format_from_name(options.format);
    const auto write_records = options.what == "fixes" ? export_fixes : export_events;
    write_records(out, format, read.operation(), read.history(), range);
    out.flush();
}

Exit run_export(const ExportOptions& options) {
    ReadOperation read(options.operation.folder());
    ExportRange range = read.whole_range();
    if (!options.from.empty()) range.from = read.when("--from", options.from);
    if (!options.to.empty()) range.to = read.when("--to", options.to);
    if (range.from > range.to) wrong_use("--from", "is later than --to");
    if (!options.unit.empty()) {
        if (options.what != "fixes") wrong_use("--unit", "is for fixes; events are exported all");
        range.unit = read.unit("--unit", options.unit);
    }
    if (!options.output.empty()) {
        write_export(options.output, [&](std::ostream& out) { write(out, options, read, range); });
        return Exit::kDone;
    }
    write(std::cout, options, read, range);
    if (!std::cout) throw Fault("the output could not be written whole");
    return Exit::kDone;
}

}  // namespace

Command export_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("export", "the record between two times, both included");
    auto options = std::make_shared<ExportOptions>(*app);
    app->add_option("records", options->what, "fixes or events")->required()->check(CLI::IsMember({"fixes", "events"}));
    app->add_option("--from", options->from, "RFC 3339, or 06:00 of the record's last day; by default the first record")
        ->type_name("TIME");
    app->add_option("--to", options->to, "likewise; by default the last record")->type_name("TIME");
    app->add_option("--unit", options->unit, "of fixes: only those of this unit")->type_name("NAME");
    app->add_option("--format", options->format, "csv, geojson, gpx or kml")
        ->check(CLI::IsMember({"csv", "geojson", "gpx", "kml"}))
        ->type_name("FORMAT");
    app->add_option("--output", options->output, "write there instead of to the standard output")->type_name("FILE");
    app->footer(
        "Example:\n  siagactl export fixes --operation demo --from 14:00 --to 14:30 --format gpx --output escorts.gpx");
    return {app, [options] { return run_export(*options); }};
}

}  // namespace siaga::app
