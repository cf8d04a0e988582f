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

TEST(TimeControl, ShowsTheSameTimeOfAnotherDayAndNowInsteadOfWhatIsToCome) {
    const TimeRange days{kStart, kStart + 56h, kStart + 57h};
    TimeControl control(days.live);
    control.execute(ShiftDay{-1}, days);
    EXPECT_TRUE(control.view().replay());
    EXPECT_EQ(control.view().shown, kStart + 33h);
    control.execute(ShiftDay{-1}, days);
    EXPECT_EQ(control.view().shown, kStart + 9h);
    control.execute(ShiftDay{-1}, days);
    EXPECT_EQ(control.view().shown, kStart) << "not before the first day";
    control.execute(ShiftDay{1}, days);
    EXPECT_EQ(control.view().shown, kStart + 24h);
    control.execute(ShiftDay{1}, days);
    EXPECT_TRUE(control.view().replay());
    control.execute(ShiftDay{1}, days);
    EXPECT_FALSE(control.view().replay());
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

TimeControl marked(Time a, Time b) {
    TimeControl control(kDay.live);
    control.execute(SetMark{TimeMark::kA, a}, kDay);
    control.execute(SetMark{TimeMark::kB, b}, kDay);
    return control;
}

TEST(Marks, MakeARangeWhicheverIsTheEarlier) {
    const MarkedRange expected{kStart + 1h, kStart + 2h};
    EXPECT_EQ(marked(kStart + 1h, kStart + 2h).view().marked(), expected);
    EXPECT_EQ(marked(kStart + 2h, kStart + 1h).view().marked(), expected);
    EXPECT_FALSE(marked(kStart + 2h, kStart + 1h).view().replay()) << "marking moves no time";
}

TEST(Marks, StayInTheDayAndMarkNothingWhenTheyAreTooClose) {
    EXPECT_EQ(marked(kStart - 1h, kStart + 50h).view().marked(), (MarkedRange{kDay.start, kDay.end}));
    EXPECT_EQ(marked(kStart, kStart + 999ms).view().marked(), std::nullopt);
    EXPECT_EQ(marked(kStart - 2h, kStart - 1h).view().marked(), std::nullopt);
}

TEST(Loop, BeginsAtTheEarlierMarkAndPlays) {
    TimeControl control = marked(kStart + 2h, kStart + 1h);
    control.execute(ToggleLoop{}, kDay);
    EXPECT_TRUE(control.view().replay());
    EXPECT_TRUE(control.view().playing);
    EXPECT_EQ(control.view().shown, kStart + 1h);
}

TEST(Loop, BeginsWhereTheReplayIsWhenThatIsInTheRange) {
    TimeControl control = marked(kStart + 1h, kStart + 2h);
    control.execute(GoTo{kStart + 90min}, kDay);
    control.execute(ToggleLoop{}, kDay);
    EXPECT_EQ(control.view().shown, kStart + 90min);
}

TEST(Loop, GoesOnAtItsBeginningAlsoWhenOneStepIsLongerThanAllOfIt) {
    TimeControl control = marked(kStart + 1h, kStart + 1h + 10s);
    control.execute(ToggleLoop{}, kDay);
    control.advance(9s, kDay);
    EXPECT_EQ(control.view().shown, kStart + 1h + 9s);
    control.advance(3s, kDay);
    EXPECT_EQ(control.view().shown, kStart + 1h + 2s);
    control.execute(SetSpeed{3600}, kDay);
    control.advance(1s, kDay);  // 3,600 s in a loop of 10 s
    EXPECT_EQ(control.view().shown, kStart + 1h + 2s);
    EXPECT_TRUE(control.view().playing);
}

TEST(Loop, UpToNowDoesNotEndInLive) {
    TimeControl control = marked(kDay.live - 10s, kDay.live);
    control.execute(ToggleLoop{}, kDay);
    control.advance(12s, kDay);
    EXPECT_TRUE(control.view().replay());
    EXPECT_EQ(control.view().shown, kDay.live - 8s);
}

TEST(Loop, PausesAndGoesOnInside) {
    TimeControl control = marked(kStart + 1h, kStart + 2h);
    control.execute(ToggleLoop{}, kDay);
    control.execute(TogglePlay{}, kDay);
    control.advance(5s, kDay);
    EXPECT_EQ(control.view().shown, kStart + 1h);
    control.execute(TogglePlay{}, kDay);
    EXPECT_TRUE(control.view().looping);
}

TEST(Loop, EndsWhenSomebodyLeavesTheRangeOrTakesItAway) {
    const TimeCommand ends[]{GoLive{}, GoTo{kStart + 5h}, ClearMarks{}, ToggleLoop{},
                             SetMark{TimeMark::kB, kStart + 1h}};
    for (const TimeCommand& end : ends) {
        TimeControl control = marked(kStart + 1h, kStart + 2h);
        control.execute(ToggleLoop{}, kDay);
        control.execute(GoTo{kStart + 80min}, kDay);
        ASSERT_TRUE(control.view().looping);
        control.execute(end, kDay);
        EXPECT_FALSE(control.view().looping) << end.index();
    }
}

TEST(Loop, FollowsAMarkThatIsDraggedPastTheTimeShown) {
    TimeControl control = marked(kStart + 1h, kStart + 2h);
    control.execute(ToggleLoop{}, kDay);
    control.execute(SetMark{TimeMark::kA, kStart + 90min}, kDay);
    control.advance(1s, kDay);
    EXPECT_EQ(control.view().shown, kStart + 90min + 1s);
}

TEST(Loop, NeedsAMarkedRange) {
    TimeControl control(kDay.live);
    control.execute(SetMark{TimeMark::kA, kStart}, kDay);
    control.execute(ToggleLoop{}, kDay);
    EXPECT_FALSE(control.view().looping);
    EXPECT_FALSE(control.view().replay());
}

TEST(ReplayEnd, IsNowWhileTheDayRunsAndTheLastRecordAfterIt) {
    EXPECT_EQ(replay_end(kStart + 8h, kStart + 2h, kStart + 3h), kStart + 3h);
    EXPECT_EQ(replay_end(kStart + 8h, kStart + 2h, kStart + 30h), kStart + 8h);
    EXPECT_EQ(replay_end(kStart + 8h, kStart + 9h, kStart + 30h), kStart + 9h);
}

}  // namespace
}  // namespace siaga::app
