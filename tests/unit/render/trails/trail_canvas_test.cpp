#include "render/trails/trail_canvas.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace siaga::render {
namespace {

constexpr int kWidth = 100, kHeight = 70;
constexpr std::uint32_t kBlack = 0xFF000000U;

/// The canvas of one white trail of width 3 and length 10 s through these places, one per second.
class TrailCanvasOf : public testing::Test {
protected:
    TrailCanvasOf() {
        canvas_.set_base(kWidth, kHeight, std::vector<std::uint32_t>(std::size_t{kWidth} * kHeight, kBlack));
        (void)canvas_.finish();  // the base itself is new at first
    }
    void add(std::initializer_list<ScreenPoint> places, TrailWindow window, std::vector<Colour> colours = {kWhite}) {
        std::vector<TrailPoint> points;
        float seconds = 0;
        for (const ScreenPoint p : places) {
            points.push_back(
                {static_cast<float>(p.x), static_cast<float>(p.y), seconds, points.empty() ? -1.0F : 0.0F});
            seconds += 1;
        }
        canvas_.add(points, window, colours, {}, 3);
    }
    /// Red of a pixel: how much of the trail is on it.
    [[nodiscard]] int at(int x, int y) const {
        return static_cast<int>(canvas_.pixels()[static_cast<std::size_t>(y * kWidth + x)] & 0xFFU);
    }
    [[nodiscard]] long lit() const {
        return std::count_if(canvas_.pixels().begin(), canvas_.pixels().end(), [](auto p) { return p != kBlack; });
    }
    static constexpr Colour kWhite{255, 255, 255, 255};
    TrailCanvas canvas_;
};

TEST_F(TrailCanvasOf, DrawsTheNewestEndFullAndWide) {
    add({{20, 30.5}, {80, 30.5}}, {1, 10, false});
    (void)canvas_.finish();
    EXPECT_GT(at(78, 30), 250);
    EXPECT_GT(at(78, 31), 200);  // 1.5 px from its middle
    EXPECT_EQ(at(78, 34), 0);
    EXPECT_EQ(at(10, 30), 0);
}

TEST_F(TrailCanvasOf, FadesTowardsItsOldEnd) {
    add({{10, 30.5}, {50, 30.5}, {90, 30.5}}, {2, 2, false});
    (void)canvas_.finish();
    EXPECT_GT(at(80, 30), at(50, 30));
    EXPECT_GT(at(50, 30), at(20, 30));
}

TEST_F(TrailCanvasOf, EndsWithTheLastFixUnlessThePictureMoves) {
    add({{10, 30}, {30, 30}, {90, 30}}, {1.5F, 10, false});
    (void)canvas_.finish();
    EXPECT_GT(at(28, 30), 100);
    EXPECT_EQ(at(40, 30), 0);
    add({{10, 30}, {30, 30}, {90, 30}}, {1.5F, 10, true});
    (void)canvas_.finish();
    EXPECT_GT(at(58, 30), 100);
    EXPECT_EQ(at(64, 30), 0);
}

TEST_F(TrailCanvasOf, LeavesAGapWhereStepsAreNotJoined) {
    const std::vector<TrailPoint> points{{10, 30, 0, -1}, {30, 30, 1, 0}, {60, 30, 2, -1}, {90, 30, 3, 0}};
    canvas_.add(points, {3, 10, false}, {kWhite}, {}, 3);
    (void)canvas_.finish();
    EXPECT_GT(at(20, 30), 100);
    EXPECT_EQ(at(45, 30), 0);
    EXPECT_GT(at(75, 30), 100);
}

TEST_F(TrailCanvasOf, ShowsNothingOfAUnitWithoutAColour) {
    add({{10, 30}, {90, 30}}, {1, 10, false}, {Colour{255, 255, 255, 0}});
    add({{10, 30}, {90, 30}}, {1, 10, false}, {});
    (void)canvas_.finish();
    EXPECT_EQ(lit(), 0);
}

TEST_F(TrailCanvasOf, TakesAPictureBackCompletely) {
    add({{-20, -20}, {120, 90}, {50, 35}, {-200, 300}}, {3, 10, false});
    (void)canvas_.finish();
    EXPECT_GT(lit(), 0);
    (void)canvas_.finish();
    EXPECT_EQ(lit(), 0);
    EXPECT_TRUE(canvas_.finish().empty());
}

TEST_F(TrailCanvasOf, NamesEveryPixelThatChanged) {
    const std::vector<std::uint32_t> before = canvas_.pixels();
    add({{5, 5}, {40, 10}}, {1, 10, false});
    const std::vector<PixelSpan> changed = canvas_.finish();
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            const bool named = std::any_of(changed.begin(), changed.end(), [&](const PixelSpan& s) {
                return x >= s.x && x < s.x + s.width && y >= s.y && y < s.y + s.height;
            });
            const auto i = static_cast<std::size_t>(y * kWidth + x);
            EXPECT_TRUE(named || canvas_.pixels()[i] == before[i]) << x << ", " << y;
        }
    }
    EXPECT_LT(std::accumulate(changed.begin(), changed.end(), 0,
                              [](int sum, const PixelSpan& s) { return sum + s.width * s.height; }),
              kWidth * kHeight);
}

