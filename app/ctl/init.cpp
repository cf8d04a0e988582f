#include <fmt/format.h>

#include <chrono>
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

struct InitCommandOptions {
    std::string folder, from, areas;
    bool demo = false, simulated = false;
};

std::filesystem::path template_folder(const InitCommandOptions& options) {
    return options.from.empty() ? assets_folder() / "ttu" : std::filesystem::path(options.from);
}

/// A line at each full hour of the day that is filled.
struct Hours {
    void operator()(Time t) {
        const auto hour = std::chrono::floor<std::chrono::hours>(t);
        if (hour == last) return;
        if (last != decltype(hour){}) fmt::print("filled until {}\n", to_rfc3339(hour));
        last = hour;
    }
    std::chrono::sys_time<std::chrono::hours> last{};
};

void print_made(const std::string& folder) {
    const Operation operation = load_operation(folder);
    fmt::print("made {}: {}, {} districts, {} boxes{}\n", folder, operation.name, operation.roster->districts.size(),
               operation.roster->boxes.size(), operation.simulated ? ". DATA SIMULASI" : "");
}

Exit make_demo(const InitCommandOptions& options) {
    const std::filesystem::path from = template_folder(options);
    const DemonstrationDay day = DemonstrationDay::load(from);
    fmt::print("filling {} with the demonstration day: {} messages\n", options.folder, day.size());
    const FillCounts counts =
        make_demonstration(options.folder, day, {.from = from, .until = {}, .on_progress = Hours{}});
    fmt::print("done: {} messages, {} refused\n", counts.messages, counts.refused);
    print_made(options.folder);
    return Exit::kDone;
}

Exit run_init(const InitCommandOptions& options) {
    if (options.demo) return make_demo(options);
    InitOptions init{.from = template_folder(options), .areas = {}, .simulated = options.simulated};
    if (!options.areas.empty()) init.areas = options.areas;
    init_operation(options.folder, init, SystemClock().now());
    print_made(options.folder);
    return Exit::kDone;
}

}  // namespace

Command init_command(CLI::App& siagactl) {
    CLI::App* app = siagactl.add_subcommand("init", "make an operation folder");
    auto options = std::make_shared<InitCommandOptions>();
    app->add_option("folder", options->folder, "the folder to make; missing or empty")->required()->type_name("DIR");
    app->add_option("--from", options->from, "the template folder; by default the TTU folder that ships with Siaga")
        ->type_name("DIR");
    auto* areas = app->add_option("--areas", options->areas, "official boundaries instead of the template's")
                      ->type_name("FILE.geojson");
    app->add_flag("--demo", options->demo, "fill it with the whole demonstration day (DATA SIMULASI)")->excludes(areas);
    app->add_flag("--simulated", options->simulated, "leave it empty for siagactl simulate (DATA SIMULASI)");
    app->footer("Example:\n  siagactl init pilkada --from assets/ttu\n  siagactl init demo --demo");
    return {app, [options] { return run_init(*options); }};
}

}  // namespace siaga::app
