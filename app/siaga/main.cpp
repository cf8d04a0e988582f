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

WallOptions wall_options(const Options& options) {
    return {.language = language_of(options), .scale = options.scale, .shaders = assets_folder() / "shaders"};
}

std::shared_ptr<SliceSource> slices_of(const Operation& operation) { return StoreReader(operation.folder).slices(); }

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

/// An hour alone is of the last day.
std::optional<Time> replay_start(const Options& options, const Operation& operation) {
    if (options.at.empty()) return std::nullopt;
    const Time day = operation.simulated ? operation.day_start : ReadOperation(operation.folder).last_day().start;
    return time_of(options, operation.zone, day);
}

void write_picture(const std::filesystem::path& file, const render::Image& image) {
    render::write_png(file, image);
    fmt::print("{}\n", file.string());
}

void say_replaced_fonts() {
    for (const std::string& line : find_fonts().complaints) say(line);
}

Exit capture(const Operation& operation, Time now, std::optional<Time> at, const Options& options) {
    const Mail mail = mail_at(operation.folder, operation.roster, now);
    CaptureSettings settings{size_of(options), now, at, {}, wall_options(options)};
    settings.wall.sealed = slices_of(operation);
    write_picture(options.capture, capture_wall(operation, mail, settings));
    return Exit::kDone;
}

Exit capture_demonstration(const Options& options) {
    const Time start = demonstration_start(options);
    const Demonstration demonstration = DemonstrationInMaking(assets_folder(), start).take();
    return capture(*demonstration.operation, start, std::nullopt, options);
}

Exit capture_operation(const Options& options) {
    const Operation operation = load_operation(options.operation);
    return capture(operation, operation_clock(operation)->now(), replay_start(options, operation), options);
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

/// One window with the wall of an operation, and the loop over whatever source it is given.
class Session {
public:
    Session(const Options& options, const Operation& operation)
        : options_(options),
          operation_(operation),
          window_({.title = "SIAGA",
                   .size = size_of(options),
                   .fullscreen = options.fullscreen,
                   .monitor = options.monitor}),
          gui_(fonts()),
          window_gui_(window_, gui_, options.scale),
          wall_(operation, gui_, wall_options(options), actions()) {
        for (const std::string& line : wall_.warnings()) say(line);
        window_.show();
    }

    /// The map stands already while the records are read.
    bool progress(const std::string& what, const std::function<void(std::atomic<double>&)>& work) {
        return show_progress(window_gui_, window_, wall_, what, work);
    }

    Exit run(Source& source, std::optional<Time> replay_at) {
        source_ = &source;
        wall_.read(slices_of(operation_));
        LoopSettings settings;
        if (options_.run_for > 0) settings.run_for = Millis{static_cast<std::int64_t>(options_.run_for * 1000)};
        settings.replay_at = replay_at;
        settings.keep_last_frame = !options_.snapshot.empty();
        settings.stop = &stop_asked;
        const LoopResult result = run_loop(window_gui_, window_, wall_, source, settings);
        source_ = nullptr;
        if (result.last) write_picture(options_.snapshot, *result.last);
        return Exit::kDone;
    }

private:
    static FontFiles fonts() {
        FontFiles files = find_fonts();
        for (const std::string& line : files.complaints) say(line);
        return files;
    }

    WallActions actions() {
        return {.submit = [this](Event event) { (void)source_->submit(std::move(event)); },
                .toggle_fullscreen = [this] { window_.toggle_fullscreen(); }};
    }

    const Options& options_;
    const Operation& operation_;
    Window window_;
    Gui gui_;
    WindowGui window_gui_;
    Wall wall_;
    Source* source_ = nullptr;  ///< while it runs
};

Exit show_demonstration(const Options& options) {
    const Time start = demonstration_start(options);
    say("preparing the demonstration day (simulated)");
    // The day is taken in while the window opens and the map is drawn.
    DemonstrationInMaking making(assets_folder(), start);
    Session session(options, making.operation());
    std::unique_ptr<Source> source;
    const bool ready =
        session.progress(tr("Preparing the demonstration day · SIMULATED DATA"), [&](std::atomic<double>& done) {
            while (!making.ready_within(Millis{10})) done = making.done();
            source = std::make_unique<DemonstrationSource>(making.take(), options.speed, Window::wake);
        });
    return ready ? session.run(*source, std::nullopt) : Exit::kDone;
}

Exit show_operation(const Options& options) {
    const Operation operation = load_operation(options.operation);
    const std::optional<Time> at = replay_start(options, operation);
    Session session(options, operation);
    std::unique_ptr<Source> source;
    const bool ready = session.progress(
        tr("Reading the records"), [&](std::atomic<double>&) { source = open_source(operation, options.accept_loss); });
    return ready ? session.run(*source, at) : Exit::kDone;
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
