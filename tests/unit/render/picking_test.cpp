#include "render/picking.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace siaga::render {
namespace {

constexpr PixelRect kView{100, 50, 1000, 700};

LonLat middle() { return LonLat::from_degrees(124.5, -9.4); }

Mark mark(std::uint32_t id, LonLat place) {
    Mark m;
    m.id = id;
    m.place = place;
    m.size_px = 20;
    return m;
}

TEST(Picking, FindsEachDistrictAtItsLabelAtThreeZooms) {
    const auto areas =
        load_areas(std::filesystem::path(SIAGA_SOURCE_DIR) / "assets/ttu/areas.geojson", AreaUse::kDistricts);
    const AreaIndex index(areas);
    for (const double zoom : {9.0, 12.5, 18.0}) {
        for (std::size_t i = 0; i < areas.size(); ++i) {
            const Camera camera(kView, areas[i].label, zoom);
            EXPECT_EQ(area_at(index, camera, camera.screen_from_lonlat(areas[i].label)), i) << areas[i].name;
        }
    }
}

TEST(Picking, FindsNothingOutsideTheViewport) {
    const auto areas =
        load_areas(std::filesystem::path(SIAGA_SOURCE_DIR) / "assets/ttu/areas.geojson", AreaUse::kDistricts);
    const AreaIndex index(areas);
    const Camera camera(kView, areas[0].label, 18);
    EXPECT_EQ(area_at(index, camera, {99, 300}), std::nullopt);
    EXPECT_EQ(mark_at({mark(1, camera.lonlat_from_screen({95, 300}))}, camera, {95, 300}, 1), std::nullopt);
}

TEST(Picking, ReachesSixPixelsBeyondAMarkTimesTheScale) {
    const Camera camera(kView, middle(), 12);
    const std::vector<Mark> marks{mark(7, middle())};
    EXPECT_EQ(mark_at(marks, camera, {600 + 15.9, 400}, 1), 7U);
    EXPECT_EQ(mark_at(marks, camera, {600 + 16.1, 400}, 1), std::nullopt);
    EXPECT_EQ(mark_at(marks, camera, {600 + 31.9, 400}, 2), 7U);
}

TEST(Picking, PrefersTheNearerThenTheOneDrawnLast) {
    const Camera camera(kView, middle(), 12);
    const std::vector<Mark> marks{mark(1, middle()), mark(2, middle()), mark(3, camera.lonlat_from_screen({610, 400}))};
    EXPECT_EQ(mark_at(marks, camera, {600, 400}, 1), 2U);
    EXPECT_EQ(mark_at(marks, camera, {608, 400}, 1), 3U);
}

TEST(Picking, PassesThroughWhatIsNotPickable) {
    const Camera camera(kView, middle(), 12);
    std::vector<Mark> marks{mark(1, middle()), mark(2, middle())};
    marks[1].pickable = false;
    EXPECT_EQ(mark_at(marks, camera, {600, 400}, 1), 1U);
}

}  // namespace
}  // namespace siaga::render
