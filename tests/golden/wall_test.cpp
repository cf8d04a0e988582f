#include <fmt/format.h>
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

TEST_F(GoldenWall, SaysThatNothingIsRecordedAlsoDuringAReplay) {
    speak(Language::kIndonesian);
    FilledDay day(day_time(14, 30));
    day.mail.newest.storage_problem = "cannot write ops/ledger.db: No space left on device; make room on the disk";
    CaptureSettings settings = day.settings(Language::kIndonesian);
    settings.replay_at = day_time(10, 40);
    EXPECT_TRUE(matches_baseline(capture_wall(day.operation, day.mail, settings), "wall_not_recording"));
}

TEST_F(GoldenWall, ShowsAUnitCloseBy) {
    speak(Language::kIndonesian);
    const FilledDay day(day_time(14, 30));
    CaptureSettings settings = day.settings(Language::kIndonesian);
    settings.commands = {SelectUnit{UnitName::literal("RAJAWALI-04")}, FitSelection{}};
    EXPECT_TRUE(matches_baseline(capture_wall(day.operation, day.mail, settings), "wall_unit"));
}

TEST_F(GoldenWall, FollowsAUnitInALoopBetweenTwoMarks) {
    speak(Language::kIndonesian);
    const FilledDay day(day_time(14, 30));
    CaptureSettings settings = day.settings(Language::kIndonesian);
    settings.replay_at = day_time(7, 10);
    settings.commands = {SelectUnit{UnitName::literal("RAJAWALI-04")},
                         FitSelection{},
                         ToggleFollow{},
                         TimeCommand{SetMark{TimeMark::kA, day_time(6, 45)}},
                         TimeCommand{SetMark{TimeMark::kB, day_time(8, 15)}},
                         TimeCommand{ToggleLoop{}}};
    EXPECT_TRUE(matches_baseline(capture_wall(day.operation, day.mail, settings), "wall_marks"));
}

TEST_F(GoldenWall, ShowsTheWholeAreaWhenNothingIsSelectedAndExplainsItsKeys) {
    speak(Language::kEnglish);
    const FilledDay day(day_time(14, 30));
    CaptureSettings settings = day.settings(Language::kEnglish);
    settings.commands = {ClearSelection{}, ToggleHelp{}};
    EXPECT_TRUE(matches_baseline(capture_wall(day.operation, day.mail, settings), "wall_help"));
}

/// A core that strangers knock at.
Health busy_health(Time now) {
    Health health;
    net::CoreStatus core;
    core.listeners = {{"feed",
                       "127.0.0.1:7117",
                       31,
                       412,
                       1'204'331,
                       118,
                       {{"AUTH_FAILED", 812}, {"NOT_PERMITTED", 3}, {"TELEPORT", 17}}},
                      {"http", "10.8.0.1:5055", 12, 3'410, 88'120, 4, {{"401", 190}, {"404", 44}}},
                      {"metrics", "", 0, 0, 0, 0, {}}};
    core.queued = 1'300'000;
    core.queue_room = 8'388'608;
    core.sessions.push_back({"feed", "", "", "203.0.113.9", 4s, 4s, 0, 0, 0, {}});
    for (int i = 1; i <= 30; ++i) {
        const bool refused = i == 7;
        core.sessions.push_back({"feed", fmt::format("poskotis-{}", i), "field", fmt::format("10.8.0.{}", 10 + i), 2h,
                                 i == 9 ? 52s : 3s, 4'400, 12, refused ? 17U : 0U, refused ? "TELEPORT" : ""});
    }
    core.sessions.push_back({"http", "hp-04", "field", "2001:db8:1:2::/64", 40min, 8min, 210, 0, 0, {}});
    health.core = std::move(core);
    health.waiting = {{"hp-07", "10.8.0.77", now - 20min, now - 4s, 118, {}},
                      {"samsung a14 pos 3", "2001:db8:1:2::/64", now - 2h, now - 9min, 12, {}}};
    health.quarantined = {{now - 3s, "poskotis-7", 4'411, "TELEPORT: 812 m/s since the fix before",
                           R"({"type":"fix","seq":4411,"unit":"RAJAWALI-04","time":1732948267120,"lat":-9.43})"},
                          {now - 90s, "http.hp-04", 0, "MALFORMED: byte 3: expected a number", "id=hp-04&lat=\x01x"}};
    return health;
}

TEST_F(GoldenWall, ShowsTheHealthOfTheCore) {
    speak(Language::kIndonesian);
    FilledDay day(day_time(14, 30));
    auto live = std::make_shared<Situation>(*day.mail.newest.live);
    live->refusals = {{{SignInFault::kRole, "feed", "10.8.0.12", 3, "pusdalops"}, day_time(14, 2)},
                      {{SignInFault::kUnknownDevice, "http", "10.8.0.77", 6, "hp-07"}, day_time(14, 27)},
                      {{SignInFault::kToken, "feed", "203.0.113.9", 81, "admin\\x1B[2J"}, day_time(14, 28)},
                      {{SignInFault::kToken, "feed", "", 1'204, "root"}, day_time(14, 29)}};
    day.mail.newest.live = live;
    CaptureSettings settings = day.settings(Language::kIndonesian);
    settings.health = busy_health(settings.now);
    settings.commands = {ToggleHealth{}};
    EXPECT_TRUE(matches_baseline(capture_wall(day.operation, day.mail, settings), "wall_health"));
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
