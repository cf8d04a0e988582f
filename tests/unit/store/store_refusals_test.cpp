// Folders that a store refuses: they stay as they were, to the byte.

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <map>

#include "data/store/storage_fault.hpp"
#include "data/store/store.hpp"
#include "data/store/store_reader.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;
using test::add_fix;
using test::sample_entry;
using test::sample_fix;
using testing::AllOf;
using testing::HasSubstr;

constexpr fs::perms kNoWriting = fs::perms::owner_read | fs::perms::owner_exec | fs::perms::group_read |
                                 fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;

class StoreRefusalsTest : public testing::Test {
protected:
    StoreRefusalsTest() {
        create_store(folder_.path());
        Store store(folder_.path(), Durability::kFull);
        for (std::uint64_t n = 0; n < 3; ++n) {
            StoreBatch batch;
            batch.entries = {sample_entry(n, n + 1)};
            add_fix(batch, sample_fix(store.unit_index(UnitName::literal("U")),
                                      store.source_index(SourceName::literal("feed")), n + 1));
            store.commit(batch);
        }
        store.close();
        fs::remove(folder_.path() / "writer.lock");
    }
    void edit(const char* file, const std::string& sql) const {
        SQLite::Database db((folder_.path() / file).string(), SQLite::OPEN_READWRITE);
        db.exec(sql);
    }
    [[nodiscard]] std::map<std::string, std::string> bytes() const {
        std::map<std::string, std::string> files;
        for (const auto& item : fs::recursive_directory_iterator(folder_.path())) {
            if (item.is_regular_file()) files[item.path().string()] = test::content_of(item.path());
        }
        return files;
    }
    static std::string fault_of(const std::function<void()>& body) {
        try {
            body();
        } catch (const Fault& fault) {
            EXPECT_EQ(fault.exit(), Exit::kEnvironment);
            return fault.what();
        }
        return "";
    }
    /// What opening for writing and for reading say; both leave every byte.
    [[nodiscard]] std::string refusal() const {
        const auto before = bytes();
        const std::string writer = fault_of([&] { Store(folder_.path(), Durability::kFull); });
        EXPECT_EQ(bytes(), before);
        const std::string reader = fault_of([&] { StoreReader(folder_.path()); });
        EXPECT_EQ(bytes(), before);
        EXPECT_EQ(reader, writer);
        return writer;
    }
    test::TempFolder folder_;
};

TEST_F(StoreRefusalsTest, ADatabaseOfANewerVersion) {
    for (const char* file : {"tracks.db", "ledger.db"}) {
        edit(file, "PRAGMA user_version = 9");
        EXPECT_THAT(refusal(), AllOf(HasSubstr(file), HasSubstr("newer Siaga (version 9, this one knows "),
                                     HasSubstr("install the newer Siaga")));
    }
}

TEST_F(StoreRefusalsTest, ADatabaseOfAnotherProgram) {
    for (const char* file : {"tracks.db", "ledger.db"}) {
        edit(file, "PRAGMA application_id = 1196444487");
        EXPECT_THAT(refusal(),
                    AllOf(HasSubstr(file), HasSubstr("belongs to another program (application id 0x47504b47"),
                          HasSubstr("name another folder")));
    }
}

TEST_F(StoreRefusalsTest, TracksWithSlicesOfANewerVersionOrOfAnotherProgram) {
    {
        Store store(folder_.path(), Durability::kFull);
        store.seal(sample_fix(UnitIndex{0}, SourceIndex{0}, 1).time + 1h);
        ASSERT_FALSE(store.slices().list().empty());
        store.close();
    }
    fs::remove(folder_.path() / "writer.lock");
    edit("tracks.db", "PRAGMA user_version = 9");
    EXPECT_THAT(refusal(), AllOf(HasSubstr("tracks.db"), HasSubstr("newer Siaga (version 9")));
    edit("tracks.db", "PRAGMA application_id = 1196444487");
    EXPECT_THAT(refusal(), AllOf(HasSubstr("tracks.db"), HasSubstr("belongs to another program")));
}

TEST_F(StoreRefusalsTest, AFileThatIsNoDatabase) {
    test::write_file(folder_.path() / "tracks.db", "GIF89a");
    EXPECT_THAT(refusal(), HasSubstr("tracks.db is not an SQLite database"));
    test::write_file(folder_.path() / "tracks.db", "");
    EXPECT_THAT(refusal(), HasSubstr("tracks.db is not an SQLite database"));
}

TEST_F(StoreRefusalsTest, AFolderWithoutItsDatabases) {
    fs::remove(folder_.path() / "ledger.db");
    EXPECT_THAT(refusal(), AllOf(HasSubstr("ledger.db: No such file"), HasSubstr("siagactl init")));
}

TEST_F(StoreRefusalsTest, ANewerVersionThatIsStillInTheJournal) {
    const test::TempFolder copy;
    {
        SQLite::Database db((folder_.path() / "ledger.db").string(), SQLite::OPEN_READWRITE);
        db.exec("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 9");
        for (const char* file : {"ledger.db", "ledger.db-wal", "tracks.db"}) {
            fs::copy(folder_.path() / file, copy.path() / file);
        }
    }
    const std::string ledger = test::content_of(copy.path() / "ledger.db");
    const std::string journal = test::content_of(copy.path() / "ledger.db-wal");
    EXPECT_THAT(fault_of([&] { Store(copy.path(), Durability::kFull); }), HasSubstr("newer Siaga (version 9"));
    EXPECT_EQ(test::content_of(copy.path() / "ledger.db"), ledger);
    EXPECT_EQ(test::content_of(copy.path() / "ledger.db-wal"), journal);
}

