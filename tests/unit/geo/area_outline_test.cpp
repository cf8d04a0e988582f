#include "data/geo/area_outline.hpp"

#include <gtest/gtest.h>

namespace siaga {
namespace {

LonLat at(double lon, double lat) { return LonLat::from_degrees(lon, lat); }

TEST(Outline, KeepsTheCornersAndDropsWhatIsNearerThanTheTolerance) {
    Area area;
    area.polygons = {{{at(124, -9), at(124.05, -9.0004), at(124.1, -9), at(124.1, -8.9), at(124.05, -8.99),
                       at(124, -8.9), at(124, -9)},
                      {}}};
    const std::vector<Ring> shells = outline(area, 0.0005);
    ASSERT_EQ(shells.size(), 1U);
    EXPECT_EQ(shells[0].size(), 6U) << "the bay stays, the bump goes";
    EXPECT_EQ(shells[0].front(), shells[0].back());
    EXPECT_EQ(outline(area, 0).at(0).size(), 7U);
}

TEST(Outline, HasOneRingForEachPartAndNoHoles) {
    const auto square = [](double lon, double side) {
        return Ring{at(lon, -9), at(lon + side, -9), at(lon + side, -9 + side), at(lon, -9 + side), at(lon, -9)};
    };
    Area area;
    area.polygons = {
        {square(124, 0.1),
         {{at(124.02, -8.98), at(124.02, -8.96), at(124.04, -8.96), at(124.04, -8.98), at(124.02, -8.98)}}},
        {square(125, 0.1), {}}};
    EXPECT_EQ(outline(area, 0.0005).size(), 2U);
}

}  // namespace
}  // namespace siaga
