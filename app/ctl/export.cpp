#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"
#include "app/reports/export.hpp"

namespace siaga::app {
namespace {

struct Options {
    explicit Options(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string what, from, to, output;
    std::string format = "csv";
};

void write(std::ostream& out, const Options& options, ReadOperation& read, ExportRange range) {
    const ExportFormat format = *export_format_from_name(options.format);
    const auto write_records = options.what == "fixes" ? export_fixes : export_events;
    write_records(out, format, read.operation(), read.history(), range);
    out.flush();
}

/// Beside the file, then renamed: a failed export leaves no half file.
void write_file(const Options& options, ReadOperation& read, ExportRange range) {
    const std::filesystem::path part = options.output + ".part";
    {
        std::ofstream file(part, std::ios::binary);
        if (file) write(file, options, read, range);
        if (!file) {
            std::error_code ignored;
            std::filesystem::remove(part, ignored);
            throw Fault(fmt::format("cannot write {}: choose a folder with room and permission", part.string()));
        }
    }
    std::filesystem::rename(part, options.output);
}

Exit run(const Options& options) {
    ReadOperation read(options.operation.folder());
    ExportRange range = read.whole_range();
    if (!options.from.empty()) range.from = read.when("--from", options.from);
    if (!options.to.empty()) range.to = read.when("--to", options.to);
    if (range.from > range.to) wrong_use("--from", "is later than --to");
    if (!options.output.empty()) {
        write_file(options, read, range);
        return Exit::kDone;
    }
    write(std::cout, options, read, range);
    if (!std::cout) throw Fault("the output could not be written whole");
    return Exit::kDone;
}

}  // namespace

Command export_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("export", "the record between two times, both included");
    auto options = std::make_shared<Options>(*app);
    app->add_option("records", options->what, "fixes or events")->required()->check(CLI::IsMember({"fixes", "events"}));
    app->add_option("--from", options->from, "RFC 3339, or 06:00 of the operation's day; by default the first record")
        ->type_name("TIME");
    app->add_option("--to", options->to, "likewise; by default the last record")->type_name("TIME");
    app->add_option("--format", options->format, "csv, geojson or gpx")
        ->check(CLI::IsMember({"csv", "geojson", "gpx"}))
        ->type_name("FORMAT");
    app->add_option("--output", options->output, "write there instead of to the standard output")->type_name("FILE");
    app->footer(
        "Example:\n  siagactl export fixes --operation demo --from 14:00 --to 14:30 --format gpx --output escorts.gpx");
    return {app, [options] { return run(*options); }};
}

}  // namespace siaga::app