TEST_F(StoreRefusalsTest, ASecondWriter) {
    {
        const Store first(folder_.path(), Durability::kFull);
        EXPECT_THAT(fault_of([&] { Store(folder_.path(), Durability::kFull); }),
                    AllOf(HasSubstr("already open for writing by process " + std::to_string(::getpid())),
                          HasSubstr("stop that one, or only read beside it")));
    }
    EXPECT_EQ(Store(folder_.path(), Durability::kFull).next_entry(), 3U);
}

TEST_F(StoreRefusalsTest, AFolderThisUserMayNotWrite) {
    constexpr uid_t kNobody = 65534;
    const bool root = ::geteuid() == 0;  // whom permissions do not stop
    fs::permissions(folder_.path(), kNoWriting);
    if (root) {
        ASSERT_EQ(::seteuid(kNobody), 0);
    }
    const std::string fault = fault_of([&] { Store(folder_.path(), Durability::kFull); });
    std::uint64_t fixes = 0;
    StoreReader(folder_.path()).read_open_fixes(0, [&](const Fix&) { ++fixes; });
    if (root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    EXPECT_THAT(fault,
                AllOf(HasSubstr("cannot write in"), HasSubstr("Permission denied"), HasSubstr("make the folder")));
    EXPECT_EQ(fixes, 3U) << "reading needs no right to write";
    EXPECT_THAT(test::files_in(folder_.path()), testing::ElementsAre("checkpoints", "keys", "ledger.db", "tracks.db"));
}

TEST_F(StoreRefusalsTest, ABatchThatWasChanged) {
    edit("tracks.db",
         "UPDATE batch SET payload = CAST(substr(payload, 1, 4) || x'00' || substr(payload, 6) AS BLOB) WHERE id = 1");
    const std::string fault = fault_of([&] { Store(folder_.path(), Durability::kFull); });
    EXPECT_THAT(fault, AllOf(HasSubstr("tracks.db: batch 1: its content does not give its checksum"),
                             HasSubstr("restore the newest backup")));
}

TEST_F(StoreRefusalsTest, ABatchWhoseColumnsWereChanged) {
    for (const char* column : {"received", "count", "min_time", "max_time"}) {
        edit("tracks.db", std::string("UPDATE batch SET ") + column + " = " + column + " + 1 WHERE id = 2");
        const StoreReader reader(folder_.path());
        EXPECT_THAT(fault_of([&] { reader.read_open_fixes(0, [](const Fix&) {}); }),
                    HasSubstr("batch 2: its content does not give its checksum"))
            << column;
        edit("tracks.db", std::string("UPDATE batch SET ") + column + " = " + column + " - 1 WHERE id = 2");
    }
}

TEST_F(StoreRefusalsTest, AnEntryThatWasChanged) {
    for (const char* change : {"seq = 77", "received = received + 1", "source = 'x'",
                               "body = CAST(substr(body, 1, 12) || x'41' || substr(body, 14) AS BLOB)"}) {
        const test::TempFolder copy;
        for (const char* file : {"ledger.db", "tracks.db"}) fs::copy(folder_.path() / file, copy.path() / file);
        {
            SQLite::Database db((copy.path() / "ledger.db").string(), SQLite::OPEN_READWRITE);
            db.exec(std::string("UPDATE entry SET ") + change + " WHERE n = 1");
        }
        const Store store(copy.path(), Durability::kFull);
        EXPECT_THAT(fault_of([&] { (void)test::entries_of(store); }),
                    HasSubstr("ledger.db: entry 1: its content does not give its hash"))
            << change;
    }
}

TEST_F(StoreRefusalsTest, AnEntryTimeThatIsNotThatOfItsBody) {
    edit("ledger.db", "UPDATE entry SET event_time = event_time + 1 WHERE n = 2");
    const Store store(folder_.path(), Durability::kFull);
    EXPECT_THAT(fault_of([&] { (void)test::entries_of(store); }),
                HasSubstr("entry 2: event_time is not that of its body"));
}

TEST_F(StoreRefusalsTest, AChainThatWasChanged) {
    edit("ledger.db", "UPDATE entry SET chain = zeroblob(32) WHERE n = 1");
    EXPECT_THAT(fault_of([&] { Store(folder_.path(), Durability::kFull); }),
                HasSubstr("entry 1: its chain does not follow from the entry before"));
}

TEST_F(StoreRefusalsTest, AnEntryThatWasRemoved) {
    edit("ledger.db", "DELETE FROM entry WHERE n = 1");
    EXPECT_THAT(fault_of([&] { Store(folder_.path(), Durability::kFull); }),
                HasSubstr("entry 1: is missing, entry 2 follows"));
}

TEST_F(StoreRefusalsTest, ALedgerThatIsOlderThanTheTracks) {
    edit("ledger.db", "DELETE FROM entry WHERE n > 0");
    fs::remove_all(folder_.path() / "keys");  // a folder of before the tips were signed
    fs::remove_all(folder_.path() / "checkpoints");
    EXPECT_THAT(fault_of([&] { Store(folder_.path(), Durability::kFull); }),
                HasSubstr("2 commits that need more than the 1 entries of ledger.db"));
}

TEST_F(StoreRefusalsTest, MakingAStoreWhereThereIsOne) {
    const auto before = bytes();
    EXPECT_THAT(fault_of([&] { create_store(folder_.path()); }), HasSubstr("ledger.db exists already"));
    EXPECT_EQ(bytes(), before);
}

}  // namespace
}  // namespace siaga
