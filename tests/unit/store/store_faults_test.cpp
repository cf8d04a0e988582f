// What a store does when its disk does not do as it should.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>
#include <optional>

#include "data/store/storage_fault.hpp"
#include "data/store/store.hpp"
#include "data/store/store_reader.hpp"
#include "tests/unit/store/fault_vfs.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

using test::add_fix;
using test::entries_of;
using test::FaultVfs;
using test::FileStep;
using test::fixes_of;
using test::sample_entry;
using test::sample_fix;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

using test::kFeed;

class StoreFaultsTest : public testing::Test {
protected:
    StoreFaultsTest() { create_store(folder_.path()); }
    [[nodiscard]] std::unique_ptr<Store> open() const {
        return std::make_unique<Store>(folder_.path(), Durability::kFull);
    }
    /// One entry, one fix, one quarantined record, all with number `i`; new names.
    static StoreBatch batch(Store& store, std::uint64_t i) {
        StoreBatch batch;
        batch.entries = {sample_entry(i, i + 1)};
        add_fix(batch, sample_fix(store.unit_index(UnitName::literal("U" + std::to_string(i))),
                                  store.source_index(kFeed), i + 1));
        batch.quarantined.push_back({time_from_ms(1), "feed-1", i, "TELEPORT", "raw"});
        return batch;
    }
    /// Entries, fixes and quarantine of a store that holds `count` of those batches, each once.
    static void expect_whole(const Store& store, std::uint64_t count) {
        EXPECT_EQ(store.next_entry(), count);
        EXPECT_EQ(entries_of(store).size(), count);
        EXPECT_EQ(fixes_of(store).size(), count);
        EXPECT_EQ(store.last_seq(kFeed), count);
        EXPECT_EQ(store.quarantined_count(), count);
    }
    static std::optional<StorageFault> fault_of(Store& store, const StoreBatch& batch) {
        try {
            store.commit(batch);
        } catch (const StorageFault& fault) {
            return fault;
        }
        return std::nullopt;
    }
    FaultVfs vfs_;
    test::TempFolder folder_;
};

/// Fails every write to files whose name ends so.
FaultVfs::Decide fail_writes(std::string_view ending, int code) {
    return [ending, code](FileStep step, std::string_view file) {
        const bool meant = file.size() >= ending.size() && file.substr(file.size() - ending.size()) == ending;
        return step == FileStep::kWrite && meant ? code : SQLITE_OK;
    };
}

TEST_F(StoreFaultsTest, AFullDiskCommitsNothingAndGoesOnWhenThereIsRoom) {
    for (const std::string_view journal : {"ledger.db-wal", "tracks.db-wal"}) {
        const auto store = open();
        const std::uint64_t before = store->next_entry();
        const StoreBatch next = batch(*store, before);
        vfs_.decide(fail_writes(journal, SQLITE_FULL));
        for (const int attempt : {1, 2}) {
            const auto fault = fault_of(*store, next);
            ASSERT_TRUE(fault) << journal << " attempt " << attempt;
            EXPECT_TRUE(fault->full());
            EXPECT_THAT(fault->what(), AllOf(HasSubstr(journal.substr(0, 9)), HasSubstr("make room on the disk")));
            expect_whole(*store, before);
            EXPECT_EQ(store->find(kFeed, before + 1, {}), std::nullopt);
        }
        vfs_.heal();
        store->commit(next);
        expect_whole(*store, before + 1);
        EXPECT_TRUE(store->find(kFeed, before + 1, {}).has_value());
    }
    const auto store = open();
    expect_whole(*store, 2);
    EXPECT_THAT(store->unit_names(), ElementsAre("U0", "U1"));
}

TEST_F(StoreFaultsTest, KeepsNamesOfAFailedCommitForTheNextOne) {
    {
        const auto store = open();
        vfs_.decide(fail_writes("tracks.db-wal", SQLITE_FULL));
        ASSERT_TRUE(fault_of(*store, batch(*store, 0)));
        vfs_.heal();
        store->commit({});
        EXPECT_EQ(store->unit_index(UnitName::literal("U0")), UnitIndex{0});
    }
    EXPECT_THAT(open()->unit_names(), ElementsAre("U0"));
}

TEST_F(StoreFaultsTest, NobodySeesFixesWhoseEntriesDidNotFollow) {
    const auto store = open();
    store->commit(batch(*store, 0));
    vfs_.decide(fail_writes("ledger.db-wal", SQLITE_FULL));
    ASSERT_TRUE(fault_of(*store, batch(*store, 1)));
    vfs_.heal();
    const StoreReader reader(folder_.path());
    std::uint64_t seen = 0;
    EXPECT_EQ(reader.read_open_fixes(0, [&](const Fix&) { ++seen; }).next, 1U);
    EXPECT_EQ(seen, 1U);
    EXPECT_EQ(reader.quarantined_count(), 1U);

    const test::TempFolder copy;  // as a crash at this moment would leave it
    for (const auto& item : std::filesystem::directory_iterator(folder_.path())) {
        std::filesystem::copy(item.path(), copy.path());
    }
    Store recovered(copy.path(), Durability::kFull);
    expect_whole(recovered, 1);
    recovered.commit(batch(recovered, 1));
    expect_whole(recovered, 2);

    StoreBatch other;  // entries alone must not bring the lost fixes back
    other.entries = {sample_entry(1, 70)};
    store->commit(other);
    EXPECT_EQ(fixes_of(*store).size(), 1U);
    EXPECT_EQ(reader.read_open_fixes(1, [&](const Fix&) { ++seen; }).next, 1U);
    EXPECT_EQ(seen, 1U);
}

