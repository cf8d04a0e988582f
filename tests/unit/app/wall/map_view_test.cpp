#include "app/wall/map_view.hpp"

#include <gtest/gtest.h>

namespace siaga::app {
namespace {

const render::GeoBounds kArea{LonLat::from_degrees(124.0, -9.8), LonLat::from_degrees(125.0, -9.0)};
const Rect kWide{16, 200, 1340, 760};

MapView placed() {
    MapView view(kArea);
    view.place(kWide, 1);
    return view;
}

bool shows(const MapView& view, LonLat p) {
    return view.camera().viewport().contains(view.camera().screen_from_lonlat(p));
}

TEST(MapView, BeginsWithTheWholeArea) {
    const MapView view = placed();
    EXPECT_TRUE(shows(view, kArea.south_west));
    EXPECT_TRUE(shows(view, kArea.north_east));
    EXPECT_NEAR(view.zoom_in(), 0, 1e-9);
}

TEST(MapView, KeepsTheWholeAreaWhenTheWindowShrinks) {
    MapView view = placed();
    view.place({16, 200, 500, 400}, 1);
    EXPECT_TRUE(shows(view, kArea.south_west));
    EXPECT_TRUE(shows(view, kArea.north_east));
}

TEST(MapView, KeepsWhatIsUnderTheCursorWhenZooming) {
    MapView view = placed();
    const render::ScreenPoint cursor{400, 500};
    const LonLat before = view.camera().lonlat_from_screen(cursor);
    view.zoom(1.5, cursor);
    EXPECT_LT(distance_m(before, view.camera().lonlat_from_screen(cursor)), 1.0);
    EXPECT_NEAR(view.zoom_in(), 1.5, 1e-9);
}

TEST(MapView, StaysWhenAPlaceIsWellInsideAndMovesWhenItIsNot) {
    MapView view = placed();
    view.zoom(3, std::nullopt);
    const render::Camera before = view.camera();
    view.look_at(view.camera().lonlat_from_screen({686, 580}));
    EXPECT_EQ(view.camera(), before);
    view.look_at(kArea.south_west);
    EXPECT_NE(view.camera(), before);
    EXPECT_TRUE(shows(view, kArea.south_west));
}

TEST(MapView, IgnoresAnUndefinedPlace) {
    MapView view = placed();
    const render::Camera before = view.camera();
    view.look_at(LonLat{});
    EXPECT_EQ(view.camera(), before);
}

}  // namespace
}  // namespace siaga::app
