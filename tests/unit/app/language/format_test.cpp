#include "app/language/format.hpp"

#include <gtest/gtest.h>

#include "app/language/event_text.hpp"
#include "app/language/words.hpp"

namespace siaga::app {
namespace {

const Time kTime = parse_rfc3339("2024-11-30T14:32:07+08:00").value();

class FormatIn : public testing::TestWithParam<Language> {
protected:
    static Format format(Language language) {
        EXPECT_TRUE(use_language(language, locale_folder())) << locale_folder();
        return {language, Zone("Asia/Makassar", "WITA")};
    }
};

class FormatTest : public FormatIn {};

TEST_F(FormatTest, WritesTimesAsIndonesiansDo) {
    const Format f = format(Language::kIndonesian);
    EXPECT_EQ(f.clock(kTime), "14.32.07");
    EXPECT_EQ(f.hour_minute(kTime), "14.32");
    EXPECT_EQ(f.date(kTime), "Sabtu 30 Nov 2024");
    EXPECT_EQ(f.hour_or_date(kTime + 90min, kTime), "16.02");
    EXPECT_EQ(f.hour_or_date(kTime + 18h, kTime), "1 Des 08.32");
}

TEST_F(FormatTest, WritesTimesAsEnglishReadersExpect) {
    const Format f = format(Language::kEnglish);
    EXPECT_EQ(f.clock(kTime), "14:32:07");
    EXPECT_EQ(f.date(kTime), "Saturday 30 Nov 2024");
    EXPECT_EQ(f.hour_or_date(kTime + 18h, kTime), "1 Dec 08:32");
}

TEST_F(FormatTest, WritesAgesInTheLargestFittingUnit) {
    const Format f = format(Language::kIndonesian);
    EXPECT_EQ(f.age(820ms), "0,8 dtk");
    EXPECT_EQ(f.age(9'990ms), "9,9 dtk");
    EXPECT_EQ(f.age(42s), "42 dtk");
    EXPECT_EQ(f.age(22min + 59s), "22 mnt");
    EXPECT_EQ(f.age(5h + 12min), "5 j 12 m");
    EXPECT_EQ(f.age(1h + 5min), "1 j 05 m");
    EXPECT_EQ(f.age(50h), "2 hr 2 j");
    EXPECT_EQ(f.age(-3s), "0,0 dtk");
}

TEST_F(FormatTest, GroupsThousandsByTheLanguage) {
    EXPECT_EQ(format(Language::kIndonesian).whole(512034), "512.034");
    EXPECT_EQ(format(Language::kEnglish).whole(512034), "512,034");
    EXPECT_EQ(format(Language::kEnglish).whole(890), "890");
    EXPECT_EQ(format(Language::kEnglish).decimal(0.84, 1), "0.8");
}

TEST_F(FormatTest, SwitchesTheWordsWithTheLanguage) {
    (void)format(Language::kIndonesian);
    EXPECT_STREQ(words_for(DistrictClass::kRunning), "Pleno berlangsung");
    EXPECT_EQ(trnf("{} box", "{} boxes", 1, 1), "1 kotak");
    (void)format(Language::kEnglish);
    EXPECT_STREQ(words_for(DistrictClass::kRunning), "Plenary running");
    EXPECT_EQ(trnf("{} box", "{} boxes", 1, 1), "1 box");
    EXPECT_EQ(trnf("{} box", "{} boxes", 2, 2), "2 boxes");
}

TEST(Translation, FallsBackToTheOriginalWhenItsBracesAreWrong) {
    const int value = 7;
    EXPECT_EQ(detail::format_or("{} and {", "value {}", fmt::make_format_args(value)), "value 7");
}

}  // namespace
}  // namespace siaga::app
