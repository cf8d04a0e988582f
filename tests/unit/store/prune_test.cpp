#include "data/store/prune.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "data/situation/history.hpp"
#include "data/store/store_reader.hpp"
#include "tests/property/generators.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

using test::add_fix;
using test::sample_fix;
using testing::ElementsAre;
using testing::IsEmpty;

using test::kFeed;
using test::kNoon;

SliceInfo slice(Millis after_noon, std::uint32_t fixes = 10) {
    SliceInfo info;
    info.start = kNoon + after_noon;
    info.fixes = fixes;
    info.positions = true;
    info.received = info.start + kSliceLength;
    return info;
}

TEST(PrunePlan, GivesTheWorkedExample) {
    const std::vector<SliceInfo> slices{slice(0min, 3), slice(5min, 4), slice(10min, 5)};
    const PrunePlan plan = plan_prune(slices, kNoon + 7min);
    EXPECT_THAT(plan.slices, ElementsAre(kNoon));
    EXPECT_EQ(plan.fixes, 3U);
    EXPECT_EQ(plan.kept_from, kNoon + 5min);
}

TEST(PrunePlan, KeepsTheLastSliceThatTellsWhereAllUnitsWereHoweverOldItIs) {
    const std::vector<SliceInfo> slices{slice(0min), slice(5min), slice(10min)};
    EXPECT_THAT(plan_prune(slices, kNoon + 24h * 365).slices, ElementsAre(kNoon, kNoon + 5min));
    EXPECT_THAT(plan_prune(slices, kNoon + 10min).slices, ElementsAre(kNoon, kNoon + 5min));
    EXPECT_THAT(plan_prune(slices, kNoon + 10min - 1ms).slices, ElementsAre(kNoon));
    EXPECT_THAT(plan_prune(slices, kNoon - 1ms).slices, IsEmpty());
    EXPECT_THAT(plan_prune({}, kNoon).slices, IsEmpty());
}

TEST(PrunePlan, JudgesFixesOfWrongClocksByWhenTheyWereReceived) {
    SliceInfo long_ago = slice(0min, 7);
    long_ago.start = time_from_ms(0);
    long_ago.positions = false;
    long_ago.received = kNoon + 6min;
    const std::vector<SliceInfo> slices{long_ago, slice(0min), slice(5min)};
    EXPECT_THAT(plan_prune(slices, kNoon + 6min).slices, ElementsAre(kNoon));
    EXPECT_THAT(plan_prune(slices, kNoon + 6min + 1ms).slices, ElementsAre(long_ago.start, kNoon));
}

/// Two units from noon on, A every 5 s for half an hour, B only once in the first minutes.
class PrunedStore : public testing::Test {
protected:
    PrunedStore() {
        create_store(folder_.path());
        store_ = std::make_unique<Store>(folder_.path(), Durability::kFull);
        const UnitIndex a = store_->unit_index(UnitName::literal("A")), b = store_->unit_index(UnitName::literal("B"));
        StoreBatch batch;
        for (std::uint64_t seq = 0; seq < kFixes; ++seq)
            add_fix(batch, sample_fix(seq == kOfB ? b : a, store_->source_index(kFeed), seq));
        batch.entries = {test::sample_entry(0, 1)};
        store_->commit(batch);
        store_->seal(kNoon + 25min);
    }
    void prune(Time before) { store_->remove_slices(plan_prune(store_->slices().list(), before).slices); }
    [[nodiscard]] History history() const {
        const StoreReader reader(folder_.path());
        History history(test::small_roster(), reader.slices());
        Committed open;
        open.new_units = reader.unit_names();
        (void)reader.read_open_fixes(0, [&](const Fix& fix) { open.fixes.push_back(fix); });
        reader.read_entries(
            0, [&](Entry entry) { open.entries.push_back(std::make_shared<const Entry>(std::move(entry))); });
        history.add(open);
        return history;
    }
    static constexpr std::uint64_t kFixes = 360, kOfB = 7;  // seq is also the number of 5 s after noon
    test::TempFolder folder_;
    std::unique_ptr<Store> store_;
};

