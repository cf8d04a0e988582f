#include "data/store/store_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/store/storage_fault.hpp"
#include "tests/unit/store/fault_vfs.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

using test::add_fix;
using test::entries_of;
using test::sample_entry;
using test::sample_fix;
using testing::ElementsAre;
using testing::HasSubstr;

using test::kFeed;

class StoreReaderTest : public testing::Test {
protected:
    StoreReaderTest() {
        create_store(folder_.path());
        store_ = std::make_unique<Store>(folder_.path(), Durability::kFull);
    }
    void commit(std::uint64_t i) {
        StoreBatch batch;
        batch.entries = {sample_entry(i, i + 1)};
        add_fix(batch, sample_fix(store_->unit_index(UnitName::literal("U")), store_->source_index(kFeed), i + 1));
        store_->commit(batch);
    }
    test::FaultVfs vfs_;
    test::TempFolder folder_;
    std::unique_ptr<Store> store_;
};

TEST_F(StoreReaderTest, SeesEachCommitOfARunningWriter) {
    const StoreReader reader(folder_.path());
    EXPECT_EQ(reader.tip(), store_->tip());
    std::uint64_t next = 0;
    for (std::uint64_t i = 0; i < 3; ++i) {
        commit(i);
        EXPECT_EQ(reader.tip(), store_->tip());
        EXPECT_THAT(entries_of(reader, i), ElementsAre(*sample_entry(i, i + 1)));
        std::vector<std::uint64_t> seqs;
        next = reader.read_open_fixes(next, [&](const Fix& fix) { seqs.push_back(fix.seq); }).next;
        EXPECT_EQ(next, i + 1);
        EXPECT_THAT(seqs, ElementsAre(i + 1));
    }
    EXPECT_THAT(reader.unit_names(), ElementsAre("U"));
    EXPECT_THAT(reader.source_names(), ElementsAre("feed-1"));
}

TEST_F(StoreReaderTest, ReadsOnWhenTheWriterHasGone) {
    commit(0);
    const StoreReader reader(folder_.path());
    store_->close();
    EXPECT_EQ(entries_of(reader).size(), 1U);
    EXPECT_EQ(reader.tip().entries, 1U);
}

TEST_F(StoreReaderTest, ListsTheQuarantineWithItsBytes) {
    const QuarantinedRecord record{time_from_ms(7), "feed-1", 9, "TELEPORT: 812 m/s; CLOCK_AHEAD",
                                   std::string("a\0b\xFF", 4)};
    StoreBatch batch;
    batch.quarantined = {record, record};
    store_->commit(batch);
    std::vector<QuarantinedRecord> seen;
    const StoreReader reader(folder_.path());
    reader.read_quarantine([&](const QuarantinedRecord& one) { seen.push_back(one); });
    EXPECT_THAT(seen, ElementsAre(record, record));
    EXPECT_EQ(reader.quarantined_count(), 2U);
    EXPECT_EQ(reader.last_quarantined(1), std::vector{record});
    EXPECT_EQ(reader.last_quarantined(9), (std::vector{record, record}));
    EXPECT_EQ(store_->quarantined_count(), 2U);
}

TEST_F(StoreReaderTest, ReadsTheFilesAloneWhereNoJournalCanBeMade) {
    commit(0);
    store_->close();
    vfs_.decide([](test::FileStep step, std::string_view) {
        return step == test::FileStep::kMapShared ? SQLITE_CANTOPEN : SQLITE_OK;
    });
    const StoreReader reader(folder_.path());
    EXPECT_EQ(entries_of(reader).size(), 1U);
}

TEST_F(StoreReaderTest, RefusesToLeaveOutWhatIsStillInAJournal) {
    commit(0);
    vfs_.decide([](test::FileStep step, std::string_view) {
        return step == test::FileStep::kMapShared ? SQLITE_CANTOPEN : SQLITE_OK;
    });
    try {
        const StoreReader reader(folder_.path());
        FAIL() << "read a database without its journal";
    } catch (const StorageFault& fault) {
        EXPECT_THAT(fault.what(), HasSubstr("open the folder once with the right to write there, or copy it"));
    }
}

}  // namespace
}  // namespace siaga
