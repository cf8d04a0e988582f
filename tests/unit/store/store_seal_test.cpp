// Sealing: fixes move from batches into slices, all of them or none, and every answer stays the same.

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/situation/track_slices.hpp"
#include "data/store/storage_fault.hpp"
#include "data/store/store.hpp"
#include "data/store/store_reader.hpp"
#include "tests/unit/store/fault_vfs.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

using test::add_fix;
using test::FaultVfs;
using test::FileStep;
using test::fixes_of;
using test::sample_fix;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using test::kFeed;
using test::kNoon;

class StoreSealTest : public testing::Test {
protected:
    StoreSealTest() {
        create_store(folder_.path());
        reopen();
    }
    void reopen() {
        store_.reset();
        store_ = std::make_unique<Store>(folder_.path(), Durability::kFull);
    }
    /// Fix number `seq`, measured 5 s times `seq` after noon.
    Fix fix(std::uint64_t seq, const char* unit = "U") {
        return sample_fix(store_->unit_index(UnitName::literal(unit)), store_->source_index(kFeed), seq);
    }
    void commit(const std::vector<Fix>& fixes) {
        StoreBatch batch;
        batch.fixes = fixes;
        batch.quarantined.push_back({kNoon, "feed-1", 900, "TELEPORT", "raw"});
        store_->commit(batch);
    }
    std::vector<Fix> sealed() {
        const StoreReader reader(folder_.path());
        std::vector<Fix> fixes;
        TrackSlices(reader.slices()).for_each(Time::min(), Time::max(), [&](const Fix& f) { fixes.push_back(f); });
        return fixes;
    }
    FaultVfs vfs_;
    test::TempFolder folder_;
    std::unique_ptr<Store> store_;
};

TEST_F(StoreSealTest, MovesFinishedMinutesAndLeavesTheRest) {
    const Fix first = fix(1), last = fix(60);  // 12:00:05 and 12:05:00
    commit({first, last});
    EXPECT_FALSE(store_->can_seal(kNoon));
    ASSERT_TRUE(store_->can_seal(kNoon + 5min));
    store_->seal(kNoon + 5min);
    for (const bool again : {false, true}) {
        if (again) reopen();
        EXPECT_THAT(sealed(), ElementsAre(first));
        EXPECT_THAT(fixes_of(*store_), ElementsAre(last));
        EXPECT_EQ(store_->open_fixes(), 1U);
        EXPECT_FALSE(store_->can_seal(kNoon + 5min));
        EXPECT_TRUE(store_->can_seal(kNoon + 10min));
        EXPECT_EQ(store_->quarantined_count(), 1U);
        EXPECT_EQ(store_->last_seq(kFeed), 60U);
    }
}

TEST_F(StoreSealTest, FindsASealedFixByItsKeyAndTime) {
    const Fix known = fix(7);
    commit({known, fix(9)});
    store_->seal(kNoon + 5min);
    for (const bool again : {false, true}) {
        if (again) reopen();
        EXPECT_EQ(store_->find(kFeed, 7, known.time), StoredRecord(known));
        EXPECT_EQ(store_->find(kFeed, 7, known.time + 1ms), StoredRecord(std::monostate{}));
        EXPECT_EQ(store_->find(kFeed, 7, known.time + 24h), StoredRecord(std::monostate{}));
        EXPECT_EQ(store_->find(kFeed, 8, known.time), std::nullopt);
        EXPECT_EQ(store_->find(kFeed, 10, known.time), std::nullopt);
    }
}

TEST_F(StoreSealTest, MergesLateFixesIntoTheirSliceAndIntoWhatLaterOnesCarry) {
    commit({fix(10, "A"), fix(20, "B"), fix(130, "B")});  // 12:00 and 12:10
    store_->seal(kNoon + 15min);
    const Fix late = fix(15, "A");
    commit({late});
    ASSERT_TRUE(store_->can_seal(kNoon + 5min));
    store_->seal(kNoon + 15min);
    EXPECT_EQ(sealed().size(), 4U);
    const std::shared_ptr<const Bytes> bytes = store_->slices().read(kNoon + 10min);
    ASSERT_NE(bytes, nullptr);
    const Result<TrackSlice> slice = unpack_slice(kNoon + 10min, *bytes);
    ASSERT_TRUE(slice.ok());
    const TrackSlice::Run* run = slice->run_of(late.unit);
    ASSERT_NE(run, nullptr);
    EXPECT_TRUE(run->carried);
    EXPECT_EQ(slice->fixes[run->begin], late);
}

TEST_F(StoreSealTest, SealsAFixOfAWrongClockAtOnceWithoutMovingAnybody) {
    Fix ahead = fix(1);
    ahead.time = kNoon + 24h * 365;
    ahead.flags = kClockWrongFlag;
    commit({ahead, fix(2)});
    ASSERT_TRUE(store_->can_seal(kNoon));
    store_->seal(kNoon);
    EXPECT_THAT(fixes_of(*store_), ElementsAre(fix(2)));
    const std::vector<SliceInfo> infos = store_->slices().list();
    ASSERT_EQ(infos.size(), 1U);
    EXPECT_FALSE(infos.front().positions);
    EXPECT_EQ(store_->find(kFeed, 1, ahead.time), StoredRecord(ahead));
}

