#include <gtest/gtest.h>

#include <filesystem>

#include "render/map_renderer.hpp"
#include "render/offscreen.hpp"
#include "tests/golden/golden.hpp"
#include "tests/golden/ttu_scene.hpp"

namespace siaga::render {
namespace {

class GoldenMap : public testing::Test {
protected:
    /// The scene over the whole picture, with all areas in sight.
    Image picture(const Scene& scene, int width, int height, double scale, double zoom_steps = 0) {
        Offscreen offscreen(width, height);
        MapRenderer map(ttu_.areas, ttu_.context, {std::filesystem::path(SIAGA_SOURCE_DIR) / "assets" / "shaders"});
        const PixelRect all{0, 0, static_cast<double>(width), static_cast<double>(height)};
        Camera camera(all, ttu_.areas.front().label, 10);
        camera.fit(map.bounds(), Padding::all(24 * scale));
        if (zoom_steps != 0) camera.zoom_about({all.width * 0.45, all.height * 0.6}, zoom_steps);
        Furniture furniture;
        furniture.scale_corner = all;
        map.draw(scene, camera, {width, height, scale}, furniture);
        return offscreen.read();
    }

    const TtuMap ttu_ = load_ttu();
};

TEST_F(GoldenMap, ShowsTheEightStylesOfAreas) {
    EXPECT_TRUE(matches_baseline(picture(ttu_areas(ttu_), 960, 540, 1.0), "map_areas"));
}

TEST_F(GoldenMap, ShowsADayWithUnitsSitesAndNames) {
    EXPECT_TRUE(matches_baseline(picture(ttu_day(ttu_), 960, 540, 1.0), "map_day"));
}

TEST_F(GoldenMap, ShowsTheSameDayTwiceAsLargeAtScaleTwo) {
    EXPECT_TRUE(matches_baseline(picture(ttu_day(ttu_), 1920, 1080, 2.0), "map_day_scale_2"));
}

TEST_F(GoldenMap, ShowsMoreNamesWhenZoomedIn) {
    EXPECT_TRUE(matches_baseline(picture(ttu_day(ttu_), 960, 540, 1.0, 1.4), "map_day_zoomed"));
}

TEST_F(GoldenMap, ChangesToTheSamePictureAsIfItHadShownNoOther) {
    Offscreen offscreen(960, 540);
    const MapAssets assets{std::filesystem::path(SIAGA_SOURCE_DIR) / "assets" / "shaders"};
    const PixelRect all{0, 0, 960, 540};
    Camera camera(all, ttu_.areas.front().label, 10);
    MapRenderer changing(ttu_.areas, ttu_.context, assets);
    camera.fit(changing.bounds(), Padding::all(24));
    camera.zoom_about({430, 320}, 0.7);  // some areas lie partly and some all outside
    Scene scene = ttu_day(ttu_);
    scene.selected_area = 4;
    const auto shown_by = [&](MapRenderer& map) {
        map.draw(scene, camera, {960, 540, 1.0});
        return offscreen.read();
    };
    Image before = shown_by(changing);
    for (const std::size_t step : {1U, 2U, 5U}) {
        for (std::size_t i = step; i < scene.areas.size(); i += step + 1) std::swap(scene.areas[i], scene.areas[i - 1]);
        const Image seen = shown_by(changing);
        EXPECT_NE(seen, before) << step;
        MapRenderer fresh(ttu_.areas, ttu_.context, assets);
        EXPECT_EQ(compare(seen, shown_by(fresh), 0).share, 0) << step;
        before = seen;
    }
    scene.areas[3].fill.a = 128;  // seen through: nothing of what was there before may show
    MapRenderer fresh(ttu_.areas, ttu_.context, assets);
    EXPECT_EQ(compare(shown_by(changing), shown_by(fresh), 0).share, 0);
}

TEST_F(GoldenMap, IsTheSamePictureEachTime) {
    const Scene scene = ttu_day(ttu_);
    EXPECT_EQ(picture(scene, 480, 270, 1.0), picture(scene, 480, 270, 1.0));
}

}  // namespace
}  // namespace siaga::render
