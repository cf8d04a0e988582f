#include "data/situation/track_queries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/situation/track_samples.hpp"

namespace siaga {
namespace {

using test::kTrackStart;
using test::track_fix;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Track = std::vector<Fix>;

// 0.001 degree of latitude on a sphere of 6,371,008.8 m: 6371008.8 * pi / 180000.
constexpr double kMilliDegreeM = 111.1950802;
constexpr double kLon = 124.4871, kLat = -9.4386;
const TrackRules kRules;

/// `count` fixes every 10 s that jump a few metres about one place, their devices saying nearly nothing.
Track noisy_stand(Millis after, std::size_t count, double lon = kLon) {
    Track track;
    for (std::size_t i = 0; i < count; ++i) {
        const double jump = i % 2 == 0 ? 0.00005 : -0.00005;  // 5.5 m
        track.push_back(track_fix(after + Millis{10'000} * static_cast<int>(i), lon + jump, kLat - jump, 0.3));
    }
    return track;
}

Track joined(Track first, const Track& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

TEST(TrackQueries, MeasureTheWorkedExampleOfALeg) {
    const Fix a = track_fix(0s, kLon, -9.4386, 10), b = track_fix(5s, kLon, -9.4396, 10);
    EXPECT_NEAR(leg_m(a, b, kRules).value(), kMilliDegreeM, 1e-3);
}

TEST(TrackQueries, AddUpTheLegs) {
    // North 0.001, east 0.001 at 9.4376 S (times cos 9.4376 deg = 0.98646498), south 0.002.
    const Track track{track_fix(0s, kLon, kLat, 10), track_fix(10s, kLon, kLat + 0.001, 10),
                      track_fix(20s, kLon + 0.001, kLat + 0.001, 10), track_fix(30s, kLon + 0.001, kLat - 0.001, 10)};
    const TrackLength length = length_of(track, kRules);
    EXPECT_NEAR(length.metres, kMilliDegreeM * (1 + 0.98646498 + 2), 0.01);
    EXPECT_EQ(length.covered, 30s);
    EXPECT_THAT(length.gaps, IsEmpty());
}

TEST(TrackQueries, NeverBridgeAGapAndReportIt) {
    const Track track{track_fix(0s, kLon, kLat, 10), track_fix(10s, kLon, kLat + 0.001, 10),
                      track_fix(5min + 10'001ms, kLon, kLat + 0.5, 10),
                      track_fix(5min + 20'001ms, kLon, kLat + 0.501, 10)};
    const TrackLength length = length_of(track, kRules);
    EXPECT_NEAR(length.metres, 2 * kMilliDegreeM, 0.01);
    EXPECT_EQ(length.covered, 20s);
    EXPECT_THAT(length.gaps, ElementsAre(TrackGap{kTrackStart + 10s, kTrackStart + 5min + 10'001ms}));
    Track just_near = track;
    just_near[2].time = kTrackStart + 5min + 10s;
    EXPECT_THAT(length_of(just_near, kRules).gaps, IsEmpty());
}

TEST(TrackQueries, CountNoMetresForTheNoiseOfAStandingReceiver) {
    EXPECT_EQ(length_of(noisy_stand(0s, 400), kRules).metres, 0);
}

TEST(TrackQueries, CountALegThatIsTooLongForNoiseAlthoughBothDevicesStand) {
    const Track track{track_fix(0s, kLon, kLat, 0), track_fix(60s, kLon, kLat + 0.001, 0)};
    EXPECT_NEAR(length_of(track, kRules).metres, kMilliDegreeM, 1e-3);
}

TEST(TrackQueries, OfNoFixOrOneAreNothing) {
    for (const Track& track : {Track{}, Track{track_fix(0s, kLon, kLat)}}) {
        EXPECT_EQ(length_of(track, kRules).metres, 0);
        EXPECT_EQ(length_of(track, kRules).covered, 0s);
        EXPECT_THAT(stops_of(track, kRules), IsEmpty());
        EXPECT_EQ(speed_profile(track, kTrackStart, kTrackStart + 1min, 1min, kRules).fixes, 0U);
    }
}

TEST(TrackQueries, LeaveOutFixesWhoseClockWasRefused) {
    Track track{track_fix(0s, kLon, kLat), track_fix(5s, kLon, kLat), track_fix(9s, kLon, kLat)};
    track[1].flags = kClockWrongFlag;
    track[2].flags = kLateFlag;
    EXPECT_THAT(marker_fixes(track), ElementsAre(track[0], track[2]));
}

TEST(TrackStops, FindTheWorkedExample) {
    Track track = noisy_stand(0s, 20);
    for (int i = 0; i < 10; ++i) track.push_back(track_fix(200s + Millis{10'000} * i, kLon + 0.001 * (i + 1), kLat, 9));
    const auto stops = stops_of(track, kRules);
    ASSERT_THAT(stops, SizeIs(1));
    EXPECT_EQ(stops[0].from, kTrackStart);
    EXPECT_EQ(stops[0].to, kTrackStart + 190s);
    EXPECT_EQ(stops[0].fixes, 20U);
    EXPECT_LT(distance_m(stops[0].place, LonLat::from_degrees(kLon, kLat)), 1);
}

TEST(TrackStops, LastAtLeastTheLeastTime) {
    EXPECT_THAT(stops_of(noisy_stand(0s, 18), kRules), IsEmpty()) << "170 s are traffic";
    EXPECT_THAT(stops_of(noisy_stand(0s, 19), kRules), SizeIs(1)) << "180 s are a stop";
}

TEST(TrackStops, AreNotBrokenByOneWildFixButByTwoInARow) {
    Track track = noisy_stand(0s, 40);
    track[20].position = LonLat::from_degrees(kLon + 0.01, kLat);  // a kilometre off, once
    track[30].speed_cmps = 900;                                    // and one wild speed
    ASSERT_THAT(stops_of(track, kRules), SizeIs(1));
    EXPECT_EQ(stops_of(track, kRules)[0].fixes, 38U);
    EXPECT_LT(distance_m(stops_of(track, kRules)[0].place, LonLat::from_degrees(kLon, kLat)), 2)
        << "what does not belong must not move the place";
    track[21].position = track[20].position;
    const auto broken = stops_of(track, kRules);
    ASSERT_THAT(broken, SizeIs(1)) << "the second part lasts 170 s";
    EXPECT_EQ(broken[0].to, kTrackStart + 190s);
}

TEST(TrackStops, EndAtAGap) {
    const auto stops = stops_of(joined(noisy_stand(0s, 20), noisy_stand(190s + 5min + 1s, 20)), kRules);
    ASSERT_THAT(stops, SizeIs(2));
    EXPECT_EQ(stops[0].to, kTrackStart + 190s);
    EXPECT_EQ(stops[1].from, kTrackStart + 190s + 5min + 1s);
}

TEST(TrackStops, AreTwoAtTwoPlaces) {
    const auto stops = stops_of(joined(noisy_stand(0s, 20), noisy_stand(200s, 20, kLon + 0.002)), kRules);
    ASSERT_THAT(stops, SizeIs(2));
    EXPECT_GT(distance_m(stops[0].place, stops[1].place), 200);
}

TEST(TrackStops, AreFoundByPlaceAloneWhereDevicesTellNoSpeed) {
    Track still, driving;
    for (int i = 0; i < 30; ++i) {
        still.push_back(track_fix(Millis{10'000} * i, kLon, kLat));
        driving.push_back(track_fix(Millis{10'000} * i, kLon + 0.0007 * i, kLat));  // 7.7 m/s
    }
    EXPECT_THAT(stops_of(still, kRules), SizeIs(1));
    EXPECT_THAT(stops_of(driving, kRules), IsEmpty());
}

TEST(SpeedProfile, GivesTheWorkedExample) {
    Track track;
    for (int i = 0; i < 20; ++i) track.push_back(track_fix(Millis{1000} * i, kLon, kLat, (i * 7) % 20 + 1));
    const SpeedProfile profile = speed_profile(track, kTrackStart, kTrackStart + 19s, 10s, kRules);
    EXPECT_EQ(profile.fixes, 20U);
    EXPECT_EQ(profile.median_mps, 10);
    EXPECT_EQ(profile.p95_mps, 19);
    EXPECT_EQ(profile.fastest_mps, 20);
}

TEST(SpeedProfile, KeepsTheFastestOfEachBucketAndTheEmptyOnes) {
    const Track track{track_fix(0s, kLon, kLat, 3), track_fix(9s, kLon, kLat, 5), track_fix(10s, kLon, kLat, 4),
                      track_fix(35s, kLon, kLat, 8), track_fix(41s, kLon, kLat, 99)};
    const auto at = [](Millis after) { return kTrackStart + after; };
    EXPECT_THAT(speed_profile(track, at(0s), at(40s), 10s, kRules).buckets,
                ElementsAre(SpeedBucket{at(0s), 2, 5}, SpeedBucket{at(10s), 1, 4}, SpeedBucket{at(20s), 0, 0},
                            SpeedBucket{at(30s), 1, 8}, SpeedBucket{at(40s), 0, 0}));
}

TEST(SpeedProfile, ReckonsTheSpeedFromTheLegWhereTheDeviceTellsNone) {
    const Track track{track_fix(0s, kLon, kLat), track_fix(10s, kLon, kLat + 0.001), track_fix(10s, kLon, kLat + 0.002),
                      track_fix(10min, kLon, kLat + 0.003)};
    EXPECT_EQ(speed_at(track, 0, kRules), std::nullopt);
    EXPECT_NEAR(speed_at(track, 1, kRules).value(), kMilliDegreeM / 10, 1e-4);
    EXPECT_EQ(speed_at(track, 2, kRules), std::nullopt) << "two fixes at one time have no speed";
    EXPECT_EQ(speed_at(track, 3, kRules), std::nullopt) << "nothing is known of a gap";
    const SpeedProfile profile = speed_profile(track, kTrackStart, kTrackStart + 10min, 1min, kRules);
    EXPECT_EQ(profile.fixes, 1U);
    EXPECT_NEAR(profile.fastest_mps, kMilliDegreeM / 10, 1e-4);
}

}  // namespace
}  // namespace siaga
