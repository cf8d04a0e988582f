#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "app/bench/core_under_test.hpp"
#include "app/bench/feed_text.hpp"
#include "app/bench/floors/discarding_sink.hpp"
#include "app/bench/floors/packed_feed.hpp"
#include "app/bench/loopback.hpp"
#include "app/bench/session_swarm.hpp"
#include "app/bench/suites.hpp"
#include "data/core/fault.hpp"

namespace siaga::app::bench {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

double seconds_since(SteadyTime start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Says hello and takes the welcome.
void greet(const Descriptor& socket, LineReader& answers, const std::string& source) {
    send_all(socket, hello_of(source));
    if (!answers.next().starts_with(R"({"type":"welcome")")) throw Fault("bench: no welcome");
}

/// Fixes per second, from the first byte sent to the last ack.
double send_and_wait(const Descriptor& socket, LineReader& answers, const FeedText& text) {
    const SteadyTime start = std::chrono::steady_clock::now();
    std::thread sender([&] {
        for (std::string_view rest = text.bytes; !rest.empty(); rest.remove_prefix(std::min(rest.size(), kSendBytes))) {
            send_all(socket, rest.substr(0, kSendBytes));
        }
    });
    for (std::uint64_t acked = 0; acked < text.lines;) {
        const std::string_view line = answers.next();
        acked = acked_by(line);
        if (acked == 0) throw Fault("bench: not an ack: " + std::string(line));
    }
    const double seconds = seconds_since(start);
    sender.join();
    return static_cast<double>(text.lines) / seconds;
}

double through_the_core(const FeedText& text) {
    const CoreUnderTest core(text.end);
    const Descriptor socket = connect_to(core.port());
    LineReader answers(socket);
    greet(socket, answers, "gateway");
    return send_and_wait(socket, answers, text);
}

double through_the_floor(const FeedText& text) {
    const ScratchFolder folder;
    const PackedFeed floor(folder.path());
    const Descriptor socket = connect_to(floor.port());
    LineReader answers(socket);
    return send_and_wait(socket, answers, text);
}

/// A part of the 10-million-fix day, with its intervals.
FeedText part_of_the_day(std::uint32_t units, std::uint32_t fixes_per_unit) {
    constexpr std::uint32_t kDayFixes = 5000;
    const Millis length = Millis{24h} * fixes_per_unit / kDayFixes;
    return feed_text(FleetDay({.units = units, .fixes_per_unit = fixes_per_unit, .length = length}));
}

void bench_end_to_end(Runner& runner) {
    const FeedText text = part_of_the_day(2000, runner.quick() ? 100 : 1000);
    runner.note(fmt::format("{} fixes of 2,000 units in {} MB", text.lines, text.bytes.size() / 1'000'000));
    runner.measure({.name = "ingest_end_to_end",
                    .unit = "fixes/s",
                    .run = [&] { return through_the_core(text); },
                    .floor = [&] { return through_the_floor(text); },
                    .target = ratio_at_least(0.5)});
}

/// A unit's worth of cost must not grow with their number.
void bench_growth(Runner& runner) {
    const std::uint32_t fixes_per_unit = runner.quick() ? 100 : 5000;
    constexpr std::uint32_t kLeast = 20, kMost = 2000;
    double least = 0, most = 0;
    for (const std::uint32_t units : {kLeast, 200U, kMost}) {
        const FeedText text = part_of_the_day(units, fixes_per_unit);
        const Figure figure = runner.measure({.name = fmt::format("ingest_{}_units", units),
                                              .unit = "fixes/s",
                                              .run = [&] { return through_the_core(text); },
                                              .floor = {},
                                              .target = {}});
        (units == kLeast ? least : most) = figure.value;
    }
    Figure growth;
    growth.name = "ingest_cost_per_fix_100x_over_1x";
    growth.unit = "times";
    growth.value = growth.min = growth.max = least / most;
    growth.runs = 1;
    const auto digits = [&](std::uint32_t units) { return std::log(static_cast<double>(units) * fixes_per_unit); };
    growth.target = value_at_most(digits(kMost) / digits(kLeast));  // n log n
    runner.report(growth);
}

/// What one paced run saw, in milliseconds.
struct Delays {
    double acknowledged_p99, published_p99;
};

/// Ten lines each millisecond over one connection.
Delays paced(const FeedText& text) {
    constexpr std::uint64_t kLinesPerSend = 10;
    CoreUnderTest core(text.end);
    std::mutex mutex;
    std::vector<SteadyTime> sent, acked(text.lines), published(text.lines);
    core.ingest().subscribe({.replies = {}, .room = {}, .published = [&](const Published& what) {
                                 const SteadyTime now = std::chrono::steady_clock::now();
                                 if (!what.committed) return;
                                 for (const Fix& fix : what.committed->fixes) published[fix.seq - 1] = now;
                             }});
    const Descriptor socket = connect_to(core.port());
    LineReader answers(socket);
    greet(socket, answers, "gateway");
    std::thread sender([&] {
        SteadyTime due = std::chrono::steady_clock::now();
        for (std::string_view rest = text.bytes; !rest.empty(); due += std::chrono::milliseconds(1)) {
            std::size_t end = 0;
            for (std::uint64_t i = 0; i < kLinesPerSend && end < rest.size(); ++i) end = rest.find('\n', end) + 1;
            std::this_thread::sleep_until(due);
            send_all(socket, rest.substr(0, end));
            const SteadyTime now = std::chrono::steady_clock::now();
            const std::lock_guard lock(mutex);
            sent.insert(sent.end(), std::min(kLinesPerSend, text.lines - sent.size()), now);
            rest.remove_prefix(end);
        }
    });
    for (std::uint64_t done = 0; done < text.lines;) {
        const std::uint64_t seq = acked_by(answers.next());
        const SteadyTime now = std::chrono::steady_clock::now();
        for (; done < seq; ++done) acked[done] = now;
    }
    sender.join();
    core.stop();
    const auto p99 = [&](const std::vector<SteadyTime>& seen) {
        std::vector<double> delays;
        for (std::size_t i = 0; i < seen.size(); ++i) {
            delays.push_back(std::chrono::duration<double, std::milli>(seen[i] - sent[i]).count());
        }
        return quantile(std::move(delays), 0.99);
    };
    return {p99(acked), p99(published)};
}

void bench_delays(Runner& runner) {
    const FeedText text = part_of_the_day(2000, runner.quick() ? 5 : 20);
    std::vector<double> acknowledged, published;
    constexpr int kRuns = 5;
    for (int i = 0; i < kRuns; ++i) {
        const Delays delays = paced(text);
        acknowledged.push_back(delays.acknowledged_p99);
        published.push_back(delays.published_p99);
    }
    constexpr double kAcknowledgedMs = 25, kPublishedMs = 15;
    runner.report(summarised("ingest_ack_p99_at_10000_per_s", "ms", acknowledged, {}, value_at_most(kAcknowledgedMs)));
    runner.report(summarised("ingest_published_p99_at_10000_per_s", "ms", published, {}, value_at_most(kPublishedMs)));
}

void bench_sessions(Runner& runner) {
    const std::size_t sessions = sessions_possible(1000);
    const SwarmText lines = swarm_text(sessions, runner.quick() ? 50 : 200);
    runner.note(fmt::format("{} lines, one per send, over {} sessions", lines.lines.size(), sessions));
    const auto count = static_cast<double>(lines.lines.size());
    const auto into_the_core = [&] {
        const CoreUnderTest core(lines.end);
        const SessionSwarm swarm(core.port(), sessions, true);
        const SteadyTime start = std::chrono::steady_clock::now();
        std::thread sender([&] { swarm.send_each(lines.lines); });
        swarm.wait_acked(lines.lines.size());
        const double seconds = seconds_since(start);
        sender.join();
        return count / seconds;
    };
    const auto into_the_sink = [&] {
        DiscardingSink sink(sessions, lines.bytes);
        const SessionSwarm swarm(sink.port(), sessions, false);
        const SteadyTime start = std::chrono::steady_clock::now();
        swarm.send_each(lines.lines);
        sink.wait();
        return count / seconds_since(start);
    };
    runner.measure({.name = "ingest_one_line_per_send",
                    .unit = "fixes/s",
                    .run = into_the_core,
                    .floor = into_the_sink,
                    .target = ratio_at_least(0.9)});
}

}  // namespace

void bench_ingest(Runner& runner) {
    bench_end_to_end(runner);
    bench_delays(runner);
    bench_sessions(runner);
    bench_growth(runner);
}

}  // namespace siaga::app::bench
