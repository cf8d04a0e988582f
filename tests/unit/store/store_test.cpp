#include "data/store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/model/canonical.hpp"
#include "data/store/storage_fault.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

using test::add_fix;
using test::entries_of;
using test::fixes_of;
using test::sample_entry;
using test::sample_fix;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const SourceName kPost = SourceName::literal("poskotis-7");
using test::kFeed;

class StoreTest : public testing::Test {
protected:
    StoreTest() { create_store(folder_.path()); }
    [[nodiscard]] std::unique_ptr<Store> open() const {
        return std::make_unique<Store>(folder_.path(), Durability::kFull);
    }
    test::TempFolder folder_;
};

TEST_F(StoreTest, ReadsBackWhatWasCommittedAfterReopening) {
    const auto first = sample_entry(0, 1), second = sample_entry(1, 2, "ada keberatan saksi");
    std::vector<Fix> fixes;
    {
        const auto store = open();
        StoreBatch batch;
        batch.entries = {first, second};
        for (std::uint64_t seq = 1; seq <= 3; ++seq) {
            add_fix(batch,
                    sample_fix(store->unit_index(UnitName::literal("RAJAWALI-04")), store->source_index(kFeed), seq));
        }
        batch.quarantined.push_back({time_from_ms(5), "feed-1", 9, "TELEPORT: 812 m/s", "{\"raw\":1}"});
        store->commit(batch);
        fixes = batch.fixes;
        EXPECT_EQ(store->next_entry(), 2U);
        store->close();
    }
    const auto store = open();
    EXPECT_THAT(entries_of(*store), ElementsAre(*first, *second));
    EXPECT_THAT(entries_of(*store, 1), ElementsAre(*second));
    EXPECT_EQ(fixes_of(*store), fixes);
    EXPECT_THAT(store->unit_names(), ElementsAre("RAJAWALI-04"));
    EXPECT_THAT(store->source_names(), ElementsAre("feed-1"));
    EXPECT_EQ(store->quarantined_count(), 1U);
    EXPECT_EQ(store->next_entry(), 2U);
}

TEST_F(StoreTest, FindsRecordsByTheirKeyAndOnlyThose) {
    const auto store = open();
    StoreBatch batch;
    batch.entries = {sample_entry(0, 4)};
    const UnitIndex unit = store->unit_index(UnitName::literal("U"));
    for (const std::uint64_t seq : {5U, 9U, 7U}) add_fix(batch, sample_fix(unit, store->source_index(kFeed), seq));
    store->commit(batch);
    StoreBatch late;
    add_fix(late, sample_fix(unit, store->source_index(kFeed), 6));
    store->commit(late);

    EXPECT_EQ(store->find(kPost, 4, {}), StoredRecord(record_digest(canonical_bytes(batch.entries[0]->event))));
    EXPECT_EQ(store->find(kPost, 3, {}), std::nullopt);
    for (const std::uint64_t seq : {5U, 6U, 7U, 9U}) {
        EXPECT_EQ(store->find(kFeed, seq, {}), StoredRecord(sample_fix(unit, store->source_index(kFeed), seq))) << seq;
    }
    for (const std::uint64_t seq : {4U, 8U, 10U}) EXPECT_EQ(store->find(kFeed, seq, {}), std::nullopt) << seq;
    EXPECT_EQ(store->find(kFeed, std::numeric_limits<std::uint64_t>::max(), {}), std::nullopt);
    EXPECT_EQ(store->find(SourceName::literal("nobody"), 1, {}), std::nullopt);
}

TEST_F(StoreTest, FindsRecordsInMoreBatchesThanItKeepsDecoded) {
    constexpr std::uint64_t kBatches = 30;
    const auto store = open();
    for (std::uint64_t seq = 1; seq <= kBatches; ++seq) {
        StoreBatch batch;
        add_fix(batch, sample_fix(store->unit_index(UnitName::literal("U")), store->source_index(kFeed), seq));
        store->commit(batch);
    }
    for (const int round : {1, 2}) {
        for (std::uint64_t seq = 1; seq <= kBatches; ++seq) {
            const Fix expected = sample_fix(UnitIndex{0}, SourceIndex{0}, seq);
            ASSERT_EQ(store->find(kFeed, seq, {}), StoredRecord(expected)) << "round " << round;
        }
    }
}