TEST_F(StoreSealTest, ANumberOfABatchIsNeverUsedTwice) {
    commit({fix(1)});
    store_->seal(kNoon + 5min);
    EXPECT_THAT(fixes_of(*store_), IsEmpty());
    reopen();
    commit({fix(200)});
    reopen();
    EXPECT_EQ(store_->quarantined_count(), 2U);
    EXPECT_EQ(StoreReader(folder_.path()).quarantined_count(), 2U);
}

TEST_F(StoreSealTest, AFailedWriteLeavesEveryFixWhereItWas) {
    const std::vector<Fix> fixes{fix(1), fix(2), fix(70)};
    commit(fixes);
    for (int nth = 0;; ++nth) {
        ASSERT_LT(nth, 200) << "sealing never succeeded";
        int writes = 0;
        vfs_.decide([&](FileStep step, std::string_view) {
            return step == FileStep::kWrite && writes++ == nth ? SQLITE_FULL : SQLITE_OK;
        });
        bool failed = false;
        try {
            store_->seal(kNoon + 5min);
        } catch (const StorageFault& fault) {
            EXPECT_TRUE(fault.full()) << fault.what();
            failed = true;
        }
        vfs_.heal();
        if (!failed) {
            EXPECT_GT(nth, 0) << "nothing was written";
            break;
        }
        EXPECT_EQ(fixes_of(*store_), fixes) << "write " << nth;
        EXPECT_THAT(sealed(), IsEmpty());
        EXPECT_TRUE(store_->can_seal(kNoon + 5min));
    }
    EXPECT_THAT(sealed(), ElementsAre(fix(1), fix(2)));
    EXPECT_THAT(fixes_of(*store_), ElementsAre(fix(70)));
}

TEST_F(StoreSealTest, NamesASliceThatIsNotWhatWasWritten) {
    commit({fix(1)});
    store_->seal(kNoon + 5min);
    store_->close();
    {
        SQLite::Database db((folder_.path() / "tracks.db").string(), SQLite::OPEN_READWRITE);
        db.exec("UPDATE slice SET received = received + 1");
    }
    const StoreReader reader(folder_.path());
    try {
        (void)reader.slices()->read(kNoon);
        FAIL() << "the slice was read";
    } catch (const StorageFault& fault) {
        EXPECT_EQ(fault.trouble(), StorageTrouble::kCorrupt);
        EXPECT_THAT(fault.what(), HasSubstr("tracks.db: slice 2024-11-30T04:00:00.000Z: its content does not give"));
    }
}

TEST_F(StoreSealTest, RefusesSlicesThatNeedALongerLedger) {
    StoreBatch batch;
    batch.entries = {test::sample_entry(0, 1)};
    batch.fixes = {fix(2)};
    store_->commit(batch);
    store_->seal(kNoon + 5min);
    store_->close();
    {
        SQLite::Database db((folder_.path() / "ledger.db").string(), SQLite::OPEN_READWRITE);
        db.exec("DELETE FROM entry");
    }
    std::filesystem::remove_all(folder_.path() / "checkpoints");  // which would tell too
    try {
        reopen();
        FAIL() << "the folder was opened";
    } catch (const StorageFault& fault) {
        EXPECT_THAT(fault.what(), HasSubstr("has slices that need 1 entries and ledger.db has 0"));
    }
}

TEST_F(StoreSealTest, AReaderMissesNoFixAndSeesNoneTwiceWhenItIsSealedMeanwhile) {
    commit({fix(1), fix(70), fix(130)});
    store_->seal(kNoon + 5min);
    const StoreReader reader(folder_.path());
    for (int turn = 0; turn < 2; ++turn) {
        std::vector<std::uint64_t> seqs;
        reader.read_fixes([&](const Fix& f) {
            seqs.push_back(f.seq);
            // While the slices are read, and before the fixes that are in none.
            if (turn == 0 && seqs.size() == 1) store_->seal(kNoon + 10min);
        });
        EXPECT_THAT(seqs, ElementsAre(1, 70, 130)) << "turn " << turn;
    }
    EXPECT_EQ(store_->open_fixes(), 1U);
}

TEST_F(StoreSealTest, ReadersGoOnFromWhatIsLeft) {
    const StoreReader reader(folder_.path());
    commit({fix(1), fix(70)});
    std::vector<Fix> seen;
    const auto take = [&](const Fix& f) { seen.push_back(f); };
    const StoreReader::Batches before = reader.read_open_fixes(0, take);
    EXPECT_EQ(seen.size(), 2U);
    store_->seal(kNoon + 5min);
    seen.clear();
    const StoreReader::Batches after = reader.read_open_fixes(before.next, take);
    EXPECT_NE(after.first, before.first) << "the reader could not know";
    EXPECT_THAT(seen, ElementsAre(fix(70)));
}

}  // namespace
}  // namespace siaga
