#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "data/core/fault.hpp"
#include "render/map_renderer.hpp"
#include "render/offscreen.hpp"
#include "tests/golden/ttu_scene.hpp"

namespace siaga::render {
namespace {

std::string fault_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Fault& fault) {
        return fault.what();
    }
    return "no fault";
}

std::filesystem::path shaders() { return std::filesystem::path(SIAGA_SOURCE_DIR) / "assets" / "shaders"; }

TEST(Offscreen, RefusesASizeThatCannotBeDrawn) {
    EXPECT_EQ(fault_of([] { const Offscreen none(0, 100); }),
              "a picture of 0 x 100 pixels cannot be drawn: each side is 1 to 8192");
}

TEST(Offscreen, ReadsBackTheFirstRowAtTheTop) {
    Offscreen offscreen(8, 4);
    const TtuMap ttu = load_ttu();
    MapRenderer map(ttu.areas, ttu.context, {shaders()});
    map.draw_swatch({0, 0, 8, 1}, {Colour::hex(0x123456), Pattern::kNone, {}}, {8, 4, 1});
    const Image image = offscreen.read();
    EXPECT_EQ(image.rgba[0], 0x12);
    EXPECT_EQ(image.rgba[2], 0x56);
    EXPECT_EQ(image.rgba[8 * 4], 0);
}

TEST(Shaders, NamesTheFileThatIsMissing) {
    const Offscreen offscreen(8, 8);
    const TtuMap ttu = load_ttu();
    EXPECT_THAT(fault_of([&] { MapRenderer(ttu.areas, ttu.context, {"/nowhere"}); }),
                testing::MatchesRegex("/nowhere/.*\\.vert: shader is missing; the assets folder is incomplete"));
}

TEST(Shaders, NamesTheFileThatDoesNotCompile) {
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "broken_shaders";
    std::filesystem::remove_all(folder);
    std::filesystem::copy(shaders(), folder);
    std::ofstream(folder / "trail.frag") << "#version 330 core\nvoid main() { nothing(); }\n";
    const Offscreen offscreen(8, 8);
    const TtuMap ttu = load_ttu();
    EXPECT_THAT(fault_of([&] { MapRenderer(ttu.areas, ttu.context, {folder}); }),
                testing::HasSubstr("trail.frag: shader does not compile: "));
    std::filesystem::remove_all(folder);
}

TEST(MapRenderer, RefusesAMapWithoutAreas) {
    const Offscreen offscreen(8, 8);
    EXPECT_EQ(fault_of([] { MapRenderer({}, {}, {shaders()}); }),
              "there is no area to draw; check the area file of the operation");
}

TEST(MapRenderer, TouchesNothingOutsideTheViewport) {
    Offscreen offscreen(200, 100);
    const TtuMap ttu = load_ttu();
    MapRenderer map(ttu.areas, ttu.context, {shaders()});
    const Camera camera({50, 20, 100, 60}, ttu.areas[4].label, 10);
    map.draw(ttu_day(ttu), camera, {200, 100, 1});
    const Image image = offscreen.read();
    for (int y = 0; y < 100; ++y) {
        for (int x = 0; x < 200; ++x) {
            const bool inside = x >= 50 && x < 150 && y >= 20 && y < 80;
            const auto at = static_cast<std::size_t>(y * 200 + x) * 4;
            const int sum = image.rgba[at] + image.rgba[at + 1] + image.rgba[at + 2];
            ASSERT_EQ(sum > 0, inside) << x << ", " << y;
        }
    }
}

TEST(MapRenderer, GivesTheSameSwatchForTheSameStyle) {
    const Offscreen offscreen(8, 8);
    const TtuMap ttu = load_ttu();
    MapRenderer map(ttu.areas, ttu.context, {shaders()});
    const AreaStyle style = eight_styles()[2];
    const unsigned first = map.swatch_texture(style, 24, 16, 1);
    EXPECT_NE(first, 0U);
    EXPECT_EQ(map.swatch_texture(style, 24, 16, 1), first);
    EXPECT_NE(map.swatch_texture(eight_styles()[3], 24, 16, 1), first);
}

}  // namespace
}  // namespace siaga::render
