#include "data/store/sqlite_schema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "data/store/storage_fault.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::uint32_t kId = 0x54455354;
constexpr std::uint32_t kPage = 8192;
constexpr std::array<std::string_view, 1> kOneStep{"CREATE TABLE a(x INTEGER) STRICT; INSERT INTO a VALUES(7);"};
constexpr std::array<std::string_view, 3> kThreeSteps{kOneStep[0], "CREATE TABLE b(x INTEGER) STRICT;",
                                                      "ALTER TABLE a ADD COLUMN y TEXT;"};
constexpr std::array<std::string_view, 3> kBrokenThird{kOneStep[0], "CREATE TABLE b(x INTEGER) STRICT;",
                                                       "UPDATE a SET x = 8; INSERT INTO nowhere VALUES(1);"};

int value_of(const std::filesystem::path& file, const std::string& query) {
    SQLite::Database db(file.string(), SQLite::OPEN_READWRITE);
    return db.execAndGet(query).getInt();
}

TEST(Migration, TakesADatabaseThroughTheStepsItLacks) {
    const test::TempFolder folder;
    const auto file = folder.path() / "x.db";
    migrate(folder.path(), {"x.db", kId, kPage, kOneStep});
    EXPECT_EQ(read_marks(file).user_version, 1U);
    EXPECT_EQ(read_marks(file).application_id, kId);
    EXPECT_EQ(value_of(file, "PRAGMA page_size"), static_cast<int>(kPage));
    migrate(folder.path(), {"x.db", kId, kPage, kThreeSteps});
    EXPECT_EQ(read_marks(file).user_version, 3U);
    EXPECT_EQ(value_of(file, "SELECT count(*) FROM a WHERE x = 7 AND y IS NULL"), 1);
}

TEST(Migration, LeavesNoJournalAndChangesNothingTheSecondTime) {
    const test::TempFolder folder;
    migrate(folder.path(), {"x.db", kId, kPage, kThreeSteps});
    const std::string before = test::content_of(folder.path() / "x.db");
    migrate(folder.path(), {"x.db", kId, kPage, kThreeSteps});
    EXPECT_EQ(test::content_of(folder.path() / "x.db"), before);
    EXPECT_THAT(test::files_in(folder.path()), ElementsAre("x.db"));
}

TEST(Migration, AFailingStepLeavesTheVersionBeforeIt) {
    const test::TempFolder folder;
    const auto file = folder.path() / "x.db";
    try {
        migrate(folder.path(), {"x.db", kId, kPage, kBrokenThird});
        FAIL() << "a step that cannot run ran";
    } catch (const StorageFault& fault) {
        EXPECT_THAT(fault.what(), HasSubstr("cannot bring x.db from version 2 to 3"));
    }
    EXPECT_EQ(read_marks(file).user_version, 2U);
    EXPECT_EQ(value_of(file, "SELECT x FROM a"), 7);
    migrate(folder.path(), {"x.db", kId, kPage, kThreeSteps});
    EXPECT_EQ(read_marks(file).user_version, 3U);
}

}  // namespace
}  // namespace siaga
