#include "app/scene_builder/trail_sheets.hpp"

#include <gtest/gtest.h>

namespace siaga::app {
namespace {

const Time kSlice = parse_rfc3339("2024-11-30T14:00:00+08:00").value();  // where a slice begins

class TrailSheetsOf : public testing::Test {
protected:
    void fix(std::uint32_t unit, Time t, std::uint8_t flags = 0) {
        Fix f;
        f.time = f.received = t;
        f.unit = UnitIndex{unit};
        f.position = LonLat::from_degrees(124.5, -9.4 - static_cast<double>((t - kSlice).count()) * 1e-8);
        f.flags = flags;
        tracks_.insert(f);
    }
    std::vector<render::TrailFix> only_sheet() {
        sheets_.select(tracks_, kSlice, kSlice + 299s);
        EXPECT_EQ(sheets_.selected().size(), 1U);
        return sheets_.selected().empty() ? std::vector<render::TrailFix>{} : sheets_.selected().front()->fixes;
    }

    TrackSlices tracks_;
    TrailSheets sheets_;
};

TEST_F(TrailSheetsOf, SortsBySliceThenUnitThenTime) {
    fix(1, kSlice + 5s);
    fix(0, kSlice + 6s);
    fix(1, kSlice + 10s);
    const auto fixes = only_sheet();
    ASSERT_EQ(fixes.size(), 3U);
    EXPECT_EQ(fixes[0].unit, 0U);
    EXPECT_EQ(fixes[1].ms, 5000);
    EXPECT_FALSE(fixes[1].joined);
    EXPECT_TRUE(fixes[2].joined);
}

TEST_F(TrailSheetsOf, BeginsWithTheStepIntoTheSlice) {
    fix(0, kSlice - 4s);
    fix(0, kSlice + 6s);
    const auto fixes = only_sheet();
    ASSERT_EQ(fixes.size(), 2U);
    EXPECT_EQ(fixes[0].ms, -4000);
    EXPECT_TRUE(fixes[1].joined);
}

TEST_F(TrailSheetsOf, EndsATrailWhereReceptionWasLost) {
    fix(0, kSlice + 5s);
    fix(0, kSlice + 5s + kTrailGap);
    fix(0, kSlice + 5s + 2 * kTrailGap + Millis{1});
    const auto fixes = only_sheet();
    ASSERT_EQ(fixes.size(), 3U);
    EXPECT_TRUE(fixes[1].joined);
    EXPECT_FALSE(fixes[2].joined);
}

TEST_F(TrailSheetsOf, LeavesOutWhatMovesNoMarker) {
    fix(0, kSlice + 5s);
    fix(0, kSlice + 6s, kClockWrongFlag);
    EXPECT_EQ(only_sheet().size(), 1U);
}

TEST_F(TrailSheetsOf, KnowsTheNextStepInTheSliceAfterToo) {
    fix(0, kSlice + 299s);
    fix(0, kSlice + 305s);
    sheets_.select(tracks_, kSlice, kSlice + 300s);
    const auto step = sheets_.next_step(UnitIndex{0}, kSlice + 299s);
    ASSERT_TRUE(step.has_value());
    EXPECT_EQ(step->time, kSlice + 305s);
    EXPECT_FALSE(sheets_.next_step(UnitIndex{0}, kSlice + 305s).has_value());
    EXPECT_FALSE(sheets_.next_step(UnitIndex{7}, kSlice + 299s).has_value());
}

}  // namespace
}  // namespace siaga::app
