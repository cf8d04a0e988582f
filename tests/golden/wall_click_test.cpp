// Real mouse events into the real wall, without a display.

#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>
#include <filesystem>

#include "app/wall/wall.hpp"
#include "render/offscreen.hpp"

namespace siaga::app {
namespace {

const Time kClickTime = parse_rfc3339("2024-11-30T09:00:00+08:00").value();
constexpr WallSize kClickWall{1280, 720};

class ClickedWall : public testing::Test {
protected:
    ClickedWall() {
        (void)use_language(Language::kIndonesian, locale_folder());
        gui_.set_scale(default_scale(kClickWall.width_px, kClickWall.height_px));
        Mail mail;
        mail.fresh = true;
        mail.newest.live = History(operation_.roster).situation_at(kClickTime);
        wall_.update(mail, kClickTime, kClickTime);
        frame();
    }
    void frame() {
        target_.bind();
        wall_.update({}, kClickTime, kClickTime);
        gui_.begin_offscreen(kClickWall.width_px, kClickWall.height_px);
        wall_.draw(kClickWall);
        gui_.end();
        wall_.finish_frame();
    }
    void move_to(render::ScreenPoint p) {
        ImGui::GetIO().AddMousePosEvent(static_cast<float>(p.x), static_cast<float>(p.y));
        frame();
    }
    void click(render::ScreenPoint p) {
        move_to(p);
        ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, true);
        frame();
        ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, false);
        frame();
    }
    void type(unsigned c) {
        ImGui::GetIO().AddInputCharacter(c);
        frame();
    }
    [[nodiscard]] render::ScreenPoint screen_of(std::size_t district) const {
        return wall_.camera().screen_from_lonlat(operation_.areas[district].label);
    }

    const Operation operation_ = load_operation(std::filesystem::path(SIAGA_SOURCE_DIR) / "assets" / "ttu");
    render::Offscreen target_{kClickWall.width_px, kClickWall.height_px};
    Gui gui_{find_fonts()};
    Wall wall_{operation_, gui_, {.shaders = std::filesystem::path(SIAGA_SOURCE_DIR) / "assets" / "shaders"}, {}};
};

TEST_F(ClickedWall, SelectsExactlyTheDistrictUnderTheMouseAtThreeZooms) {
    ASSERT_EQ(operation_.areas.size(), 24U);
    for (const double zoom : {0.0, 1.2, 3.0}) {
        for (std::size_t i = 0; i < operation_.areas.size(); ++i) {
            SCOPED_TRACE(testing::Message() << operation_.areas[i].name << " at zoom " << zoom);
            wall_.execute(FitAll{});
            wall_.execute(ClearSelection{});
            if (zoom > 0) {
                const render::ScreenPoint at = screen_of(i);
                wall_.execute(ZoomMap{zoom, std::pair(static_cast<float>(at.x), static_cast<float>(at.y))});
            }
            click(screen_of(i));
            EXPECT_EQ(wall_.selection().district, i);
            EXPECT_EQ(wall_.selection().unit, std::nullopt);
        }
    }
}

TEST_F(ClickedWall, SaysWhichDistrictTheMouseIsOver) {
    move_to(screen_of(3));
    move_to(screen_of(4));
    frame();
    EXPECT_EQ(wall_.hovered_district(), 4U);
}

TEST_F(ClickedWall, MovesWithTheHandAndSelectsNothingByDragging) {
    wall_.execute(ClearSelection{});
    const render::ScreenPoint from = screen_of(4);
    const WorldPoint before = wall_.camera().centre();
    move_to(from);
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, true);
    frame();
    move_to({from.x + 40, from.y + 25});
    move_to({from.x + 80, from.y + 50});
    ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, false);
    frame();
    EXPECT_NE(wall_.camera().centre(), before);
    EXPECT_EQ(wall_.selection().district, std::nullopt);
}

TEST_F(ClickedWall, ZoomsAboutTheCursorByTheWheel) {
    const render::ScreenPoint at = screen_of(7);
    const render::ScreenPoint cursor{std::floor(at.x), std::floor(at.y)};  // a mouse knows whole pixels only
    move_to(cursor);
    const LonLat under = wall_.camera().lonlat_from_screen(cursor);
    const double zoom = wall_.camera().zoom();
    ImGui::GetIO().AddMouseWheelEvent(0, 2);
    frame();
    EXPECT_GT(wall_.camera().zoom(), zoom);
    EXPECT_LT(distance_m(under, wall_.camera().lonlat_from_screen(cursor)), 1.0);
}

TEST_F(ClickedWall, ObeysItsKeys) {
    const double zoom = wall_.camera().zoom();
    type('+');
    EXPECT_GT(wall_.camera().zoom(), zoom);
    type('f');
    EXPECT_DOUBLE_EQ(wall_.camera().zoom(), zoom);
    type(' ');
    EXPECT_TRUE(wall_.time().replay());
    type(']');
    EXPECT_EQ(wall_.time().speed, 2);
    type('l');
    EXPECT_FALSE(wall_.time().replay());
}

TEST_F(ClickedWall, ShowsThePastWhereTheTimelineIsClicked) {
    const Layout layout = lay_out(kClickWall.width_px, kClickWall.height_px,
                                  default_scale(kClickWall.width_px, kClickWall.height_px), {});
    click({layout.timeline.x + layout.timeline.w * 0.4, layout.timeline.y + layout.timeline.h * 0.5});
    EXPECT_TRUE(wall_.time().replay());
    EXPECT_GT(wall_.time().shown, operation_.day_start);
    EXPECT_LE(wall_.time().shown, kClickTime);
}

}  // namespace
}  // namespace siaga::app