TEST_F(TrailCanvasOf, IsNoDarkerWhereAWayCrossesItself) {
    const Colour half{255, 255, 255, 128};
    add({{20, 35.5}, {80, 35.5}, {50, 35.5}, {50, 60}, {50, 10}}, {4, 1000, false}, {half});
    (void)canvas_.finish();
    EXPECT_NEAR(at(50, 35), 128, 3);
    EXPECT_NEAR(at(30, 35), 128, 3);
}

TEST(TrailPart, CutsAStepAtBothEndsOfTheWindow) {
    const TrailPart part = trail_part(0, 10, {8, 6, true});
    EXPECT_FLOAT_EQ(part.from, 0.2F);
    EXPECT_FLOAT_EQ(part.to, 0.8F);
    EXPECT_FLOAT_EQ(part.age_from, 1);
    EXPECT_FLOAT_EQ(part.age_to, 0);
}

TEST(TrailPart, IsNothingOutsideTheWindow) {
    const auto seen = [](const TrailPart& part) { return part.from < part.to; };
    EXPECT_FALSE(seen(trail_part(0, 1, {20, 10, true})));
    EXPECT_FALSE(seen(trail_part(21, 22, {20, 10, true})));
    EXPECT_FALSE(seen(trail_part(19, 21, {20, 10, false})));
    EXPECT_TRUE(seen(trail_part(19, 20, {20, 10, false})));
}

TEST(TrailCanvas, PaintsTheSameWithAnyNumberOfThreads) {
    constexpr int kSide = 500, kTrails = 200, kFixes = 20;
    std::mt19937 random(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same picture in every run
    std::uniform_real_distribution<float> start(-50, kSide + 50), step(-40, 40);
    std::vector<TrailPoint> points;
    for (int unit = 0; unit < kTrails; ++unit) {
        TrailPoint at{start(random), start(random), 0, -1 - static_cast<float>(unit)};
        for (int i = 0; i < kFixes; ++i) {
            points.push_back(at);
            at = {at.x + step(random), at.y + step(random), at.seconds + 1, static_cast<float>(unit)};
        }
    }
    std::vector<Colour> colours;
    for (int unit = 0; unit < kTrails; ++unit)
        colours.push_back(unit % 2 == 0 ? Colour{255, 120, 0, 200} : Colour{0, 160, 255, 255});

    const std::vector<std::uint32_t> base(std::size_t{kSide} * kSide, kBlack);
    TrailCanvas alone(0), shared(3);
    alone.set_base(kSide, kSide, base);
    shared.set_base(kSide, kSide, base);
    for (float until = 5; until < kFixes; until += 5) {
        for (TrailCanvas* canvas : {&alone, &shared}) canvas->add(points, {until, 10, true}, colours, {}, 3);
        EXPECT_EQ(alone.finish(), shared.finish());
        EXPECT_NE(alone.pixels(), base);
        EXPECT_EQ(alone.pixels(), shared.pixels()) << until;
    }
}

TEST(TrailCanvasBase, ThatChangesInPartGivesTheSamePictureAndHandsThePartOut) {
    constexpr int kSide = 200;
    constexpr PixelSpan kPart{50, 70, 61, 33};
    const std::vector<TrailPoint> points{{20, 20, 0, -1}, {180, 170, 10, 0}};
    const std::vector<Colour> colours{{255, 120, 0, 200}};
    const std::vector<std::uint32_t> before(std::size_t{kSide} * kSide, kBlack);
    std::vector<std::uint32_t> after = before;
    std::vector<std::uint32_t> part;
    for (int y = 0; y < kPart.height; ++y) {
        for (int x = 0; x < kPart.width; ++x) {
            part.push_back(kBlack | static_cast<std::uint32_t>(x * 256 + y));
            after[static_cast<std::size_t>(kPart.y + y) * kSide + static_cast<std::size_t>(kPart.x + x)] = part.back();
        }
    }
    TrailCanvas changed(1), fresh(1);
    changed.set_base(kSide, kSide, before);
    fresh.set_base(kSide, kSide, after);
    for (const bool with_trail : {true, false}) {
        changed.change_base({0, 0, kSide, kSide}, before);
        (void)changed.finish();
        changed.change_base(kPart, part);
        for (TrailCanvas* canvas : {&changed, &fresh}) {
            if (with_trail) canvas->add(points, {10, 10, true}, colours, {}, 3);
        }
        std::vector<std::uint8_t> handed_out(before.size());
        for (const PixelSpan& span : changed.finish()) {
            for (int y = span.y; y < span.y + span.height; ++y) {
                std::fill_n(handed_out.begin() + static_cast<std::ptrdiff_t>(y) * kSide + span.x, span.width,
                            std::uint8_t{1});
            }
        }
        (void)fresh.finish();
        EXPECT_EQ(changed.pixels(), fresh.pixels()) << with_trail;
        for (std::size_t i = 0; i < before.size(); ++i) {
            const bool shown = changed.pixels()[i] == before[i] || handed_out[i] == 1;
            ASSERT_TRUE(shown) << i;
        }
    }
}

}  // namespace
}  // namespace siaga::render
