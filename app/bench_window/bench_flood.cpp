// The frames of a wall with the core inside, while its feed is flooded.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <stop_token>
#include <thread>
#include <vector>

#include "app/bench/core_under_test.hpp"
#include "app/bench/session_swarm.hpp"
#include "app/bench_window/stage.hpp"
#include "app/bench_window/window_suites.hpp"
#include "app/common/assets.hpp"
#include "data/ingest/mailbox.hpp"

namespace siaga::app::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kSessions = 100;
constexpr std::size_t kRatedRounds = 10;                 ///< a second; one fix of every session is a round
constexpr std::size_t kFloodRounds = 11 * kRatedRounds;  ///< ten times as many on top
constexpr int kTurns = 7;                                ///< of a measurement with runs = 5, with room

/// Everything the sessions will say, in rounds.
class Senders {
public:
    Senders(std::uint16_t port, std::vector<std::string> lines) : swarm_(port, kSessions, true) {
        for (auto at = lines.begin(); at != lines.end(); at += kSessions)
            rounds_.emplace_back(std::make_move_iterator(at), std::make_move_iterator(at + kSessions));
    }
    /// So many rounds a second, evenly, until stopped.
    void run(std::size_t rounds_a_second, const std::stop_token& stop) {
        const auto between = std::chrono::nanoseconds(std::chrono::seconds(1)) / rounds_a_second;
        for (auto due = Steady::now(); !stop.stop_requested() && next_ < rounds_.size(); due += between) {
            std::this_thread::sleep_until(due);
            swarm_.send_each(rounds_[next_++]);
        }
    }

private:
    SessionSwarm swarm_;
    std::vector<std::vector<std::string>> rounds_;
    std::size_t next_ = 0;
};

/// A live wall over a core that is fed.
class FedWall {
public:
    FedWall(CoreUnderTest& core, Time now)
        : operation_(load_operation(assets_folder() / "ttu")),
          screen_(kScreen.width_px, kScreen.height_px),
          gui_(find_fonts()),
          wall_(operation_, gui_, {.shaders = assets_folder() / "shaders", .sealed = nullptr}, {}),
          mailbox_(open_mailbox(core.ingest(), {})),
          now_(now) {
        gui_.set_scale(1);
        Mail first;
        while (first.committed.empty()) first = mailbox_->take();
        wall_.update(first, now_, steady_);
    }
    /// A frame each kFrameTime for so long, with what came since the last, unless that took longer: how many a second.
    double frames_a_second(std::chrono::duration<double> length) {
        const auto begin = Steady::now();
        std::size_t drawn = 0;
        for (auto due = begin; due - begin < length; ++drawn) {
            std::this_thread::sleep_until(due);
            frame();
            due = std::max(due + kFrameTime, Steady::now());
        }
        return static_cast<double>(drawn) / std::chrono::duration<double>(Steady::now() - begin).count();
    }

private:
    void frame() {
        steady_ += kFrameTime;
        wall_.update(mailbox_->take(), now_, steady_);
        draw_frame(wall_, gui_, screen_);
    }

    Operation operation_;
    render::Offscreen screen_;
    Gui gui_;
    Wall wall_;
    std::shared_ptr<Mailbox> mailbox_;
    Time now_, steady_;
};

}  // namespace

void bench_flood(Runner& runner) {
    const std::chrono::duration<double> length(runner.quick() ? 1.0 : 4.0);
    const auto turn_rounds = static_cast<std::size_t>(length.count() * (kRatedRounds + kFloodRounds)) + kFloodRounds;
    SwarmText text = swarm_text(kSessions, kTurns * turn_rounds);
    CoreUnderTest core(text.end);
    Senders senders(core.port(), std::move(text.lines));
    FedWall wall(core, text.end);
    const auto fed_at = [&](std::size_t rounds) {
        const std::jthread feed([&, rounds](const std::stop_token& stop) { senders.run(rounds, stop); });
        return wall.frames_a_second(length);
    };
    runner.note(fmt::format("{} and {} fixes a second", kSessions * kRatedRounds, kSessions * kFloodRounds));
    runner.measure({.name = "wall_frames_under_flood",
                    .unit = "frames/s",
                    .run = [&] { return fed_at(kFloodRounds); },
                    .floor = [&] { return fed_at(kRatedRounds); },
                    .target = ratio_at_least(0.95)});
}

}  // namespace siaga::app::bench
