#include "app/time_control/time_control.hpp"

#include <gtest/gtest.h>

namespace siaga::app {
namespace {

const Time kStart = time_from_ms(1'732'917'600'000);
const TimeRange kDay{kStart, kStart + 8h, kStart + 8h};

TimeControl replay_at(Time t) {
    TimeControl control(kDay.live);
    control.execute(GoTo{t}, kDay);
    return control;
}

TEST(TimeControl, FollowsLiveUntilSomebodyAsksForThePast) {
    TimeControl control(kStart);
    control.advance(1s, kDay);
    EXPECT_FALSE(control.view().replay());
    EXPECT_EQ(control.view().shown, kDay.live);
}

TEST(TimeControl, ShowsThePastAndHoldsItThere) {
    TimeControl control = replay_at(kStart + 1h);
    control.advance(10s, kDay);
    EXPECT_TRUE(control.view().replay());
    EXPECT_EQ(control.view().shown, kStart + 1h);
}

TEST(TimeControl, ClampsToTheDay) {
    EXPECT_EQ(replay_at(kStart - 1h).view().shown, kStart);
    EXPECT_EQ(replay_at(kStart + 20h).view().shown, kDay.end);
}

TEST(TimeControl, PlaysAtItsSpeed) {
    TimeControl control = replay_at(kStart);
    control.execute(SetSpeed{60}, kDay);
    control.execute(TogglePlay{}, kDay);
    control.advance(500ms, kDay);
    EXPECT_EQ(control.view().shown, kStart + 30s);
    control.execute(TogglePlay{}, kDay);
    control.advance(500ms, kDay);
    EXPECT_EQ(control.view().shown, kStart + 30s);
}

TEST(TimeControl, IsLiveAgainWhenTheReplayCatchesUp) {
    TimeControl control = replay_at(kDay.live - 10s);
    control.execute(SetSpeed{3600}, kDay);
    control.execute(TogglePlay{}, kDay);
    control.advance(1s, kDay);
    EXPECT_FALSE(control.view().replay());
    EXPECT_FALSE(control.view().playing);
}

TEST(TimeControl, PausesAtTheEndOfADayThatIsLongOver) {
    const TimeRange past{kStart, kStart + 8h, kStart + 9000h};
    TimeControl control(past.live);
    control.execute(GoTo{past.end - 1s}, past);
    control.execute(TogglePlay{}, past);
    control.advance(5s, past);
    EXPECT_TRUE(control.view().replay());
    EXPECT_FALSE(control.view().playing);
    EXPECT_EQ(control.view().shown, past.end);
}

TEST(TimeControl, StopsThePictureWhenPlayIsPressedLive) {
    TimeControl control(kDay.live);
    control.execute(TogglePlay{}, kDay);
    EXPECT_TRUE(control.view().replay());
    EXPECT_FALSE(control.view().playing);
    EXPECT_EQ(control.view().shown, kDay.live);
}

TEST(TimeControl, GoesThroughTheSpeedsAndStopsAtBothEnds) {
    TimeControl control = replay_at(kStart);
    for (std::size_t i = 1; i < kSpeeds.size(); ++i) {
        control.execute(ShiftSpeed{1}, kDay);
        EXPECT_EQ(control.view().speed, kSpeeds.at(i));
    }
    control.execute(ShiftSpeed{1}, kDay);
    EXPECT_EQ(control.view().speed, 3600);
    control.execute(ShiftSpeed{-100}, kDay);
    EXPECT_EQ(control.view().speed, 1);
    control.execute(SetSpeed{75}, kDay);
    EXPECT_EQ(control.view().speed, 60);
}

TEST(TimeControl, GoesBackToNow) {
    TimeControl control = replay_at(kStart + 1h);
    control.execute(GoLive{}, kDay);
    EXPECT_EQ(control.view().shown, kDay.live);
    EXPECT_FALSE(control.view().replay());
}

TEST(ReplayEnd, IsNowWhileTheDayRunsAndTheLastRecordAfterIt) {
    EXPECT_EQ(replay_end(kStart + 8h, kStart + 2h, kStart + 3h), kStart + 3h);
    EXPECT_EQ(replay_end(kStart + 8h, kStart + 2h, kStart + 30h), kStart + 8h);
    EXPECT_EQ(replay_end(kStart + 8h, kStart + 9h, kStart + 30h), kStart + 9h);
}

}  // namespace
}  // namespace siaga::app
