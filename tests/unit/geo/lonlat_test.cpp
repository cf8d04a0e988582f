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

}  // namespace
}  // namespace siaga
