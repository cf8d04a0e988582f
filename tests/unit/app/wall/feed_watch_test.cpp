#include "app/wall/feed_watch.hpp"

#include <gtest/gtest.h>

namespace siaga::app {
namespace {

const Time kWatched = time_from_ms(1'000'000'000);

FeedWatch with_rhythm(Millis beat, int beats) {
    FeedWatch watch;
    for (int i = 0; i <= beats; ++i) watch.heard(kWatched + beat * i);
    return watch;
}

TEST(FeedWatch, SaysSoWhenNothingWasEverHeard) { EXPECT_EQ(FeedWatch{}.at(kWatched).health, FeedHealth::kNone); }

TEST(FeedWatch, FindsAFastFeedLostWithinThreeSeconds) {
    const FeedWatch watch = with_rhythm(200ms, 50);
    const Time last = kWatched + 10s;
    EXPECT_EQ(watch.at(last + 2'900ms).health, FeedHealth::kGood);
    EXPECT_EQ(watch.at(last + 3'001ms).health, FeedHealth::kLost);
    EXPECT_EQ(watch.at(last + 3'001ms).age, 3'001ms);
}

TEST(FeedWatch, WaitsLongerForAFeedThatSpeaksSeldom) {
    const FeedWatch watch = with_rhythm(10s, 30);
    const Time last = kWatched + 300s;
    EXPECT_EQ(watch.at(last + 30s).health, FeedHealth::kGood);
    EXPECT_EQ(watch.at(last + 41s).health, FeedHealth::kLost);
}

TEST(FeedWatch, NeverWaitsLongerThanAMinute) {
    EXPECT_EQ(with_rhythm(10min, 20).at(kWatched + 200min + 61s).health, FeedHealth::kLost);
}

TEST(FeedWatch, IsGoodAgainWithTheFirstRecordAfterAnOutage) {
    FeedWatch watch = with_rhythm(200ms, 50);
    const Time back = kWatched + 10min;
    watch.heard(back);
    EXPECT_EQ(watch.at(back + 1s).health, FeedHealth::kGood);
}

}  // namespace
}  // namespace siaga::app
