#include "render/camera.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace siaga::render {
namespace {

constexpr PixelRect kWall{20, 100, 1340, 760};

LonLat kefamenanu() { return LonLat::from_degrees(124.4871, -9.4386); }

Camera any_camera() {
    const double zoom = *rc::gen::inRange(200, 2000) / 100.0;
    const LonLat centre{*rc::gen::inRange(1'230'000'000, 1'260'000'000), *rc::gen::inRange(-110'000'000, -80'000'000)};
    return {kWall, centre, zoom};
}

ScreenPoint any_point() {
    return {*rc::gen::inRange(0, 1340 * 8) / 8.0 + kWall.x, *rc::gen::inRange(0, 760 * 8) / 8.0 + kWall.y};
}

TEST(Camera, HasTheWorkedExampleOfItsHeader) {
    const Camera camera(kWall, LonLat::from_degrees(0, 0), 10);
    EXPECT_DOUBLE_EQ(camera.px_per_world_unit(), 262'144.0);
    EXPECT_NEAR(camera.metres_per_px(), 152.874, 0.001);
}

TEST(Camera, ShowsItsCentreInTheMiddleOfTheViewport) {
    const Camera camera(kWall, kefamenanu(), 11);
    const ScreenPoint middle = camera.screen_from_lonlat(kefamenanu());
    EXPECT_DOUBLE_EQ(middle.x, 20 + 670);
    EXPECT_DOUBLE_EQ(middle.y, 100 + 380);
}

RC_GTEST_PROP(Camera, ComesBackToTheSamePixel, ()) {
    const Camera camera = any_camera();
    const ScreenPoint p = any_point();
    const ScreenPoint back = camera.screen_from_world(camera.world_from_screen(p));
    RC_ASSERT(std::hypot(back.x - p.x, back.y - p.y) < 1e-5);
}

RC_GTEST_PROP(Camera, ComesBackToTheSamePlace, ()) {
    const Camera camera = any_camera();
    const LonLat p{*rc::gen::inRange(1'230'000'000, 1'260'000'000), *rc::gen::inRange(-110'000'000, -80'000'000)};
    const LonLat back = camera.lonlat_from_screen(camera.screen_from_lonlat(p));
    RC_ASSERT(std::abs(back.lon_e7 - p.lon_e7) <= 1);
    RC_ASSERT(std::abs(back.lat_e7 - p.lat_e7) <= 1);
}

RC_GTEST_PROP(Camera, KeepsWhatIsUnderTheCursorWhenZooming, ()) {
    Camera camera = any_camera();
    const ScreenPoint cursor = any_point();
    const WorldPoint under = camera.world_from_screen(cursor);
    camera.zoom_about(cursor, *rc::gen::inRange(-500, 500) / 100.0);
    RC_PRE(camera.centre().y > 0 && camera.centre().y < 1 && camera.centre().x > 0 && camera.centre().x < 1);
    const ScreenPoint now = camera.screen_from_world(under);
    RC_ASSERT(std::hypot(now.x - cursor.x, now.y - cursor.y) < 1e-4);
}

RC_GTEST_PROP(Camera, MovesTheMapWithTheHand, ()) {
    Camera camera = any_camera();
    const LonLat held = camera.lonlat_from_screen(any_point());
    const ScreenPoint before = camera.screen_from_lonlat(held);
    const double dx = *rc::gen::inRange(-100, 100);
    const double dy = *rc::gen::inRange(-100, 100);
    camera.pan_px(dx, dy);
    const ScreenPoint after = camera.screen_from_lonlat(held);
    RC_ASSERT(std::abs(after.x - before.x - dx) < 1e-4);
    RC_ASSERT(std::abs(after.y - before.y - dy) < 1e-4);
}

TEST(Camera, FitsBoundsIntoWhatThePanelsLeave) {
    Camera camera(kWall, kefamenanu(), 5);
    const GeoBounds bounds{LonLat::from_degrees(124.0, -9.7), LonLat::from_degrees(124.9, -8.9)};
    camera.fit(bounds, {300, 20, 10, 40});
    const ScreenPoint low = camera.screen_from_lonlat({bounds.south_west.lon_e7, bounds.north_east.lat_e7});
    const ScreenPoint high = camera.screen_from_lonlat({bounds.north_east.lon_e7, bounds.south_west.lat_e7});
    EXPECT_NEAR(low.y, kWall.y + 20, 0.001);
    EXPECT_NEAR(high.y, kWall.bottom() - 40, 0.001);
    EXPECT_GE(low.x, kWall.x + 300);
    EXPECT_LE(high.x, kWall.right() - 10);
    EXPECT_NEAR(low.x - (kWall.x + 300), kWall.right() - 10 - high.x, 0.001);
}

TEST(Camera, StopsAtItsLimits) {
    Camera camera(kWall, kefamenanu(), 11);
    camera.set_limits({LonLat::from_degrees(124, -10), LonLat::from_degrees(125, -9)}, 9, 16);
    camera.zoom_about({500, 500}, 40);
    EXPECT_DOUBLE_EQ(camera.zoom(), 16);
    camera.zoom_about({500, 500}, -40);
    EXPECT_DOUBLE_EQ(camera.zoom(), 9);
    camera.pan_px(1e7, -1e7);
    EXPECT_EQ(lonlat_from_world(camera.centre()), LonLat::from_degrees(124, -10));
}

TEST(Camera, KeepsCentreAndZoomWhenTheWindowChanges) {
    Camera camera(kWall, kefamenanu(), 11);
    camera.set_viewport({0, 0, 400, 300});
    EXPECT_EQ(camera.screen_from_lonlat(kefamenanu()), (ScreenPoint{200, 150}));
    EXPECT_DOUBLE_EQ(camera.zoom(), 11);
}

TEST(ScaleBar, IsTheLongestRoundLengthThatFits) {
    const Camera camera(kWall, LonLat::from_degrees(0, 0), 10);
    const ScaleBar bar = scale_bar(camera, 150);  // 150 px are 22.9 km
    EXPECT_DOUBLE_EQ(bar.length_m, 20'000);
    EXPECT_NEAR(bar.width_px, 130.83, 0.01);
}

RC_GTEST_PROP(ScaleBar, NeverExceedsItsRoomNorWastesMoreThanHalf, ()) {
    const ScaleBar bar = scale_bar(any_camera(), 160);
    RC_ASSERT(bar.width_px <= 160.0 * (1 + 1e-9));
    RC_ASSERT(bar.width_px >= 160.0 * 0.4 * (1 - 1e-9));
}

}  // namespace
}  // namespace siaga::render
