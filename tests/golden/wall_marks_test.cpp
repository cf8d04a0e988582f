// Marks on the timeline, looping, writing what is marked, and following a unit: with real keys and mouse
// events into the real wall.

#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>
#include <fstream>
#include <set>

#include "app/panels/strip.hpp"
#include "app/reports/export.hpp"
#include "render/offscreen.hpp"
#include "tests/golden/wall_samples.hpp"

namespace siaga::app {
namespace {

constexpr WallSize kSize{1920, 1080};
// Of the strip in a timeline of 1920 logical pixels: transport and names before it, the live button after.
constexpr double kStripLeft = 392, kStripRight = 150, kHandleMiddle = 92;

class MarkedWall : public testing::Test {
protected:
    MarkedWall() {
        (void)use_language(Language::kIndonesian, locale_folder());
        gui_.set_scale(1);
        wall_.update(day_.mail, now_, steady_);
        frame();
        frame();
    }
    void frame(Millis after = 0ms) {
        steady_ += after;
        target_.bind();
        wall_.update({}, now_, steady_);
        gui_.begin_offscreen(kSize.width_px, kSize.height_px);
        wall_.draw(kSize);
        gui_.end();
        wall_.finish_frame();
    }
    void type(unsigned c) {
        ImGui::GetIO().AddInputCharacter(c);
        frame();
    }
    void show(Time t) {
        wall_.execute(TimeCommand{GoTo{t}});
        frame();
    }
    void press_at(float x, float y) {
        ImGui::GetIO().AddMousePosEvent(x, y);
        frame();
        ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, true);
        frame();
    }
    void release() {
        ImGui::GetIO().AddMouseButtonEvent(ImGuiMouseButton_Left, false);
        frame();
    }
    void click(float x, float y) {
        press_at(x, y);
        release();
    }
    void mark(Time a, Time b) {
        show(a);
        type('a');
        show(b);
        type('B');  // capitals are the same
    }
    [[nodiscard]] Strip strip() const {
        const Rect t = lay_out(kSize.width_px, kSize.height_px, 1, {}).timeline;
        return {{t.x + static_cast<float>(kStripLeft), t.y, t.w - static_cast<float>(kStripLeft + kStripRight), t.h},
                day_.operation.day_start,
                day_.operation.day_end};
    }
    [[nodiscard]] float handle_y() const { return strip().rect.y + static_cast<float>(kHandleMiddle); }
    [[nodiscard]] double from_middle_px() const {
        const UnitState& unit = *std::find_if(wall_.shown().units.begin(), wall_.shown().units.end(),
                                              [](const UnitState& u) { return u.name == "RAJAWALI-04"; });
        const render::ScreenPoint seen = wall_.camera().screen_from_lonlat(unit.fix->position);
        const render::PixelRect& v = wall_.camera().viewport();
        return std::hypot(seen.x - (v.x + v.width / 2), seen.y - (v.y + v.height / 2));
    }

