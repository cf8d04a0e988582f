#include <gtest/gtest.h>

#include "app/layout/layout.hpp"
#include "app/panels/facts.hpp"
#include "tests/golden/golden.hpp"
#include "tests/golden/wall_samples.hpp"

namespace siaga::app {
namespace {

using render::Image;
using render::matches_baseline;

Image part(const Image& image, const Rect& rect) {
    Image out{static_cast<int>(rect.w), static_cast<int>(rect.h), {}};
    for (int y = 0; y < out.height; ++y) {
        const auto from =
            image.rgba.begin() +
            ((static_cast<std::ptrdiff_t>(rect.y) + y) * image.width + static_cast<std::ptrdiff_t>(rect.x)) * 4;
        out.rgba.insert(out.rgba.end(), from, from + out.width * 4);
    }
    return out;
}

class GoldenWall : public testing::Test {
protected:
    void speak(Language language) { ASSERT_TRUE(use_language(language, locale_folder())) << locale_folder(); }
};

TEST_F(GoldenWall, ShowsNineteenOfTwentyFourFinishedAtHalfPastTwo) {
    speak(Language::kIndonesian);
    const FilledDay day(day_time(14, 30));
    ASSERT_EQ(day.mail.newest.live->districts_finished, 19U);
    EXPECT_TRUE(
        matches_baseline(capture_wall(day.operation, day.mail, day.settings(Language::kIndonesian)), "wall_1430_id"));
}

TEST_F(GoldenWall, ShowsTheSameInEnglish) {
    speak(Language::kEnglish);
    const FilledDay day(day_time(14, 30));
    EXPECT_TRUE(
        matches_baseline(capture_wall(day.operation, day.mail, day.settings(Language::kEnglish)), "wall_1430_en"));
}

TEST_F(GoldenWall, ShowsTheSameFiguresWhenLaterScrubbedToThatTime) {
    speak(Language::kIndonesian);
    const FilledDay live(day_time(14, 30)), later(day_time(15, 0));
    const Image then = capture_wall(live.operation, live.mail, live.settings(Language::kIndonesian));
    CaptureSettings settings = later.settings(Language::kIndonesian);
    settings.replay_at = day_time(14, 30);
    const Image scrubbed = capture_wall(later.operation, later.mail, settings);
    const Layout layout = lay_out(1920, 1080, 1, {});
    // The alarms are those of now, so they are not compared.
    for (std::size_t i = 0; i < static_cast<std::size_t>(Figure::kAlarms); ++i) {
        EXPECT_EQ(part(then, layout.figures.at(i)), part(scrubbed, layout.figures.at(i))) << "figure " << i;
    }
}

TEST_F(GoldenWall, FramesAReplay) {
    speak(Language::kIndonesian);
    const FilledDay day(day_time(14, 30));
    CaptureSettings settings = day.settings(Language::kIndonesian);
    settings.replay_at = day_time(10, 40);
    EXPECT_TRUE(matches_baseline(capture_wall(day.operation, day.mail, settings), "wall_replay_1040"));
}

TEST_F(GoldenWall, ShowsALostFeedAfterThreeSeconds) {
    speak(Language::kIndonesian);
    const FilledDay day(day_time(14, 30));
    CaptureSettings settings = day.settings(Language::kIndonesian);
    settings.now += 3'100ms;
    EXPECT_TRUE(matches_baseline(capture_wall(day.operation, day.mail, settings), "wall_feed_lost"));
}

TEST_F(GoldenWall, ShowsAUnitCloseBy) {
    speak(Language::kIndonesian);
    const FilledDay day(day_time(14, 30));
    CaptureSettings settings = day.settings(Language::kIndonesian);
    settings.commands = {SelectUnit{UnitName::literal("RAJAWALI-04")}, FitSelection{}};
    EXPECT_TRUE(matches_baseline(capture_wall(day.operation, day.mail, settings), "wall_unit"));
}

TEST_F(GoldenWall, ShowsTheWholeAreaWhenNothingIsSelectedAndExplainsItsKeys) {
    speak(Language::kEnglish);
    const FilledDay day(day_time(14, 30));
    CaptureSettings settings = day.settings(Language::kEnglish);
    settings.commands = {ClearSelection{}, ToggleHelp{}};
    EXPECT_TRUE(matches_baseline(capture_wall(day.operation, day.mail, settings), "wall_help"));
}

TEST_F(GoldenWall, IsTheSamePictureEachTime) {
    speak(Language::kIndonesian);
    const FilledDay day(day_time(9, 0));
    const CaptureSettings settings = day.settings(Language::kIndonesian, {1280, 720});
    EXPECT_EQ(capture_wall(day.operation, day.mail, settings), capture_wall(day.operation, day.mail, settings));
}

TEST_F(GoldenWall, FitsASmallScreen) {
    speak(Language::kEnglish);
    const FilledDay day(day_time(14, 30));
    EXPECT_TRUE(matches_baseline(capture_wall(day.operation, day.mail, day.settings(Language::kEnglish, {1280, 720})),
                                 "wall_1280x720"));
}

}  // namespace
}  // namespace siaga::app
