#include "app/simulator/simulator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <variant>

#include "data/core/fault.hpp"

namespace siaga::app {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);
constexpr auto kTurn = std::chrono::milliseconds(10);
constexpr std::uint64_t kMostUnanswered = 4000;  ///< records on the way of one source
constexpr std::size_t kMostPerTurn = 2000;       ///< so that no source waits for another's backlog

}  // namespace

/// One source and its connection.
struct Simulator::Lane {
    DaySource source;
    std::vector<std::uint32_t> messages;  ///< of the day
    std::uint64_t before = 0;             ///< the last seq that the day no longer has; messages[0] is the next
    std::size_t next = 0;
    std::unique_ptr<net::FeedClient> client;  ///< null: not connected; it connects when something is due

    [[nodiscard]] bool done() const { return next == messages.size(); }
    [[nodiscard]] std::uint64_t given_seq() const { return before + next; }
};

Simulator::Simulator(const DemonstrationDay& day, const Clock& clock, SimulatorSettings settings)
    : day_(day), clock_(clock), settings_(std::move(settings)) {
    for (const DaySource& source : day.sources()) {
        lanes_.push_back(std::make_unique<Lane>());
        lanes_.back()->source = source;
    }
    for (std::size_t i = 0; i < day.size(); ++i) {
        Lane& lane = *lanes_[day.source_of(i)];
        if (lane.messages.empty()) lane.before = day.seq_of(i) - 1;
        lane.messages.push_back(static_cast<std::uint32_t>(i));
    }
    left_ = day.size();
}

Simulator::~Simulator() = default;

SimulatorCounts Simulator::counts() const { return {sent_.load(), refused_.load(), left_.load()}; }

void Simulator::connect(Lane& lane) {
    net::FeedTarget target = settings_.feed;
    target.token = settings_.token_for(lane.source);
    target.source = lane.source.name;
    lane.client = std::make_unique<net::FeedClient>(target, kPatience);
    const std::uint64_t stored = std::max(lane.client->last_seq(), lane.before) - lane.before;
    lane.next = std::min<std::size_t>(stored, lane.messages.size());
}

void Simulator::send_due(Lane& lane, Time now) {
    const auto due = [&] { return !lane.done() && day_.send_time(lane.messages[lane.next]) <= now; };
    if (!due()) return;
    if (!lane.client) connect(lane);
    std::size_t given = 0;
    for (; due() && given < kMostPerTurn; ++given, ++lane.next) {
        const DayMessage message = day_.message(lane.messages[lane.next]);
        std::visit([&](const auto& record) { lane.client->send(message.seq, record); }, message.record);
    }
    lane.client->flush();
    sent_ += given;
    if (lane.given_seq() > lane.client->acked() + kMostUnanswered &&
        !lane.client->wait_answered(lane.given_seq() - kMostUnanswered, kPatience)) {
        throw Fault(fmt::format("{}:{} has not answered {} for {} s; see what the core says", settings_.feed.host,
                                settings_.feed.port, lane.source.name.text(), kPatience.count()));
    }
}

void Simulator::hear(Lane& lane) {
    if (!lane.client) return;
    try {
        lane.client->poll();
        refused_ += lane.client->take_nacks().size();
    } catch (const Fault&) {
        // The listener ends idle sessions, and posts report seldom: the lane connects again when it
        // has something to send, and a listener that is gone is reported then.
        lane.client.reset();
    }
}

bool Simulator::turn() {
    const Time now = clock_.now();
    std::uint64_t left = 0;
    for (const auto& lane : lanes_) {
        hear(*lane);
        send_due(*lane, now);
        left += lane->messages.size() - lane->next;
    }
    left_ = left;
    return left > 0;
}

SimulatorCounts Simulator::run(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wakes;
    while (!stop.stop_requested() && turn()) {
        std::unique_lock lock(mutex);
        wakes.wait_for(lock, stop, kTurn, [] { return false; });
    }
    if (stop.stop_requested()) return counts();
    for (const auto& lane : lanes_) {
        if (!lane->client) continue;
        static_cast<void>(lane->client->wait_answered(lane->before + lane->messages.size(), kPatience));
        refused_ += lane->client->take_nacks().size();
    }
    return counts();
}

}  // namespace siaga::app