TEST_F(PrunedStore, ShowsEveryLaterTimeAsBefore) {
    const Time before = kNoon + 12min;
    using Seen = std::vector<std::pair<std::shared_ptr<const Situation>, std::vector<Fix>>>;
    const auto all_later = [&] {
        History record = history();
        Seen seen;
        for (Time t = before; t <= kNoon + 40min; t += 7s)
            seen.emplace_back(record.situation_at(t), record.tracks().track(UnitIndex{0}, before, t));
        return seen;
    };
    const Seen whole = all_later();
    prune(before);
    const Seen kept = all_later();
    ASSERT_EQ(kept.size(), whole.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        Situation expected = *whole[i].first;
        expected.roster = kept[i].first->roster;  // made anew for each record
        EXPECT_EQ(*kept[i].first, expected) << to_rfc3339(expected.time);
        EXPECT_EQ(kept[i].second, whole[i].second);
    }
}

TEST_F(PrunedStore, HasNoFixBeforeTheSliceItKeepsButKnowsTheNewestOfEachUnit) {
    const std::uint64_t counted = history().tracks().fix_count();
    const PrunePlan plan = plan_prune(store_->slices().list(), kNoon + 12min);
    prune(kNoon + 12min);
    History kept = history();
    EXPECT_EQ(kept.tracks().fix_count(), counted - plan.fixes);
    EXPECT_EQ(plan.fixes, 120U) << "of twelve a minute, ten minutes";
    EXPECT_EQ(plan.kept_from, kNoon + 10min);
    EXPECT_THAT(kept.tracks().track(UnitIndex{0}, kNoon, kNoon + 10min - 1ms), IsEmpty());
    EXPECT_EQ(kept.situation_at(kNoon + 12min)->units[1].fix->seq, kOfB);
}

TEST_F(PrunedStore, TouchesNoEntryAndStillKnowsTheKeysItSaw) {
    const LedgerTip tip = store_->tip();
    const std::uint64_t last = store_->last_seq(kFeed);
    prune(kNoon + 24h);
    EXPECT_EQ(store_->tip(), tip);
    EXPECT_EQ(store_->last_seq(kFeed), last);
    EXPECT_NE(store_->find(kFeed, 5, kNoon + 25s), std::nullopt) << "a repeat is no new fix";
    store_.reset();
    store_ = std::make_unique<Store>(folder_.path(), Durability::kFull);
    EXPECT_EQ(store_->tip(), tip);
    EXPECT_EQ(store_->last_seq(kFeed), last);
}

TEST_F(PrunedStore, LeavesNothingOfItInTheFile) {
    const auto slice = store_->slices().read(kNoon);
    ASSERT_NE(slice, nullptr);
    const std::string bytes(slice->begin(), slice->end());
    const std::string part = bytes.substr(bytes.size() / 2, 24);
    const auto in_the_file = [&] {
        return test::content_of(folder_.path() / "tracks.db").find(part) != std::string::npos;
    };
    store_ = nullptr;
    ASSERT_TRUE(in_the_file());
    store_ = std::make_unique<Store>(folder_.path(), Durability::kFull);
    prune(kNoon + 24h);
    store_ = nullptr;
    EXPECT_FALSE(in_the_file());
}

TEST_F(PrunedStore, TakesInWhatComesLateForTheTimeThatIsGone) {
    prune(kNoon + 20min);
    StoreBatch late;
    add_fix(late, sample_fix(UnitIndex{1}, store_->source_index(kFeed), kFixes + 1));
    late.fixes[0].time = kNoon + 1min;
    store_->commit(late);
    store_->seal(kNoon + 25min);
    History kept = history();
    EXPECT_EQ(kept.tracks().track(UnitIndex{1}, kNoon, kNoon + 2min).size(), 1U);
    EXPECT_EQ(kept.situation_at(kNoon + 23min)->units[1].fix->seq, kFixes + 1) << "it is the newest of B now";
}

}  // namespace
}  // namespace siaga