TEST_F(StoreTest, KnowsTheLastSequenceOfEachSourceAlsoAfterReopening) {
    {
        const auto store = open();
        StoreBatch batch;
        batch.entries = {sample_entry(0, 12), sample_entry(1, 3)};
        const UnitIndex unit = store->unit_index(UnitName::literal("U"));
        for (const std::uint64_t seq : {8U, 41U, 2U}) add_fix(batch, sample_fix(unit, store->source_index(kFeed), seq));
        add_fix(batch, sample_fix(unit, store->source_index(kPost), 11));
        store->commit(batch);
        EXPECT_EQ(store->last_seq(kPost), 12U);
        EXPECT_EQ(store->last_seq(kFeed), 41U);
    }
    const auto store = open();
    EXPECT_EQ(store->last_seq(kPost), 12U);
    EXPECT_EQ(store->last_seq(kFeed), 41U);
    EXPECT_EQ(store->last_seq(SourceName::literal("nobody")), 0U);
}

TEST_F(StoreTest, NumbersNamesInOrderOfAppearanceAndKeepsThemFromTheNextCommitOn) {
    {
        const auto store = open();
        EXPECT_EQ(store->unit_index(UnitName::literal("B")), UnitIndex{0});
        EXPECT_EQ(store->unit_index(UnitName::literal("A")), UnitIndex{1});
        EXPECT_EQ(store->unit_index(UnitName::literal("B")), UnitIndex{0});
        store->commit({});
        EXPECT_EQ(store->unit_index(UnitName::literal("C")), UnitIndex{2});
    }
    EXPECT_THAT(open()->unit_names(), ElementsAre("B", "A"));
}

TEST_F(StoreTest, ItsTipIsTheTreeAndTheChainOverTheEntries) {
    LedgerTip tip;
    {
        const auto store = open();
        EXPECT_EQ(to_hex(store->tip().root), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (std::uint64_t n = 0; n < 5; ++n) {
            const LedgerTip before = store->tip();
            StoreBatch batch;
            batch.entries = {sample_entry(n, n + 1)};
            store->commit(batch);
            EXPECT_NE(store->tip().root, before.root);
            EXPECT_NE(store->tip().chain, before.chain);
        }
        tip = store->tip();
    }
    EXPECT_EQ(tip.entries, 5U);
    EXPECT_EQ(open()->tip(), tip);
}

TEST_F(StoreTest, ItsTipDependsOnEveryPartOfAnEntry) {
    const auto tip_of = [](const Entry& entry) {
        const test::TempFolder folder;
        create_store(folder.path());
        Store store(folder.path(), Durability::kFull);
        StoreBatch batch;
        batch.entries = {std::make_shared<const Entry>(entry)};
        store.commit(batch);
        return store.tip();
    };
    const Entry base = *sample_entry(0, 1);
    Entry other_time = base, other_source = base, other_seq = base, other_event = base;
    other_time.received += 1ms;
    other_source.source = SourceName::literal("poskotis-8");
    other_seq.seq = 2;
    other_event.event.time += 1ms;
    for (const Entry& changed : {other_time, other_source, other_seq, other_event}) {
        EXPECT_NE(tip_of(changed).root, tip_of(base).root);
        EXPECT_NE(tip_of(changed).chain, tip_of(base).chain);
    }
}

TEST_F(StoreTest, WritesInBulkAndKeepsItAfterClose) {
    constexpr std::uint64_t kCommits = 600;  // more than two groups
    {
        Store store(folder_.path(), Durability::kBulk);
        for (std::uint64_t n = 0; n < kCommits; ++n) {
            StoreBatch batch;
            batch.entries = {sample_entry(n, n + 1)};
            add_fix(batch, sample_fix(store.unit_index(UnitName::literal("U")), store.source_index(kFeed), n + 1));
            store.commit(batch);
        }
        store.close();
    }
    EXPECT_THAT(test::files_in(folder_.path()),
                ElementsAre("checkpoints", "keys", "ledger.db", "tracks.db", "writer.lock"));
    const auto store = open();
    EXPECT_EQ(store->next_entry(), kCommits);
    EXPECT_EQ(fixes_of(*store).size(), kCommits);
}

TEST_F(StoreTest, RefusesEverythingAfterClose) {
    const auto store = open();
    store->close();
    store->close();
    try {
        store->commit({});
        FAIL() << "a closed store took a commit";
    } catch (const StorageFault& fault) {
        EXPECT_EQ(fault.trouble(), StorageTrouble::kClosed);
        EXPECT_THAT(fault.what(), HasSubstr("the store is closed"));
    }
    EXPECT_THROW((void)store->next_entry(), StorageFault);
}

TEST_F(StoreTest, AnEmptyCommitChangesNothing) {
    const auto store = open();
    store->commit({});
    EXPECT_EQ(store->next_entry(), 0U);
    EXPECT_THAT(fixes_of(*store), IsEmpty());
}

}  // namespace
}  // namespace siaga