    const Time now_ = day_time(8, 30);
    FilledDay day_{now_};
    Time steady_ = now_;
    render::Offscreen target_{kSize.width_px, kSize.height_px};
    Gui gui_{find_fonts()};
    Wall wall_{day_.operation, gui_, {.shaders = source_assets() / "shaders", .sealed = day_.sealed}, {}};
};

TEST_F(MarkedWall, MarksTheTimeShownByKeysAndForgetsThem) {
    mark(day_time(7, 0), day_time(7, 10));
    EXPECT_EQ(wall_.time().marked(), (MarkedRange{day_time(7, 0), day_time(7, 10)}));
    type('x');
    EXPECT_EQ(wall_.time().marked(), std::nullopt);
}

TEST_F(MarkedWall, MarksByTheSmallButtonsAndLoopsByTheOneThatThenAppears) {
    const Rect row = lay_out(kSize.width_px, kSize.height_px, 1, {}).timeline;
    const float y = row.y + 82, a = row.x + 16 + 15, step = 34;
    show(day_time(7, 0));
    click(a, y);
    show(day_time(7, 10));
    click(a + step, y);
    ASSERT_EQ(wall_.time().marked(), (MarkedRange{day_time(7, 0), day_time(7, 10)}));
    click(a + 2 * step, y);
    EXPECT_TRUE(wall_.time().looping);
    click(a + 4 * step, y);
    EXPECT_EQ(wall_.time().marked(), std::nullopt);
    EXPECT_FALSE(wall_.time().looping);
}

TEST_F(MarkedWall, LoopsBetweenTheMarks) {
    mark(day_time(7, 0), day_time(7, 10));
    type('r');
    wall_.execute(TimeCommand{SetSpeed{600}});
    const std::set<bool> seen = [&] {
        std::set<bool> inside;
        for (int i = 0; i < 20; ++i) {
            frame(300ms);  // three minutes of the day
            inside.insert(wall_.time().marked()->contains(wall_.time().shown));
        }
        return inside;
    }();
    EXPECT_EQ(seen, std::set<bool>{true});
    EXPECT_TRUE(wall_.time().playing);
}

TEST_F(MarkedWall, DragsAMarkAndMovesNoTimeByIt) {
    mark(day_time(7, 0), day_time(7, 30));
    show(day_time(7, 15));
    const float from = strip().x_of(day_time(7, 30)), to = strip().x_of(day_time(8, 0));
    press_at(from, handle_y());
    ImGui::GetIO().AddMousePosEvent((from + to) / 2, handle_y());
    frame();
    ImGui::GetIO().AddMousePosEvent(to, handle_y());
    frame();
    release();
    ASSERT_TRUE(wall_.time().mark_b);
    EXPECT_LT(std::chrono::abs(*wall_.time().mark_b - day_time(8, 0)), 1min) << "one pixel is 37 s";
    EXPECT_EQ(wall_.time().mark_a, day_time(7, 0));
    EXPECT_EQ(wall_.time().shown, day_time(7, 15));
}

TEST_F(MarkedWall, DoesNotMoveAMarkThatIsOnlyClicked) {
    mark(day_time(7, 0), day_time(7, 30));
    click(strip().x_of(day_time(7, 30)) + 5, handle_y());
    EXPECT_EQ(wall_.time().mark_b, day_time(7, 30));
}

TEST_F(MarkedWall, WritesTheMarkedRangeOfTheSelectedUnitInFourFormatsAndSaysWhere) {
    mark(day_time(7, 0), day_time(7, 10));
    wall_.execute(SelectUnit{UnitName::literal("RAJAWALI-04")});
    type('e');
    ASSERT_TRUE(wall_.notice());
    EXPECT_FALSE(wall_.notice()->bad) << wall_.notice()->more;
    EXPECT_EQ(wall_.notice()->text, "Ditulis: 20241130-070000-071000-RAJAWALI-04 .csv .geojson .gpx .kml");
    EXPECT_EQ(wall_.notice()->more, (day_.operation.folder / "export").string());
    for (const ExportFormatName& known : kExportFormats) {
        const auto file =
            day_.operation.folder / "export" / fmt::format("20241130-070000-071000-RAJAWALI-04.{}", known.name);
        std::ifstream in(file);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        EXPECT_NE(text.find("DATA SIMULASI"), std::string::npos) << file;
        EXPECT_NE(text.find("RAJAWALI-04"), std::string::npos) << file;
        EXPECT_EQ(text.find("RAJAWALI-05"), std::string::npos) << file;
    }
    frame(9s);
    EXPECT_TRUE(wall_.notice());
    frame(1s);
    EXPECT_FALSE(wall_.notice()) << "said long enough";
}

TEST_F(MarkedWall, WritesAllUnitsWhenNoneIsSelected) {
    mark(day_time(7, 0), day_time(7, 1));
    wall_.execute(ClearSelection{});
    type('e');
    ASSERT_TRUE(wall_.notice());
    EXPECT_EQ(wall_.notice()->text, "Ditulis: 20241130-070000-070100-all .csv .geojson .gpx .kml");
}

TEST_F(MarkedWall, SaysWhyNothingWasWritten) {
    type('e');
    ASSERT_TRUE(wall_.notice());
    EXPECT_TRUE(wall_.notice()->bad);
    EXPECT_EQ(wall_.notice()->text, "Belum ada yang ditandai");
    mark(day_time(7, 0), day_time(8, 0));
    std::ofstream(day_.operation.folder / "export") << "a file where the folder would be";
    type('e');
    EXPECT_TRUE(wall_.notice()->bad);
    EXPECT_EQ(wall_.notice()->text, "Rentang tidak dapat ditulis");
    EXPECT_NE(wall_.notice()->more.find((day_.operation.folder / "export").string()), std::string::npos);
}

TEST_F(MarkedWall, FollowsAUnitThroughAReplayUntilTheMapIsMoved) {
    show(day_time(7, 0));
    wall_.execute(SelectUnit{UnitName::literal("RAJAWALI-04")});
    wall_.execute(ZoomMap{4, std::nullopt});
    type('u');
    EXPECT_TRUE(wall_.following());
    frame();
    EXPECT_LT(from_middle_px(), 1);
    const WorldPoint before = wall_.camera().centre();
    show(day_time(7, 10));
    frame();
    EXPECT_NE(wall_.camera().centre(), before) << "the unit drives, and the map with it";
    EXPECT_LT(from_middle_px(), 1);
    ImGui::GetIO().AddKeyEvent(ImGuiKey_LeftArrow, true);
    frame();
    ImGui::GetIO().AddKeyEvent(ImGuiKey_LeftArrow, false);
    frame();
    EXPECT_FALSE(wall_.following());
    const WorldPoint moved = wall_.camera().centre();
    show(day_time(7, 20));
    EXPECT_EQ(wall_.camera().centre(), moved);
}

TEST_F(MarkedWall, FollowsOnlyWhatIsSelected) {
    type('u');
    EXPECT_FALSE(wall_.following());
    for (const Command& other : {Command(SelectUnit{UnitName::literal("RAJAWALI-05")}), Command(SelectDistrict{3}),
                                 Command(ClearSelection{}), Command(FitAll{})}) {
        wall_.execute(SelectUnit{UnitName::literal("RAJAWALI-04")});
        wall_.execute(ToggleFollow{});
        ASSERT_TRUE(wall_.following());
        wall_.execute(ZoomMap{0.5, std::nullopt});
        EXPECT_TRUE(wall_.following()) << "looking closer is not looking away";
        wall_.execute(other);
        EXPECT_FALSE(wall_.following()) << other.index();
    }
}

}  // namespace
}  // namespace siaga::app
