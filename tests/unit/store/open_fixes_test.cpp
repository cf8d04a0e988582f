#include "data/store/open_fixes.hpp"

#include <gtest/gtest.h>

#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

constexpr SourceIndex kFirst{0}, kSecond{1};

TEST(OpenFixes, AreFoundByTheirKeyInAnyOrderOfArrival) {
    OpenFixes open;
    const UnitIndex unit{3};
    const std::vector<Fix> fixes{test::sample_fix(unit, kSecond, 5), test::sample_fix(unit, kSecond, 9),
                                 test::sample_fix(unit, kSecond, 7)};
    open.add(std::span(fixes).first(2));
    open.add(std::span(fixes).last(1));
    EXPECT_EQ(open.all(), fixes);
    for (const Fix& fix : fixes) {
        ASSERT_NE(open.find(kSecond, fix.seq), nullptr) << fix.seq;
        EXPECT_EQ(*open.find(kSecond, fix.seq), fix);
    }
    EXPECT_EQ(open.find(kSecond, 6), nullptr);
    EXPECT_EQ(open.find(kSecond, 10), nullptr);
    EXPECT_EQ(open.find(kFirst, 5), nullptr);
    EXPECT_EQ(open.find(SourceIndex{8}, 5), nullptr);
    EXPECT_EQ(open.last_seq(kSecond), 9U);
    EXPECT_EQ(open.last_seq(kFirst), 0U);
    EXPECT_EQ(open.last_seq(SourceIndex{8}), 0U);
}

TEST(OpenFixes, KnowTheOldestAndAWrongClockAsOlderThanAll) {
    OpenFixes open;
    EXPECT_EQ(open.oldest(), Time::max());
    Fix fix = test::sample_fix(UnitIndex{0}, kFirst, 2);
    open.add(std::span(&fix, 1));
    const Fix earlier = test::sample_fix(UnitIndex{0}, kFirst, 1);
    open.add(std::span(&earlier, 1));
    EXPECT_EQ(open.oldest(), earlier.time);
    fix.seq = 3;
    fix.flags = kClockWrongFlag;
    open.add(std::span(&fix, 1));
    EXPECT_EQ(open.oldest(), Time::min());
    open.clear();
    EXPECT_EQ(open.oldest(), Time::max());
    EXPECT_EQ(open.find(kFirst, 1), nullptr);
}

}  // namespace
}  // namespace siaga
