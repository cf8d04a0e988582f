// siaga: the window.

#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <future>
#include <memory>
#include <vector>

#include "app/common/assets.hpp"
#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/live/demonstration_source.hpp"
#include "app/live/followed_records.hpp"
#include "app/siaga/bench_command.hpp"
#include "app/siaga/options.hpp"
#include "app/window/capture.hpp"
#include "app/window/window_loop.hpp"
#include "data/store/store_reader.hpp"

namespace siaga::app {

namespace {

std::atomic<bool> stop_asked{false};  // set by a signal: the one thing a handler may do
static_assert(std::atomic<bool>::is_always_lock_free);

constexpr const char* kDemonstrationStart = "14:32";

void say(const std::string& line) { fmt::print(stderr, "siaga: {}\n", line); }

WallOptions wall_options(const Options& options, const Operation& operation) {
    return {.language = language_of(options),
            .scale = options.scale,
            .shaders = assets_folder() / "shaders",
            .sealed = StoreReader(operation.folder).slices()};
}

/// When the demonstration starts, by the template's zone and day.
Time demonstration_start(const Options& options) {
    const Operation pattern = load_operation(assets_folder() / "ttu");
    Options with_default = options;
    if (with_default.at.empty()) with_default.at = kDemonstrationStart;
    const Time start = *time_of(with_default, pattern.zone, pattern.day_start);
    if (start < pattern.day_start || start > pattern.day_end) {
        wrong_use("--at",
                  fmt::format("the demonstration day runs from {} to {}", pattern.zone.to_rfc3339(pattern.day_start),
                              pattern.zone.to_rfc3339(pattern.day_end)));
    }
    return start;
}

void write_picture(const std::filesystem::path& file, const render::Image& image) {
    render::write_png(file, image);
    fmt::print("{}\n", file.string());
}

void say_replaced_fonts() {
    for (const std::string& line : find_fonts().complaints) say(line);
}

Exit capture_demonstration(const Options& options) {
    const Time start = demonstration_start(options);
    const Demonstration demonstration = prepare_demonstration(assets_folder(), start, [](double) {});
    const Operation operation = load_operation(demonstration.folder);
    const Mail mail = mail_at(demonstration.folder, operation.roster, start);
    write_picture(
        options.capture,
        capture_wall(operation, mail, {size_of(options), start, std::nullopt, {}, wall_options(options, operation)}));
    return Exit::kDone;
}

Exit capture_operation(const Options& options) {
    const Operation operation = load_operation(options.operation);
    const std::optional<Time> at = time_of(options, operation.zone, operation.day_start);
    const Time now = operation_clock(operation)->now();
    const Mail mail = mail_at(operation.folder, operation.roster, now);
    write_picture(options.capture,
                  capture_wall(operation, mail, {size_of(options), now, at, {}, wall_options(options, operation)}));
    return Exit::kDone;
}

/// The core in this program; where the record cannot be written, as when another process does, its follower.
std::unique_ptr<Source> open_source(const Operation& operation, const std::string& accept_loss) {
    std::unique_ptr<Clock> clock = operation_clock(operation);
    std::unique_ptr<Store> store;
    try {
        store = std::make_unique<Store>(operation.folder, Durability::kFull, accept_loss);
    } catch (const Fault& fault) {
        if (fault.exit() == Exit::kUsage) throw;
        auto followed = std::make_unique<FollowedRecords>(operation.folder, operation.roster, std::move(clock));
        say(fmt::format("read only, following the records: {}", fault.what()));
        return followed;
    }
    auto core = std::make_unique<EmbeddedCore>(operation, std::move(store), std::move(clock), 1.0,
                                               listeners_of(operation), Window::wake);
    for (const std::string& line : core->open_listeners()) say(line);
    return core;
}

/// One window with its Gui, and the loop over whatever source it is given.
class Session {
public:
    explicit Session(const Options& options)
        : options_(options),
          window_({.title = "SIAGA",
                   .size = size_of(options),
                   .fullscreen = options.fullscreen,
                   .monitor = options.monitor}),
          gui_(fonts()),
          window_gui_(window_, gui_, options.scale) {
        window_.show();
    }

