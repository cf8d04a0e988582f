#include "data/situation/area_visits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/situation/track_samples.hpp"

namespace siaga {
namespace {

using test::kTrackStart;
using test::track_fix;
using testing::ElementsAre;
using testing::IsEmpty;

// West [124, 124.5], east [124.5, 125], both between 9 S and 8 S; nothing around them.
std::vector<Area> west_and_east() {
    constexpr const char* kJson = R"({"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"W","name":"West"},"geometry":{"type":"Polygon",
         "coordinates":[[[124,-9],[124.5,-9],[124.5,-8],[124,-8],[124,-9]]]}},
        {"type":"Feature","properties":{"code":"E","name":"East"},"geometry":{"type":"Polygon",
         "coordinates":[[[124.5,-9],[125,-9],[125,-8],[124.5,-8],[124.5,-9]]]}}]})";
    return areas_from_geojson(kJson, AreaUse::kDistricts).value();
}

class AreaVisits : public testing::Test {
protected:
    [[nodiscard]] std::vector<AreaVisit> visits(const std::vector<Fix>& track) const {
        return area_visits(track, index_, 5min);
    }
    static Time at(Millis after) { return kTrackStart + after; }
    static constexpr std::size_t kWest = 0, kEast = 1;
    const AreaIndex index_{west_and_east()};
};

TEST_F(AreaVisits, FindTheCrossingOfTheWorkedExample) {
    // 1 of 4 thousandths of a degree on the way: 2.5 s. The border itself is still the west's, so the
    // first millisecond in the east is the one after.
    const auto seen = visits({track_fix(0s, 124.499, -8.5), track_fix(10s, 124.503, -8.5)});
    EXPECT_THAT(seen, ElementsAre(AreaVisit{kWest, at(0s), at(2501ms), false, true},
                                  AreaVisit{kEast, at(2501ms), at(10s), true, false}));
}

TEST_F(AreaVisits, FindAnAreaThatWasOnlyPassedBetweenTwoFixes) {
    // From outside in the west into the east: 0.1 + 0.5 + 0.4 degrees in 100 s.
    const auto seen = visits({track_fix(0s, 123.9, -8.5), track_fix(100s, 124.9, -8.5)});
    EXPECT_THAT(seen, ElementsAre(AreaVisit{std::nullopt, at(0s), at(10s), false, true},
                                  AreaVisit{kWest, at(10s), at(60'001ms), true, true},
                                  AreaVisit{kEast, at(60'001ms), at(100s), true, false}));
}

TEST_F(AreaVisits, DoNotSeeAnAreaThatWasLeftAndEnteredAgainBetweenTwoFixes) {
    EXPECT_THAT(visits({track_fix(0s, 123.9, -8.5), track_fix(100s, 125.1, -8.5)}),
                ElementsAre(AreaVisit{std::nullopt, at(0s), at(100s), false, false}));
}

TEST_F(AreaVisits, AssumeNothingAcrossAGap) {
    const auto seen = visits({track_fix(0s, 124.2, -8.5), track_fix(60s, 124.3, -8.5),
                              track_fix(60s + 5min + 1ms, 124.8, -8.5), track_fix(9min, 124.9, -8.5)});
    EXPECT_THAT(seen, ElementsAre(AreaVisit{kWest, at(0s), at(60s), false, false},
                                  AreaVisit{kEast, at(60s + 5min + 1ms), at(9min), false, false}));
}

TEST_F(AreaVisits, GiveAPointOnTheCommonBorderToTheLowerIndex) {
    EXPECT_THAT(visits({track_fix(0s, 124.5, -8.5)}), ElementsAre(AreaVisit{kWest, at(0s), at(0s), false, false}));
}

TEST_F(AreaVisits, TakeTwoFixesOfOneInstantAsTheyCome) {
    const auto seen = visits({track_fix(0s, 124.2, -8.5), track_fix(0s, 124.8, -8.5)});
    EXPECT_THAT(seen, ElementsAre(AreaVisit{kWest, at(0s), at(0s), false, true},
                                  AreaVisit{kEast, at(0s), at(0s), true, false}));
}

TEST_F(AreaVisits, AddUpTheTimeOfSeveralVisits) {
    const auto seen = visits({track_fix(0s, 124.4, -8.5), track_fix(100s, 124.6, -8.5), track_fix(200s, 124.4, -8.5)});
    EXPECT_EQ(time_inside(seen, kWest), 50'001ms + 50s);
    EXPECT_EQ(time_inside(seen, kEast), 99'999ms);
    EXPECT_EQ(time_inside(seen, std::nullopt), 0s);
}

TEST_F(AreaVisits, OfNoFixAreNone) { EXPECT_THAT(visits({}), IsEmpty()); }

}  // namespace
}  // namespace siaga
