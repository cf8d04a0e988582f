// An operation that goes on for days, or is long over: which day the timeline shows, and how one gets to another.

#include <gtest/gtest.h>
#include <imgui.h>

#include "render/offscreen.hpp"
#include "tests/golden/wall_samples.hpp"

namespace siaga::app {
namespace {

constexpr WallSize kDaysWall{1280, 720};
constexpr Millis kHour = std::chrono::hours(1), kDay = 24 * kHour;

/// The records of the demonstration day until 14:30, as if they were no simulation.
class WallOfDays : public testing::Test {
protected:
    WallOfDays() : operation_(day_.operation) {
        operation_.simulated = false;
        (void)use_language(Language::kIndonesian, locale_folder());
        gui_.set_scale(default_scale(kDaysWall.width_px, kDaysWall.height_px));
    }
    void be_at(Time now) {
        now_ = now;
        wall_.update(wall_.ready() ? Mail{} : day_.mail, now_, now_);
        frame();
    }
    void frame() {
        target_.bind();
        wall_.update({}, now_, now_);
        gui_.begin_offscreen(kDaysWall.width_px, kDaysWall.height_px);
        wall_.draw(kDaysWall);
        gui_.end();
        wall_.finish_frame();
    }
    void press(ImGuiKey key) {
        ImGui::GetIO().AddKeyEvent(key, true);
        frame();
        ImGui::GetIO().AddKeyEvent(key, false);
        frame();
    }
    void expect_day(Time start, Time end) const {
        EXPECT_EQ(to_rfc3339(wall_.day().start), to_rfc3339(start));
        EXPECT_EQ(to_rfc3339(wall_.day().end), to_rfc3339(end));
    }

    FilledDay day_{day_time(14, 30)};
    Operation operation_;
    render::Offscreen target_{kDaysWall.width_px, kDaysWall.height_px};
    Gui gui_{find_fonts()};
    Wall wall_{operation_, gui_, {.shaders = source_assets() / "shaders", .sealed = day_.sealed}, {}};
    Time now_;
};

TEST_F(WallOfDays, ShowsTheHoursOfTodayAndThenItsNight) {
    be_at(day_time(14, 30));
    expect_day(day_time(6, 0), day_time(20, 0));
    be_at(day_time(22, 0));
    expect_day(day_time(6, 0), day_time(6, 0) + kDay - 1ms);
    be_at(day_time(2, 0) + kDay);
    expect_day(day_time(6, 0), day_time(6, 0) + kDay - 1ms);
    be_at(day_time(9, 0) + kDay);
    expect_day(day_time(6, 0) + kDay, day_time(20, 0) + kDay);
}

TEST_F(WallOfDays, GoesToAnotherDayByAKey) {
    be_at(day_time(9, 0) + kDay);
    press(ImGuiKey_PageUp);
    EXPECT_TRUE(wall_.time().replay());
    EXPECT_EQ(wall_.time().shown, day_time(9, 0));
    expect_day(day_time(6, 0), day_time(6, 0) + kDay - 1ms);
    press(ImGuiKey_Home);
    EXPECT_EQ(wall_.time().shown, day_time(6, 0));
    press(ImGuiKey_End);
    EXPECT_EQ(wall_.time().shown, day_time(20, 0)) << "the day that operation.toml names is over";
    press(ImGuiKey_PageDown);
    EXPECT_FALSE(wall_.time().replay()) << "that is still to come";
}

TEST_F(WallOfDays, ReachesRecordsBeforeTheDayThatIsNamed) {
    operation_.day_start += 3 * kDay;
    operation_.day_end += 3 * kDay;
    be_at(day_time(14, 30));
    expect_day(day_time(6, 0), day_time(20, 0));
    wall_.execute(TimeCommand{GoTo{day_time(7, 0)}});
    EXPECT_EQ(wall_.time().shown, day_time(7, 0));
}

TEST_F(WallOfDays, ShowsTheLastDayOfAnOperationThatIsOver) {
    be_at(day_time(9, 0) + 730 * kDay);
    expect_day(day_time(6, 0), day_time(6, 0) + kDay - 1ms);
    EXPECT_FALSE(wall_.time().replay());
    press(ImGuiKey_PageUp);
    EXPECT_EQ(wall_.time().shown, day_time(20, 0)) << "where its last day ended";
}

}  // namespace
}  // namespace siaga::app