    bool progress(const std::string& what, const std::function<void(std::atomic<double>&)>& work) {
        return show_progress(window_gui_, window_, "SIAGA", what, work);
    }

    Exit run(const Operation& operation, Source& source, std::optional<Time> replay_at) {
        WallActions actions;
        actions.submit = [&source](Event event) { (void)source.submit(std::move(event)); };
        actions.toggle_fullscreen = [this] { window_.toggle_fullscreen(); };
        Wall wall(operation, gui_, wall_options(options_, operation), actions);
        for (const std::string& line : wall.warnings()) say(line);
        LoopSettings settings;
        if (options_.run_for > 0) settings.run_for = Millis{static_cast<std::int64_t>(options_.run_for * 1000)};
        settings.replay_at = replay_at;
        settings.keep_last_frame = !options_.snapshot.empty();
        settings.stop = &stop_asked;
        const LoopResult result = run_loop(window_gui_, window_, wall, source, settings);
        if (result.last) write_picture(options_.snapshot, *result.last);
        return Exit::kDone;
    }

private:
    static FontFiles fonts() {
        FontFiles files = find_fonts();
        for (const std::string& line : files.complaints) say(line);
        return files;
    }

    const Options& options_;
    Window window_;
    Gui gui_;
    WindowGui window_gui_;
};

Exit show_demonstration(const Options& options) {
    const Time start = demonstration_start(options);
    say("preparing the demonstration day (simulated)");
    // The day is made while the window opens and the fonts are drawn.
    std::atomic<double> part{0};
    std::future<Demonstration> preparing = std::async(std::launch::async, [&] {
        return prepare_demonstration(assets_folder(), start, [&](double done) { part = done; });
    });
    Session session(options);
    Demonstration demonstration;
    const bool ready =
        session.progress(tr("Preparing the demonstration day · SIMULATED DATA"), [&](std::atomic<double>& done) {
            while (preparing.wait_for(Millis{10}) != std::future_status::ready) done = part.load();
            demonstration = preparing.get();
        });
    if (!ready) return Exit::kDone;
    const Operation operation = load_operation(demonstration.folder);
    DemonstrationSource source(operation, std::move(demonstration), options.speed, Window::wake);
    return session.run(operation, source, std::nullopt);
}

Exit show_operation(const Options& options) {
    const Operation operation = load_operation(options.operation);
    const std::optional<Time> at = time_of(options, operation.zone, operation.day_start);
    Session session(options);
    std::unique_ptr<Source> source;
    const bool ready = session.progress(
        tr("Reading the records"), [&](std::atomic<double>&) { source = open_source(operation, options.accept_loss); });
    return ready ? session.run(operation, *source, at) : Exit::kDone;
}

Exit run(const Options& options) {
    check(options);
    if (!use_language(language_of(options), locale_folder())) {
        say("the texts in " + locale_folder().string() + " are missing, using English; build the target siaga_locale");
    }
    if (!options.capture.empty()) {
        say_replaced_fonts();
        return options.demo ? capture_demonstration(options) : capture_operation(options);
    }
    std::signal(SIGINT, [](int) { stop_asked = true; });
    std::signal(SIGTERM, [](int) { stop_asked = true; });
    return options.demo ? show_demonstration(options) : show_operation(options);
}

}  // namespace

}  // namespace siaga::app

int main(int argc, char** argv) {
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is an error of the write
    CLI::App app("SIAGA: the wall of the operations centre", "siaga");
    siaga::app::Options options;
    siaga::app::add_options(app, options);
    const std::vector<siaga::app::BenchCommand> benches = siaga::app::bench_commands(app);
    return siaga::app::run_command_line(app, argc, argv, [&] {
        for (const siaga::app::BenchCommand& bench : benches) {
            if (bench.app->parsed()) return bench.run();
        }
        return siaga::app::run(options);
    });
}
