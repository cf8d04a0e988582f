#include "app/common/duration.hpp"

#include <gtest/gtest.h>

namespace siaga::app {
namespace {

TEST(Age, IsWholeDaysOrHours) {
    EXPECT_EQ(parse_age("30d").value(), 30 * 24h);
    EXPECT_EQ(parse_age("12h").value(), 12h);
    EXPECT_EQ(parse_age("1h").value(), 1h);
    EXPECT_EQ(parse_age("36500d").value(), 36'500 * 24h);
    EXPECT_EQ(parse_age("876000h").value(), 36'500 * 24h);
}

TEST(Age, IsNothingElse) {
    for (const char* text : {"",
                             "d",
                             "30",
                             "30m",
                             "30 d",
                             " 30d",
                             "30d ",
                             "+30d",
                             "-30d",
                             "0d",
                             "0h",
                             "1.5d",
                             "30D",
                             "0x1d",
                             "30dd",
                             "1d12h",
                             "36501d",
                             "876001h",
                             "99999999999999999999d",
                             "9223372036854775807d"}) {
        const Result<Millis> age = parse_age(text);
        ASSERT_FALSE(age.ok()) << text;
        EXPECT_EQ(age.problem().code, Refusal::kBadValue);
    }
    EXPECT_EQ(parse_age("30m").problem().detail, "'30m' is no age: give whole days or hours, for example 30d or 12h");
}

}  // namespace
}  // namespace siaga::app
