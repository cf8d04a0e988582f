// The power goes in the middle of a migration: the old version is there afterwards, or the new one, with every record.

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "data/store/sqlite_schema.hpp"
#include "data/store/store.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/store/fault_vfs.hpp"
#include "tests/unit/store/power_loss_vfs.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

constexpr std::string_view kNextStep =
    "CREATE TABLE extra(n INTEGER PRIMARY KEY, twice INTEGER NOT NULL) STRICT;"
    "INSERT INTO extra SELECT n, 2 * n FROM entry;";

/// The ledger of a later Siaga: one step more.
class NextLedger {
public:
    NextLedger() : steps_(ledger_kind().steps.begin(), ledger_kind().steps.end()) { steps_.push_back(kNextStep); }
    [[nodiscard]] DatabaseKind kind() const {
        return {ledger_kind().file, ledger_kind().application_id, ledger_kind().page_bytes, steps_};
    }

private:
    std::vector<std::string_view> steps_;
};

constexpr std::uint64_t kEntries = 40;

void fill(const std::filesystem::path& folder) {
    create_store(folder);
    Store store(folder, Durability::kFull);
    StoreBatch batch;
    for (std::uint64_t n = 0; n < kEntries; ++n) batch.entries.push_back(test::sample_entry(n, n + 1));
    store.commit(batch);
    store.close();
}

/// The version that the folder is at; its content must be that version's.
std::uint32_t version_of(const std::filesystem::path& folder, const DatabaseKind& next) {
    SQLite::Database db((folder / next.file).string(), SQLite::OPEN_READWRITE);
    const std::uint32_t version = db.execAndGet("PRAGMA user_version").getUInt();
    const int tables = db.execAndGet("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").getInt();
    EXPECT_EQ(tables, version == next.version() ? 1 : 0) << "a table of one version in the other";
    EXPECT_EQ(db.execAndGet("SELECT count(*) FROM entry").getInt64(), static_cast<std::int64_t>(kEntries));
    if (tables == 1) {
        EXPECT_EQ(db.execAndGet("SELECT count(*) FROM extra").getInt64(), static_cast<std::int64_t>(kEntries));
    }
    EXPECT_EQ(db.execAndGet("PRAGMA integrity_check").getString(), "ok");
    return version;
}

TEST(MigrationCutByPower, IsOldOrNewNeverMixed) {
    const NextLedger ledger;
    const DatabaseKind next = ledger.kind();
    const test::TempFolder folder;
    fill(folder.path());
    test::PowerLossVfs vfs(folder.path());
    std::mt19937_64 random(1);
    std::set<std::uint32_t> versions;
    const int outcomes = test::rounds(20, 500);
    vfs.before_sync([&](const test::Disk& disk) {
        for (int i = 0; i < outcomes; ++i) {
            const test::TempFolder after;
            test::write_survivors(disk, after.path(), random);
            versions.insert(version_of(after.path(), next));
            migrate(after.path(), next);
            EXPECT_EQ(version_of(after.path(), next), next.version()) << "the next start goes on";
        }
    });
    migrate(folder.path(), next);
    EXPECT_EQ(versions, (std::set<std::uint32_t>{next.version() - 1, next.version()}));
}

TEST(MigrationWithAFailingDisk, IsOldOrNewNeverMixed) {
    const NextLedger ledger;
    const DatabaseKind next = ledger.kind();
    test::FaultVfs vfs;
    for (const test::FileStep failing :
         {test::FileStep::kOpen, test::FileStep::kWrite, test::FileStep::kTruncate, test::FileStep::kSync}) {
        bool reached = true;
        for (int n = 0; reached; ++n) {
            SCOPED_TRACE(fmt::format("step {} number {}", static_cast<int>(failing), n));
            const test::TempFolder folder;
            fill(folder.path());
            reached = false;
            vfs.decide([&, left = n](test::FileStep step, std::string_view) mutable {
                if (step != failing || left-- > 0) return SQLITE_OK;
                reached = true;
                return SQLITE_IOERR;
            });
            try {
                migrate(folder.path(), next);
            } catch (const std::exception&) {
                EXPECT_TRUE(reached);
            }
            vfs.heal();
            (void)version_of(folder.path(), next);
            migrate(folder.path(), next);
            EXPECT_EQ(version_of(folder.path(), next), next.version());
        }
    }
}

}  // namespace
}  // namespace siaga