TEST_F(StoreFaultsTest, AnIoErrorEndsRecordingUntilARestart) {
    {
        const auto store = open();
        store->commit(batch(*store, 0));
        vfs_.decide(fail_writes("ledger.db-wal", SQLITE_IOERR_WRITE));
        const auto fault = fault_of(*store, batch(*store, 1));
        ASSERT_TRUE(fault);
        EXPECT_EQ(fault->trouble(), StorageTrouble::kIo);
        EXPECT_THAT(fault->what(), AllOf(HasSubstr("cannot write ledger.db"), HasSubstr("start again")));
        vfs_.heal();
        const auto refused = fault_of(*store, batch(*store, 1));
        ASSERT_TRUE(refused);
        EXPECT_EQ(refused->trouble(), StorageTrouble::kClosed);
        EXPECT_THAT(refused->what(), AllOf(HasSubstr("has ended"), HasSubstr("cannot write ledger.db")));
        expect_whole(*store, 1);
    }
    const auto store = open();
    expect_whole(*store, 1);
    store->commit(batch(*store, 1));
    expect_whole(*store, 2);
}

TEST_F(StoreFaultsTest, NeverTriesAFailedSyncAgain) {
    const auto store = open();
    int syncs = 0;
    vfs_.decide([&](FileStep step, std::string_view) {
        if (step != FileStep::kSync) return SQLITE_OK;
        ++syncs;
        return SQLITE_IOERR_FSYNC;
    });
    const auto fault = fault_of(*store, batch(*store, 0));
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->trouble(), StorageTrouble::kIo);
    EXPECT_TRUE(fault_of(*store, batch(*store, 0)));
    store->close();
    EXPECT_EQ(syncs, 1);
}

/// Runs two commits with the n-th write or sync failing, then what a restart finds.
TEST_F(StoreFaultsTest, WhicheverStepFailsTheRecordIsWholeAfterwards) {
    for (const FileStep failing : {FileStep::kWrite, FileStep::kSync}) {
        for (const int code : {SQLITE_FULL, SQLITE_IOERR}) {
            bool reached = true;
            for (int n = 0; reached; ++n) {
                const test::TempFolder folder;
                create_store(folder.path());
                std::uint64_t acknowledged = 0;
                {
                    Store store(folder.path(), Durability::kFull);
                    int left = n;
                    reached = false;
                    vfs_.decide([&](FileStep step, std::string_view) {
                        if (step != failing || left-- > 0) return SQLITE_OK;
                        reached = true;
                        return code;
                    });
                    for (const int attempt : {0, 1}) {
                        if (!fault_of(store, batch(store, store.next_entry()))) ++acknowledged;
                        ASSERT_EQ(store.next_entry(), acknowledged) << "attempt " << attempt;
                    }
                    vfs_.heal();
                }
                Store store(folder.path(), Durability::kFull);
                ASSERT_GE(store.next_entry(), acknowledged) << "step " << n << " code " << code;
                ASSERT_LE(store.next_entry(), acknowledged + 1);
                expect_whole(store, store.next_entry());
            }
        }
    }
}

TEST_F(StoreFaultsTest, AFileLimitIsAnIoErrorWithTheSystemsReason) {
    const auto store = open();
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit tight = before;
    tight.rlim_cur = 1024;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
    const auto fault = fault_of(*store, batch(*store, 0));
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    ASSERT_TRUE(fault);
    EXPECT_FALSE(fault->full());
    EXPECT_THAT(fault->what(), HasSubstr("File too large"));
}

TEST_F(StoreFaultsTest, ACopyTakenAtAnyMomentHoldsEveryCommitBeforeIt) {
    const auto store = open();
    for (std::uint64_t i = 0; i < 5; ++i) {
        store->commit(batch(*store, i));
        const test::TempFolder copy;
        for (const char* file : {"ledger.db", "ledger.db-wal", "tracks.db", "tracks.db-wal"}) {
            std::filesystem::copy(folder_.path() / file, copy.path() / file);
        }
        const Store recovered(copy.path(), Durability::kFull);
        expect_whole(recovered, i + 1);
        EXPECT_EQ(recovered.tip(), store->tip());
    }
}

TEST_F(StoreFaultsTest, AJournalCutAnywhereGivesWholeCommitsOrARefusal) {
    constexpr std::uint64_t kCommits = 4;
    constexpr std::uintmax_t kStep = 1021;  // lands inside frames and their headers
    const auto store = open();
    for (std::uint64_t i = 0; i < kCommits; ++i) store->commit(batch(*store, i));
    const std::uintmax_t length = std::filesystem::file_size(folder_.path() / "ledger.db-wal");
    std::uint64_t refused = 0;
    for (std::uintmax_t cut = 0; cut < length; cut += kStep) {
        const test::TempFolder copy;
        for (const char* file : {"ledger.db", "ledger.db-wal", "tracks.db", "tracks.db-wal"}) {
            std::filesystem::copy(folder_.path() / file, copy.path() / file);
        }
        std::filesystem::resize_file(copy.path() / "ledger.db-wal", cut);
        try {
            Store recovered(copy.path(), Durability::kFull);
            expect_whole(recovered, recovered.next_entry());
            EXPECT_EQ(recovered.next_entry(), kCommits - 1) << "cut at " << cut;
        } catch (const StorageFault& fault) {
            ++refused;
            EXPECT_EQ(fault.trouble(), StorageTrouble::kCorrupt);
            EXPECT_THAT(fault.what(), HasSubstr("which is older or was cut"));
        }
    }
    EXPECT_GT(refused, 0U);
}

}  // namespace
}  // namespace siaga
