#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>

#include "app/common/command_line.hpp"
#include "app/common/connect_target.hpp"
#include "app/common/gpx_import.hpp"
#include "app/common/kept_tokens.hpp"
#include "app/common/progress_bar.hpp"
#include "app/ctl/commands.hpp"
#include "data/store/files.hpp"
#include "data/store/operation.hpp"
#include "data/store/writer_lock.hpp"
#include "net/gpx_decoder.hpp"

namespace siaga::app {
namespace {

struct ImportOptions {
    explicit ImportOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string file, unit, connect;
};

net::GpxFile read_gpx(const std::string& file, const std::string& bytes, const UnitName& unit) {
    Result<net::GpxFile> gpx = net::decode_gpx(bytes);
    if (!gpx) throw Fault(fmt::format("{}: {}", file, gpx.problem().detail));
    for (FixReport& fix : gpx->fixes) fix.unit = unit;
    return std::move(gpx).value();
}

/// What is in the file, and what of it is no measured position.
void print_content(const net::GpxFile& gpx) {
    fmt::print("{} points with a time: {} tracks, {} segments, {} waypoints\n", gpx.fixes.size(), gpx.tracks,
               gpx.segments, gpx.waypoints);
    if (gpx.without_time > 0) fmt::print("refused: {} points without a time\n", gpx.without_time);
    if (gpx.without_fix > 0) fmt::print("refused: {} points that the recorder calls no fix\n", gpx.without_fix);
    if (gpx.route_points > 0) fmt::print("refused: {} points of routes, planned and not measured\n", gpx.route_points);
    if (gpx.unreadable > 0) {
        fmt::print("refused: {} points that cannot be read, the first: {}\n", gpx.unreadable,
                   gpx.problems.front().detail);
    }
}

std::unique_ptr<ImportWay> way_into(const Operation& operation, const ImportOptions& options, const UnitName& unit,
                                    const SourceName& source) {
    if (options.connect.empty() && !WriterLock::is_held(operation.folder)) return into_folder(operation, source);
    net::FeedTarget target = feed_of(operation, options.connect);
    target.source = source;
    target.token = KeptTokens(operation.folder, "import").token_for({source, net::Role::kField, {unit}});
    return through_feed(target);
}

Exit run_import(const ImportOptions& options) {
    const Operation operation = load_operation(options.operation.folder());
    const Result<UnitName> unit = UnitName::parse(options.unit);
    if (!unit) wrong_use("--unit", unit.problem().detail);
    const std::string bytes = read_whole_file(options.file, net::kGpxMaxBytes);
    const net::GpxFile gpx = read_gpx(options.file, bytes, *unit);
    print_content(gpx);
    if (gpx.fixes.empty()) {
        throw Fault(options.file + ": there is nothing to import: no point with a time that can be read",
                    Exit::kCheckFailed);
    }
    const SourceName source = import_source(*unit, bytes);
    const std::unique_ptr<ImportWay> way = way_into(operation, options, *unit, source);
    ImportCounts counts;
    {
        ProgressBar bar(gpx.fixes.size());
        counts = import_fixes(operation.folder, source, gpx.fixes, *way, [&](std::uint64_t done) { bar.show(done); });
    }
    fmt::print("{}: {} stored, {} there already, {} refused\n", unit->text(), counts.stored, counts.known,
               counts.refused);
    if (counts.stored == 0 && counts.refused == 0) fmt::print("nothing is new: this was imported before\n");
    if (counts.refused > 0) {
        fmt::print("the first refused is {}\n", counts.first_refusal);
        fmt::print("they are in the quarantine with their reasons\n");
    }
    return counts.refused + gpx.unreadable > 0 ? Exit::kCheckFailed : Exit::kDone;
}

}  // namespace

Command import_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("import", "the track of a recorder, from a GPX file");
    auto options = std::make_shared<ImportOptions>(*app);
    app->add_option("file", options->file, "GPX 1.1 or 1.0, not compressed, at most 64 MB")
        ->required()
        ->type_name("FILE.gpx");
    app->add_option("--unit", options->unit, "the unit that carried the recorder")->required()->type_name("UNIT");
    app->add_option("--connect", options->connect, "the feed of the core that runs; by default operation.toml's")
        ->type_name("HOST:PORT");
    app->footer("Example:\n  siagactl import --operation pilkada patroli.gpx --unit RAJAWALI-04");
    return {app, [options] { return run_import(*options); }};
}

}  // namespace siaga::app
