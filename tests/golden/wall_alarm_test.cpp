// What an operator does with an alarm on the wall goes through the core and into the ledger.

#include <gtest/gtest.h>

#include <chrono>
#include <semaphore>

#include "app/live/embedded_core.hpp"
#include "app/panels/facts.hpp"
#include "render/offscreen.hpp"
#include "tests/golden/wall_samples.hpp"

namespace siaga::app {
namespace {

constexpr WallSize kAlarmWall{1280, 720};

class AlarmedWall : public testing::Test {
protected:
    AlarmedWall() { update_with_next_mail(); }

    /// The core wakes us after each publication; without one there is nothing to wait for.
    void update_with_next_mail() {
        ASSERT_TRUE(woken_.try_acquire_for(std::chrono::seconds(20)));
        wall_.update(core_.take(), core_.now(), core_.now());
    }
    [[nodiscard]] std::optional<AlertState> alert(const RecordName& name) const {
        const auto it = wall_.shown().alerts.find(name);
        return it == wall_.shown().alerts.end() ? std::nullopt : std::optional(it->second);
    }
    void execute_and_wait(const Command& command, const RecordName& name, AlertStep step) {
        wall_.execute(command);
        while (!testing::Test::HasFatalFailure() && alert(name) && alert(name)->last.step != step)
            update_with_next_mail();
    }

    const Time now_ = day_time(14, 30);
    FilledDay day_{now_};
    std::counting_semaphore<> woken_{0};
    EmbeddedCore core_{day_.operation,
                       std::make_unique<Store>(day_.operation.folder, Durability::kFull),
                       std::make_unique<ManualClock>(now_),
                       1.0,
                       {},
                       [this] { woken_.release(); }};
    render::Offscreen target_{kAlarmWall.width_px, kAlarmWall.height_px};
    Gui gui_{find_fonts()};
    Wall wall_{
        day_.operation,
        gui_,
        {.shaders = source_assets() / "shaders"},
        {.submit = [this](Event event) { EXPECT_TRUE(core_.submit(std::move(event))); }, .toggle_fullscreen = {}}};
};

TEST_F(AlarmedWall, AcknowledgesThroughTheLedgerAndNamesWhoDidIt) {
    const auto open = open_alerts(wall_.shown());
    ASSERT_FALSE(open.empty());
    const RecordName name = open.front()->last.alert;
    ASSERT_EQ(open.front()->last.step, AlertStep::kRaised);
    execute_and_wait(AcknowledgeAlert{name}, name, AlertStep::kAcknowledged);
    ASSERT_TRUE(alert(name));
    EXPECT_EQ(alert(name)->last.step, AlertStep::kAcknowledged);
    EXPECT_EQ(alert(name)->last.actor, "operator-wall");
}

TEST_F(AlarmedWall, ShelvesForAWhileAndNoLonger) {
    const auto open = open_alerts(wall_.shown());
    ASSERT_FALSE(open.empty());
    const RecordName name = open.front()->last.alert;
    execute_and_wait(ShelveAlert{name}, name, AlertStep::kShelved);
    ASSERT_TRUE(alert(name));
    EXPECT_TRUE(alert(name)->shelved_at(now_));
    EXPECT_FALSE(alert(name)->shelved_at(now_ + 16min));
}

}  // namespace
}  // namespace siaga::app
