#include "data/core/time.hpp"

#include <gtest/gtest.h>

#include "data/core/fault.hpp"

namespace siaga {
namespace {

constexpr std::int64_t kHalfPastTwoWitaMs = 1'732'948'200'000;

TEST(Rfc3339, ReadsOffsetsZuluAndFractions) {
    for (const char* text : {"2024-11-30T14:30:00+08:00", "2024-11-30T06:30:00Z", "2024-11-30T06:30:00z",
                             "2024-11-30T06:30:00.000Z", "2024-11-29T22:30:00-08:00"}) {
        const Result<Time> t = parse_rfc3339(text);
        ASSERT_TRUE(t.ok()) << text << ": " << t.problem().detail;
        EXPECT_EQ(unix_ms(*t), kHalfPastTwoWitaMs) << text;
    }
    const Result<Time> fraction = parse_rfc3339("2024-11-30T14:30:00.125+08:00");
    ASSERT_TRUE(fraction.ok()) << fraction.problem().detail;
    EXPECT_EQ(unix_ms(*fraction), kHalfPastTwoWitaMs + 125);
}

TEST(Rfc3339, RefusesWhatIsNoTime) {
    for (const char* text :
         {"", "yesterday", "2024-11-30", "2024-11-30T14:30:00", "2024-13-30T14:30:00Z", "2024-11-31T14:30:00Z",
          "2024-11-30T25:30:00Z", "2024-11-30T14:61:00Z", "1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z",
          "2024-11-30T14:30:00-+08:00", "2024-11-30T14:30:00+-8:00", "2024-11-30T14:30:00.+08:00",
          "2024-11-30T14:30:00+08", "2024-11-30T14:30:00+08:0", "2024-11-30T14:30:00+08:00 x",
          "2024-11-30T14:30:00Z\x1b[31m"}) {
        const Result<Time> t = parse_rfc3339(text);
        ASSERT_FALSE(t.ok()) << text;
        EXPECT_EQ(t.problem().code, Refusal::kBadValue) << text;
        EXPECT_NE(t.problem().detail.find("time"), std::string::npos) << text;
        EXPECT_EQ(t.problem().detail.find('\x1b'), std::string::npos) << "escapes reach a terminal";
    }
}

TEST(Rfc3339, WritesMilliseconds) {
    EXPECT_EQ(to_rfc3339(time_from_ms(kHalfPastTwoWitaMs + 7)), "2024-11-30T06:30:00.007Z");
}

TEST(Zone, TurnsTheWallClockOfTheOperationRoundTheDay) {
    const Zone wita("Asia/Makassar", "WITA");
    const Time t = time_from_ms(kHalfPastTwoWitaMs);
    const Zone::Civil civil = wita.civil(t);
    EXPECT_EQ(civil.year, 2024);
    EXPECT_EQ(civil.month, 11);
    EXPECT_EQ(civil.day, 30);
    EXPECT_EQ(civil.weekday, 6) << "a Saturday";
    EXPECT_EQ(civil.hour, 14);
    EXPECT_EQ(civil.minute, 30);
    EXPECT_EQ(wita.to_rfc3339(t), "2024-11-30T14:30:00.000+08:00");
    EXPECT_EQ(to_rfc3339(wita.midnight(t)), "2024-11-29T16:00:00.000Z");
    EXPECT_EQ(parse_rfc3339(wita.to_rfc3339(t)).value(), t);
}

TEST(Zone, OfNoSuchNameSaysWhatToInstall) {
    try {
        const Zone zone("Asia/Kefamenanu", "WITA");
        FAIL() << "accepted";
    } catch (const Fault& fault) {
        EXPECT_STREQ(
            fault.what(),
            "time zone 'Asia/Kefamenanu' is not in the zone database: install tzdata or correct operation.toml");
        EXPECT_EQ(fault.exit(), Exit::kEnvironment);
    }
}

}  // namespace
}  // namespace siaga
