#include "app/common/prune.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/store/pruned_seqs.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::app {
namespace {

using test::add_fix;
using test::entries_of;
using test::sample_fix;

using test::kNoon;

TEST(PruneTracks, SaysInTheLedgerWhatItRemovedAndOnlyWhenItDid) {
    const test::TempFolder folder;
    create_store(folder.path());
    Store store(folder.path(), Durability::kFull);
    StoreBatch batch;
    const UnitIndex unit = store.unit_index(UnitName::literal("U"));
    for (std::uint64_t seq = 0; seq < 180; ++seq)  // a quarter of an hour
        add_fix(batch, sample_fix(unit, store.source_index(SourceName::literal("feed-1")), seq));
    batch.entries = {test::sample_entry(0, 1)};
    store.commit(batch);
    store.seal(kNoon + 15min);

    EXPECT_EQ(prune_tracks(store, kNoon + 1h, 24h).entry, std::nullopt);
    EXPECT_EQ(store.next_entry(), 1U);

    const Pruned pruned = prune_tracks(store, kNoon + 1h, 50min);
    EXPECT_EQ(pruned.entry, 1U);
    EXPECT_EQ(pruned.plan.fixes, 120U);
    const std::vector<Entry> entries = entries_of(store);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[1].event.time, kNoon + 1h);
    EXPECT_EQ(entries[1].source, SourceName::literal("siaga"));
    // Numbers 0 to 119 of source 0.
    const std::string removed = to_hex(pruned_hash({{{0, 119}}}));
    EXPECT_EQ(entries[1].event.body, EventBody(TracksPruned{kNoon + 10min, 120, removed}));
    EXPECT_EQ(to_hex(store.hash_without({})), removed);
    EXPECT_EQ(store.slices().list().size(), 1U);

    EXPECT_EQ(prune_tracks(store, kNoon + 1h, 50min).entry, std::nullopt)
        << "a second time there is nothing left to say";
}

}  // namespace
}  // namespace siaga::app
