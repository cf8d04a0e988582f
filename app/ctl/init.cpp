#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>

#include "app/common/assets.hpp"
#include "app/common/command_line.hpp"
#include "app/common/demonstration.hpp"
#include "app/ctl/commands.hpp"
#include "data/core/clock.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {
namespace {

struct Options {
    std::string folder, from, areas;
    bool demo = false;
};

std::filesystem::path template_folder(const Options& options) {
    return options.from.empty() ? assets_folder() / "ttu" : std::filesystem::path(options.from);
}

Exit make_demo(const Options& options) {
    const std::filesystem::path from = template_folder(options);
    const DemonstrationDay day = DemonstrationDay::load(from);
    fmt::print("filling {} with the demonstration day: {} messages\n", options.folder, day.size());
    const FillCounts counts = make_demonstration(options.folder, day, {.from = from, .until = {}, .on_progress = {}});
    fmt::print("done: {} messages, {} refused. DATA SIMULASI\n", counts.messages, counts.refused);
    return Exit::kDone;
}

Exit run(const Options& options) {
    if (options.demo) return make_demo(options);
    InitOptions init{.from = template_folder(options), .areas = {}, .simulated = false};
    if (!options.areas.empty()) init.areas = options.areas;
    init_operation(options.folder, init, SystemClock().now());
    const Operation operation = load_operation(options.folder);
    fmt::print("made {}: {}, {} districts, {} boxes\n", options.folder, operation.name,
               operation.roster->districts.size(), operation.roster->boxes.size());
    return Exit::kDone;
}

}  // namespace

Command init_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("init", "make an operation folder");
    auto options = std::make_shared<Options>();
    app->add_option("folder", options->folder, "the folder to make; missing or empty")->required()->type_name("DIR");
    app->add_option("--from", options->from, "the template folder; by default the TTU folder that ships with Siaga")
        ->type_name("DIR");
    auto* areas = app->add_option("--areas", options->areas, "official boundaries instead of the template's")
                      ->type_name("FILE.geojson");
    app->add_flag("--demo", options->demo, "fill it with the whole demonstration day (DATA SIMULASI)")->excludes(areas);
    app->footer("Example:\n  siagactl init pilkada --from assets/ttu\n  siagactl init demo --demo");
    return {app, [options] { return run(*options); }};
}

}  // namespace siaga::app
