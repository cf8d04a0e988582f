#include "data/geo/lonlat.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace siaga {
namespace {

const LonLat kKefamenanu = LonLat::from_degrees(124.4871, -9.4386);

TEST(LonLat, IsFixedPointOfATenMillionthDegree) {
    EXPECT_EQ(kKefamenanu.lon_e7, 1'244'871'000);
    EXPECT_EQ(kKefamenanu.lat_e7, -94'386'000);
    EXPECT_TRUE(kKefamenanu.defined());
    EXPECT_FALSE(LonLat{}.defined());
}

TEST(LonLat, KnowsItsRange) {
    EXPECT_TRUE(LonLat::in_range(-180, 90));
    EXPECT_FALSE(LonLat::in_range(180.1, 0));
    EXPECT_FALSE(LonLat::in_range(0, -90.1));
    EXPECT_FALSE(LonLat::in_range(std::numeric_limits<double>::quiet_NaN(), 0));
    EXPECT_FALSE(LonLat::in_range(0, std::numeric_limits<double>::infinity()));
}

TEST(Geodesy, MeasuresDistanceAndBearing) {
    const LonLat east = LonLat::from_degrees(125.4871, -9.4386);
    EXPECT_NEAR(distance_m(kKefamenanu, east), 109'690, 30) << "111,195 m times cos(9.4386 degrees)";
    EXPECT_NEAR(bearing_deg(kKefamenanu, east), 90, 0.1);
    EXPECT_NEAR(bearing_deg(east, kKefamenanu), 270, 0.1);
    EXPECT_DOUBLE_EQ(distance_m(east, east), 0);
}

TEST(Mercator, HasTheWorkedExampleOfItsHeader) {
    const WorldPoint w = world_from_lonlat(kKefamenanu);
    EXPECT_NEAR(w.x, 0.8457975, 1e-7);
    EXPECT_NEAR(w.y, 0.5263377, 1e-7);
    const WorldPoint middle = world_from_lonlat(LonLat{0, 0});
    EXPECT_DOUBLE_EQ(middle.x, 0.5);
    EXPECT_DOUBLE_EQ(middle.y, 0.5);
}

TEST(Mercator, ReadsBackToTheSameTenMillionth) {
    for (const double lat : {-85.0, -9.4386, -0.0000001, 0.0, 45.1234567, 85.0}) {
        const LonLat p = LonLat::from_degrees(124.4871, lat);
        EXPECT_EQ(lonlat_from_world(world_from_lonlat(p)), p) << lat;
    }
}

TEST(WorldTable, IsWithinThreeMillimetresOfTheExactPlace) {
    for (const std::int32_t south : {-600'000'000, -110'000'000, -1, 0, 450'000'000}) {
        const WorldTable table(south, south + 20'000'000);
        for (std::int32_t up = 0; up <= 20'000'000; up += 12'347) {
            const LonLat p{1'244'871'000, south + up};
            const WorldPoint exact = world_from_lonlat(p), found = table.at(p);
            const double metre = 1 / metres_per_world_unit(p.lat_deg());
            ASSERT_NEAR(found.x, exact.x, 1e-6 * metre) << p.lat_e7;
            ASSERT_NEAR(found.y, exact.y, 0.003 * metre) << p.lat_e7;
        }
    }
}

TEST(WorldTable, AnswersExactlyBeyondItsLatitudes) {
    const WorldTable table(-100'000'000, -90'000'000);
    for (const std::int32_t lat : {-899'999'999, -100'000'001, -80'000'000, 0, 899'999'999}) {
        const LonLat p{-1'799'999'999, lat};
        EXPECT_EQ(table.at(p), world_from_lonlat(p)) << lat;
    }
    const WorldTable whole_earth(-900'000'000, 900'000'000), none(0, -1);
    EXPECT_EQ(whole_earth.at(kKefamenanu), world_from_lonlat(kKefamenanu));
    EXPECT_EQ(none.at(kKefamenanu), world_from_lonlat(kKefamenanu));
}

}  // namespace
}  // namespace siaga
