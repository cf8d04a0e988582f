#include "app/panels/unit_track.hpp"

#include <gtest/gtest.h>

#include "tests/unit/situation/track_samples.hpp"

namespace siaga::app {
namespace {

using test::kTrackStart;
using test::track_fix;

class UnitTrackTest : public testing::Test {
protected:
    UnitTrackTest() { history_.add({{}, {}, {"A", "B"}}); }
    void add(std::vector<Fix> fixes) {
        history_.add({{}, std::move(fixes), {}});
        ++revision_;
    }
    /// Due north at 10 m/s, 0.001 degree (111.195 m) every 10 s.
    static Fix drives(Millis after) {
        return track_fix(after, 124.5, -9.4 + 0.001 * static_cast<double>(after / 10s), 10);
    }
    void update(UnitIndex unit = UnitIndex{0}) {
        track_.update(history_, {unit, kTrackStart, to_, revision_, TrackRules{}, fixes_per_frame_});
    }
    void update_until_complete() {
        for (int i = 0; i < 100 && !track_.complete(); ++i) update();
        ASSERT_TRUE(track_.complete());
    }
    [[nodiscard]] double metres() const { return track_.between(kTrackStart, to_).metres; }

    static constexpr double kLegM = 111.195;
    History history_{std::make_shared<Roster>()};
    UnitTrack track_;
    std::uint64_t revision_ = 0, fixes_per_frame_ = UnitTrack::kFixesPerFrame;
    Time to_ = kTrackStart + 2h;
};

TEST_F(UnitTrackTest, IsReadInPortionsOverSeveralFrames) {
    add({drives(0s), drives(10s), drives(20s), drives(30s)});
    fixes_per_frame_ = 1;
    int frames = 0;
    while (!track_.complete()) {
        EXPECT_EQ(metres(), 0) << "half a day is no figure";
        update();
        ++frames;
    }
    EXPECT_EQ(frames, 4) << "one of four fixes in each";
    EXPECT_NEAR(metres(), 3 * kLegM, 0.1);
}

TEST_F(UnitTrackTest, GrowsWithNewRecords) {
    add({drives(0s), drives(10s)});
    update_until_complete();
    add({drives(20s)});
    update();
    EXPECT_NEAR(metres(), 2 * kLegM, 0.1);
}

TEST_F(UnitTrackTest, FindsALateFixWithinTheTailAtOnceAndAnOlderOneWhenItIsReadAgain) {
    add({track_fix(0s, 124.5, -9.4, 10), track_fix(4min, 124.5, -9.4, 10), track_fix(8min, 124.5, -9.4, 10)});
    update_until_complete();
    EXPECT_EQ(metres(), 0);
    add({track_fix(6min, 124.5, -9.401, 10)});
    update();
    EXPECT_NEAR(metres(), 2 * kLegM, 0.1);
    add({track_fix(2min, 124.5, -9.401, 10)});
    update();
    EXPECT_NEAR(metres(), 2 * kLegM, 0.1);
    to_ += UnitTrack::kReadAll;
    for (int i = 0; i < 10; ++i) update();
    EXPECT_NEAR(metres(), 2 * kLegM, 0.1) << "only with a new record";
    add({});
    for (int i = 0; i < 10; ++i) update();
    EXPECT_NEAR(metres(), 4 * kLegM, 0.1);
}

TEST_F(UnitTrackTest, GivesTheFiguresOfAnySpanOfIt) {
    std::vector<Fix> fixes;
    for (int i = 0; i <= 30; ++i) fixes.push_back(track_fix(Millis{10'000} * i, 124.5, -9.4, 0));  // 5 min
    for (int i = 1; i <= 6; ++i)
        fixes.push_back(track_fix(5min + Millis{10'000} * i, 124.5, -9.4 + 0.001 * i, 10));  // 1 min
    add(fixes);
    update_until_complete();
    const auto between = [&](Millis from, Millis to) { return track_.between(kTrackStart + from, kTrackStart + to); };
    EXPECT_EQ(between(0s, 2h).stops, 1U);
    EXPECT_EQ(between(0s, 2min).stops, 0U) << "not a stop yet";
    EXPECT_EQ(between(0s, 3min).stops, 1U);
    EXPECT_EQ(between(2min + 1s, 2h).stops, 0U) << "less than three minutes of it lie in the span";
    EXPECT_NEAR(between(5min, 2h).metres, 6 * kLegM, 0.1);
    EXPECT_NEAR(between(5min + 10s, 5min + 30s).metres, 2 * kLegM, 0.1);
    EXPECT_EQ(between(1h, 2h), UnitTrack::Figures{});
}

TEST_F(UnitTrackTest, BeginsAnewForAnotherUnit) {
    add({drives(0s), drives(10s)});
    update_until_complete();
    update(UnitIndex{1});
    EXPECT_EQ(metres(), 0);
}

TEST_F(UnitTrackTest, GivesTheFastestOfEachColumn) {
    add({track_fix(0s, 124.5, -9.4, 3), track_fix(59min, 124.5, -9.4, 7), track_fix(61min, 124.5, -9.4, 5)});
    update_until_complete();
    const auto& speeds = track_.speeds(kTrackStart, to_, 2);
    ASSERT_EQ(speeds.size(), 2U);
    EXPECT_EQ(speeds[0].fastest_mps, 7);
    EXPECT_EQ(speeds[1].fastest_mps, 5);
}

}  // namespace
}  // namespace siaga::app
