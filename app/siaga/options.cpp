#include "app/siaga/options.hpp"

#include <charconv>

#include "app/common/command_line.hpp"
#include "app/common/when.hpp"

namespace siaga::app {

namespace {

constexpr double kFastest = 3600, kLongestRun = 7 * 86400.0;

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

void add_options(CLI::App& app, Options& options) {
    app.add_option("--operation", options.operation, "The operation folder to show")->type_name("DIR");
    app.add_flag("--demo", options.demo, "The demonstration day, simulated, in a folder that is removed at the end");
    app.add_option(
           "--at", options.at,
           "With --demo: when the day starts to run (14:32 if not given); else: begin with a replay of this time")
        ->type_name("TIME");
    app.add_option("--speed", options.speed, "With --demo: how fast the day runs")
        ->check(CLI::Range(0.1, kFastest))
        ->type_name("X");
    app.add_option("--capture", options.capture, "Draw one picture without a display, and end")->type_name("FILE.png");
    app.add_option("--size", options.size, "Of the picture or the window (1920x1080)")->type_name("WxH");
    app.add_option("--lang", options.language, "id or en")->check(CLI::IsMember({"id", "en"}))->type_name("LANG");
    app.add_flag("--fullscreen", options.fullscreen, "Fill a monitor");
    app.add_option("--monitor", options.monitor, "Which one, counted from 1")->check(CLI::Range(1, 64))->type_name("N");
    app.add_option("--scale", options.scale, "Size of text and symbols, 1 on 1920x1080; by the size if not given")
        ->check(CLI::Range(0.5, 6.0))
        ->type_name("S");
    app.add_option("--run-for", options.run_for, "End by itself after so many seconds")
        ->check(CLI::Range(0.1, kLongestRun))
        ->type_name("SECONDS");
    app.add_option("--snapshot", options.snapshot, "Write the last frame of the window to a picture at the end")
        ->type_name("FILE.png");
    app.add_option("--accept-loss", options.accept_loss,
                   "Go on with a ledger that is not the signed one; the reason is recorded and raises an alarm")
        ->type_name("REASON");
    app.set_version_flag("--version", std::string("siaga ") + SIAGA_VERSION);
    app.footer(
        "TIME is RFC 3339 (2024-11-30T14:30+08:00) or HH:MM[:SS] of the day, in the operation's zone: of a record its "
        "last one.\n\n"
        "Examples:\n"
        "  siaga --demo                                       the demonstration day, live\n"
        "  siaga --demo --at 09:00 --speed 60                 from nine o'clock, sixty times as fast\n"
        "  siaga --demo --capture wall.png --size 3840x2160   a picture, no display needed\n"
        "  siaga --operation ~/operations/ttu --fullscreen    an operation on the wall\n"
        "  siaga --operation DIR --at 14:30                   begin with a replay");
}

void check(const Options& options) {
    if (options.demo == !options.operation.empty()) {
        throw Fault(
            options.demo
                ? "--demo: takes no --operation beside it; choose one"
                : "--operation: name the folder of the operation (--operation DIR), or show the demonstration (--demo)",
            Exit::kUsage);
    }
    if (!options.capture.empty() && (options.run_for > 0 || !options.snapshot.empty() || options.fullscreen)) {
        wrong_use("--capture", "draws without a window, so it takes none of --run-for, --snapshot, --fullscreen");
    }
    if (!options.accept_loss.empty() && (options.demo || !options.capture.empty()))
        wrong_use("--accept-loss", "belongs to --operation in a window: a picture and the demonstration lose nothing");
    if (!options.demo && options.speed != 1)
        wrong_use("--speed", "belongs to --demo; in the window a replay has its own speeds");
    (void)size_of(options);
}

WallSize size_of(const Options& options) {
    if (options.size.empty()) return {1920, 1080};
    const std::size_t cross = options.size.find('x');
    const auto w = number(std::string_view(options.size).substr(0, cross));
    const auto h = cross == std::string::npos ? std::nullopt : number(std::string_view(options.size).substr(cross + 1));
    if (!w || !h || *w < 640 || *h < 480 || *w > 8192 || *h > 8192) {
        wrong_use("--size", "'" + options.size + "' is no size; it takes WIDTHxHEIGHT in pixels, 640x480 to 8192x8192");
    }
    return {*w, *h};
}

Language language_of(const Options& options) {
    return language_from_code(options.language).value_or(Language::kIndonesian);
}

std::optional<Time> time_of(const Options& options, const Zone& zone, Time day) {
    if (options.at.empty()) return std::nullopt;
    const Result<Time> time = parse_when(options.at, zone, day);
    if (!time) wrong_use("--at", time.problem().detail);
    return *time;
}

}  // namespace siaga::app
