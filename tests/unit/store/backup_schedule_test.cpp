#include "data/store/backup_schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace siaga {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

Time at(const char* text) { return parse_rfc3339(text).value(); }

TEST(BackupSchedule, IsDueAnHourAfterTheNewest) {
    const Time noon = at("2024-11-30T12:00:00Z");
    EXPECT_FALSE(backup_due(noon, noon + hours(1) - 1ms));
    EXPECT_TRUE(backup_due(noon, noon + hours(1)));
    EXPECT_TRUE(backup_due(noon, noon - hours(1))) << "the clock was set back";
}

TEST(BackupSchedule, KeepsEveryHourOfTwoDaysAndADayOfThirty) {
    const Time now = at("2024-11-30T12:00:00Z");
    std::vector<Time> made;
    for (int age_h = 0; age_h < 24 * 40; ++age_h) made.push_back(now - hours(age_h));
    const std::vector<Time> drop = backups_to_drop(made, now);
    std::vector<Time> kept;
    std::sort(made.begin(), made.end());
    std::set_difference(made.begin(), made.end(), drop.begin(), drop.end(), std::back_inserter(kept));
    const auto hourly = std::count_if(kept.begin(), kept.end(), [&](Time t) { return now - t <= hours(48); });
    EXPECT_EQ(hourly, 49);
    EXPECT_EQ(kept.size(), 49U + 28U + 1U) << "28 whole days before them, and the first of a part of a day";
    EXPECT_GE(kept.front(), now - hours(24 * 30));
    for (const Time t : kept) {
        if (now - t > hours(48) && t != kept.front()) {
            EXPECT_EQ(t, std::chrono::floor<std::chrono::days>(t)) << to_rfc3339(t);
        }
    }
}

TEST(BackupSchedule, NeverDropsTheNewest) {
    const Time old = at("2020-01-01T00:00:00Z");
    EXPECT_THAT(backups_to_drop({old, old - hours(1)}, at("2024-11-30T12:00:00Z")), ElementsAre(old - hours(1)));
    EXPECT_THAT(backups_to_drop({}, old), IsEmpty());
}

TEST(BackupSchedule, KeepsWhatAClockSetBackMakesTheFuture) {
    const Time now = at("2024-11-30T12:00:00Z");
    EXPECT_THAT(backups_to_drop({now + hours(99), now + hours(100)}, now), IsEmpty());
}

TEST(BackupSchedule, NamesAFileByItsTimeAndReadsItBack) {
    const Time t = at("2024-11-30T06:30:05Z");
    EXPECT_EQ(backup_name(t), "siaga-20241130T063005Z.tar");
    EXPECT_EQ(time_of_backup("siaga-20241130T063005Z.tar"), t);
    for (const char* other : {"siaga-20241130T063005Z.tar.part", "siaga-20241330T063005Z.tar", "ask-x", "", "x"})
        EXPECT_EQ(time_of_backup(other), std::nullopt) << other;
}

}  // namespace
}  // namespace siaga
