// The day played into a real core: at once, and through a real listener.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/simulator/fill_operation.hpp"
#include "app/simulator/simulator.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "data/store/operation.hpp"
#include "net/feed_server.hpp"

namespace siaga::app {
namespace {

const DemonstrationDay& whole_day() {
    static const DemonstrationDay day = DemonstrationDay::load(SIAGA_SOURCE_DIR "/assets/ttu");
    return day;
}

/// A fresh operation folder, removed at the end.
class PlayedDay : public testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(SIAGA_BINARY_DIR) / "played_day_test" /
                  testing::UnitTest::GetInstance()->current_test_info()->name();
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_.parent_path());
        init_operation(folder_, {.from = SIAGA_SOURCE_DIR "/assets/ttu", .areas = {}, .simulated = true},
                       first_send(whole_day()));
        operation_ = load_operation(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::unique_ptr<Core> core(const Clock& clock) {
        return std::make_unique<Core>(std::make_unique<Store>(folder_, Durability::kBulk), operation_.roster, clock);
    }
    static Time at(int hour, int minute) {
        return whole_day().start() + std::chrono::hours(hour - 6) + std::chrono::minutes(minute);
    }

    std::filesystem::path folder_;
    Operation operation_;
};

TEST_F(PlayedDay, FillsAnOperationWithoutARefusal) {
    ManualClock clock(first_send(whole_day()));
    const auto filled = core(clock);
    const FillCounts counts = fill_operation(*filled, clock, whole_day(), first_send(whole_day()), at(14, 31));
    EXPECT_EQ(counts.refused, 0U);
    EXPECT_EQ(counts.messages, whole_day().first_at(at(14, 31)));
    EXPECT_EQ(clock.now(), at(14, 31));
    EXPECT_EQ(filled->counts().quarantined, 0U);
    EXPECT_EQ(filled->counts().duplicates, 5U * 3600U / 5U);

    const Situation& live = *filled->live();
    EXPECT_EQ(live.districts_finished, 19U);
    EXPECT_EQ(live.units.size(), 31U);
    std::map<std::string, AlertStep> alerts;
    for (const auto& [name, alert] : live.alerts) alerts[name.text()] = alert.last.step;
    EXPECT_EQ(alerts, (std::map<std::string, AlertStep>{{"HILANG_SINYAL RAJAWALI-07", AlertStep::kAcknowledged},
                                                        {"SELISIH_JUMLAH ST-SELISIH-01", AlertStep::kRaised}}));
}

TEST_F(PlayedDay, RaisesEachAlarmOfTheStoryOnce) {
    ManualClock clock(first_send(whole_day()));
    const auto filled = core(clock);
    std::map<AlertRule, int> raised;
    filled->on_publish([&](const Published& published) {
        if (!published.committed) return;
        for (const auto& entry : published.committed->entries) {
            const auto* alert = std::get_if<AlertMoved>(&entry->event.body);
            if (alert != nullptr && alert->step == AlertStep::kRaised) ++raised[alert->rule];
        }
    });
    fill_operation(*filled, clock, whole_day(), first_send(whole_day()), whole_day().end());
    EXPECT_EQ(raised, (std::map<AlertRule, int>{{AlertRule::kEmergency, 1},
                                                {AlertRule::kCountMismatch, 1},
                                                {AlertRule::kSignalLost, 1},
                                                {AlertRule::kUnplannedStop, 1},
                                                {AlertRule::kClockWrong, 1}}));
    EXPECT_TRUE(filled->live()->alerts.empty());
}

TEST_F(PlayedDay, ContinuesWhereAnEarlierFillEnded) {
    ManualClock clock(first_send(whole_day()));
    const auto filled = core(clock);
    fill_operation(*filled, clock, whole_day(), first_send(whole_day()), at(6, 10));
    const std::uint64_t before = filled->counts().duplicates;
    const FillCounts again = fill_operation(*filled, clock, whole_day(), at(6, 0), at(6, 10));
    EXPECT_EQ(again.refused, 0U);
    EXPECT_EQ(filled->counts().duplicates - before, again.messages);
}

/// The history and the first minutes, which a listener takes in at once.
DayPlan short_plan() {
    DayPlan plan = whole_day().plan();
    plan.end = plan.start + 2min;
    std::erase_if(plan.events, [&](const DayEvent& event) { return event.send >= plan.end; });
    return plan;
}

/// A core with a listener, and players who may come in.
class StreamedDay : public PlayedDay {
protected:
    void SetUp() override {
        PlayedDay::SetUp();
        for (const DaySource& source : day_.sources()) {
            tokens_[source.name.text()] = net::add_token(folder_, {source.name, *net::role_from_name(source.role), {}});
        }
        access_.emplace(operation_, clock_);
    }
    void listen(std::unique_ptr<Core> core) {
        ingest_ = std::make_unique<IngestThread>(std::move(core));
        const ListenerSettings settings{.enabled = true, .address = "127.0.0.1", .port = 0};
        server_ = std::make_unique<net::FeedServer>(settings, *ingest_, access_->gate(), clock_);
    }
    SimulatorCounts played(const DemonstrationDay& day) {
        SimulatorSettings settings;
        settings.feed.port = server_->port();
        settings.token_for = [&](const DaySource& source) { return tokens_.at(source.name.text()); };
        return Simulator(day, clock_, settings).run({});
    }

    const DemonstrationDay day_{short_plan()};
    const ManualClock clock_{day_.end() + 1min};

private:
    std::map<std::string, std::string> tokens_;
    std::optional<net::Access> access_;
    std::unique_ptr<IngestThread> ingest_;
    std::unique_ptr<net::FeedServer> server_;
};

TEST_F(StreamedDay, SendsNothingTwice) {
    listen(core(clock_));
    const SimulatorCounts first = played(day_);
    EXPECT_EQ(first.sent, day_.size());
    EXPECT_EQ(first.refused, 0U);
    EXPECT_EQ(first.left, 0U);
    // They are committed, and each welcome says so to a second player.
    const SimulatorCounts second = played(day_);
    EXPECT_EQ(second.sent, 0U);
    EXPECT_EQ(second.left, 0U);
}

TEST_F(StreamedDay, GoesOnWhereItWasFilledThoughThePlayerHasForgottenWhatWasBefore) {
    ManualClock filling(first_send(day_));
    auto filled = core(filling);
    const Time until = day_.start() + 1min;
    fill_operation(*filled, filling, day_, first_send(day_), until);
    filled->close();
    filled.reset();
    listen(core(clock_));
    DemonstrationDay rest = day_;
    rest.forget_before(until);
    ASSERT_GT(rest.size(), 0U);
    const SimulatorCounts counts = played(rest);
    EXPECT_EQ(counts.sent, rest.size());
    EXPECT_EQ(counts.refused, 0U);
    EXPECT_EQ(counts.left, 0U);
    EXPECT_EQ(played(day_).sent, 0U) << "nothing is missing";
}

}  // namespace
}  // namespace siaga::app
