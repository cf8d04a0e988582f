#include "app/common/when.hpp"

#include <gtest/gtest.h>

namespace siaga::app {
namespace {

const Zone kWita("Asia/Makassar", "WITA");
// 06:00 WITA: in UTC it is still the day before.
const Time kDay = parse_rfc3339("2024-11-30T06:00:00+08:00").value();

std::string utc(std::string_view text) {
    const Result<Time> time = parse_when(text, kWita, kDay);
    return time ? to_rfc3339(*time) : time.problem().detail;
}

TEST(ParseWhen, TakesAWholeTimeWithItsOffset) {
    EXPECT_EQ(utc("2024-11-30T14:30:05+08:00"), "2024-11-30T06:30:05.000Z");
    EXPECT_EQ(utc("2024-11-30T06:30:05.250Z"), "2024-11-30T06:30:05.250Z");
}

TEST(ParseWhen, LetsTheSecondsBeLeftOut) {
    EXPECT_EQ(utc("2024-11-30T14:30+08:00"), "2024-11-30T06:30:00.000Z");
    EXPECT_EQ(utc("2024-11-30T06:30Z"), "2024-11-30T06:30:00.000Z");
}

TEST(ParseWhen, ReadsAClockTimeAsOneOfTheOperationsDayInItsZone) {
    EXPECT_EQ(utc("14:30"), "2024-11-30T06:30:00.000Z");
    EXPECT_EQ(utc("14:30:05"), "2024-11-30T06:30:05.000Z");
    EXPECT_EQ(utc("00:30"), "2024-11-29T16:30:00.000Z");
}

TEST(ParseWhen, FollowsAZoneWestOfGreenwich) {
    const Zone zone("America/St_Johns", "NST");
    const Result<Time> time = parse_when("14:30", zone, parse_rfc3339("2024-11-30T12:00:00Z").value());
    ASSERT_TRUE(time.ok());
    EXPECT_EQ(to_rfc3339(*time), "2024-11-30T18:00:00.000Z");
}

TEST(ParseWhen, SaysWhatItTakesWhenItIsNoTime) {
    for (const char* text : {"", "noon", "25:00", "14:61", "14", "14:3", "1:30", "14:30:", "2024-11-30", "14:30+08:00",
                             "2024-11-30T14:30", "2024-13-30T14:30+08:00", "2024-02-30T14:30+08:00"}) {
        SCOPED_TRACE(text);
        const Result<Time> time = parse_when(text, kWita, kDay);
        ASSERT_FALSE(time.ok()) << to_rfc3339(*time);
        EXPECT_EQ(time.problem().code, Refusal::kBadValue);
        EXPECT_EQ(time.problem().detail, "'" + std::string(text) +
                                             "' is no time: give 2024-11-30T14:30:00+08:00, or 14:30 for the "
                                             "operation's day");
    }
}

TEST(ParseWhen, LetsNoControlCharacterIntoItsMessage) {
    const Result<Time> time = parse_when("\x1b[2J\n", kWita, kDay);
    ASSERT_FALSE(time.ok());
    EXPECT_EQ(time.problem().detail.substr(0, 16), R"('\x1b[2J\x0a' is)");
}

}  // namespace
}  // namespace siaga::app
