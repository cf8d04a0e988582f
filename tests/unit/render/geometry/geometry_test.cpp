#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "render/geometry/map_geometry.hpp"

namespace siaga::render {
namespace {

Area square(const char* code, double west, double south, double size) {
    const auto at = [&](double dx, double dy) { return LonLat::from_degrees(west + dx * size, south + dy * size); };
    Area area;
    area.code = area.name = code;
    area.polygons.push_back({{at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)}, {}});
    area.label = at(0.5, 0.5);
    return area;
}

TEST(MapGeometry, KeepsACommonBorderOnceAndEveryOutlineWhole) {
    const MapGeometry map = map_geometry({square("A", 124, -9, 1), square("B", 125, -9, 1)}, {});
    EXPECT_EQ(map.borders.size(), 7U);
    ASSERT_EQ(map.area_outlines.size(), 2U);
    EXPECT_EQ(map.area_outlines[1].first, 4U);
    EXPECT_EQ(map.area_outlines[1].count, 4U);
    EXPECT_EQ(map.triangles.size(), 4U * 3);
    EXPECT_EQ(map.bounds.south_west, LonLat::from_degrees(124, -9));
    EXPECT_EQ(map.bounds.north_east, LonLat::from_degrees(126, -8));
}

TEST(MapGeometry, TakesTheEdgeOfTheCutForNoBorder) {
    const MapGeometry map =
        map_geometry({square("A", 124.4, -8.6, 0.1)}, {square("W", 124, -9, 1), square("E", 125, -9, 1)});
    ASSERT_EQ(map.context_borders.size(), 1U);  // only where the two meet
    EXPECT_EQ(map.context_borders[0].ax, map.context_borders[0].bx);
    EXPECT_EQ(map.area_triangles[0].first, 4U * 3);
}

TEST(MapGeometry, IsExactToATenthOfAPixelWhenZoomedInAllTheWay) {
    const MapGeometry map = map_geometry({square("A", 124, -9.7, 1)}, {});
    const double px_per_unit = 256.0 * std::exp2(Camera::kMaxZoom) / MapGeometry::kUnitsPerWorld;
    const WorldPoint corner = world_from_lonlat(LonLat::from_degrees(124, -9.7));
    const double exact_px = (corner.x - map.origin.x) * MapGeometry::kUnitsPerWorld * px_per_unit;
    EXPECT_NEAR(static_cast<double>(map.outlines[0].ax) * px_per_unit, exact_px, 0.1);
}

}  // namespace
}  // namespace siaga::render
