// The wall before there are records, and once they are there.

#include <gtest/gtest.h>

#include "render/offscreen.hpp"
#include "tests/golden/golden.hpp"
#include "tests/golden/wall_samples.hpp"

namespace siaga::app {
namespace {

constexpr WallSize kProgressWall{1920, 1080};

class WallInTheMaking : public testing::Test {
protected:
    WallInTheMaking() {
        (void)use_language(Language::kIndonesian, locale_folder());
        gui_.set_scale(1);
    }
    template <class Draw> render::Image picture(Draw&& draw) {
        target_.bind();
        gui_.begin_offscreen(kProgressWall.width_px, kProgressWall.height_px);
        draw();
        gui_.end();
        return target_.read();
    }

    /// After the frames that lay things out.
    render::Image settled(Wall& wall) {
        wall.update(day_.mail, day_.demonstration.start, day_.demonstration.start);
        render::Image seen;
        for (int frame = 0; frame < 3; ++frame) {
            seen = picture([&] { wall.draw(kProgressWall); });
            (void)wall.finish_frame();
        }
        return seen;
    }

    FilledDay day_{day_time(9, 0)};
    render::Offscreen target_{kProgressWall.width_px, kProgressWall.height_px};
    Gui gui_{find_fonts()};
    Wall wall_{day_.operation, gui_, {.shaders = source_assets() / "shaders"}, {}};
};

TEST_F(WallInTheMaking, ShowsTheMapAndHowFarItIs) {
    const render::Image seen = picture(
        [&] { wall_.draw_progress(kProgressWall, tr("Preparing the demonstration day · SIMULATED DATA"), 0.4); });
    EXPECT_FALSE(wall_.ready());
    EXPECT_TRUE(matches_baseline(seen, "wall_progress"));
}

TEST_F(WallInTheMaking, ThenLooksAsIfItHadNeverShownIt) {
    (void)picture([&] { wall_.draw_progress(kProgressWall, "...", 1); });
    wall_.read(day_.sealed);
    Wall other(day_.operation, gui_, {.shaders = source_assets() / "shaders", .sealed = day_.sealed}, {});
    const render::ImageDifference difference =
        render::compare(settled(wall_), settled(other), render::kGoldenTolerance);
    EXPECT_LT(difference.share, render::kGoldenShare / 100);
}

}  // namespace
}  // namespace siaga::app
