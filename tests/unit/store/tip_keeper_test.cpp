#include "data/store/tip_keeper.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/record_samples.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

const Time kStart = time_from_ms(test::kNoonMs);

class TipKeeperTest : public testing::Test {
protected:
    static std::filesystem::path made(const std::filesystem::path& folder) {
        create_store(folder);
        return folder;
    }
    void commit(std::size_t count, bool transfer = false) {
        StoreBatch batch;
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t n = store.next_entry() + i;
            batch.entries.push_back(transfer ? test::sample_transfer(n, n + 1) : test::sample_entry(n, n + 1));
        }
        store.commit(batch);
    }
    [[nodiscard]] std::vector<std::uint64_t> sizes() const {
        std::vector<std::uint64_t> all;
        for (const PlacedTip& tip : read_tips(folder.path()).tips) all.push_back(tip.tip.tip.ledger.entries);
        return all;
    }
    test::TempFolder folder;
    Store store{made(folder.path()), Durability::kFull};
};

TEST_F(TipKeeperTest, SignsTheFirstEntryAtOnceAndThenEveryTenSecondsThatChangedSomething) {
    store.settle(kStart);
    EXPECT_THAT(sizes(), ElementsAre()) << "there is nothing to sign";
    EXPECT_FALSE(fs::exists(folder.path() / "keys")) << "and no key without a tip";
    commit(1);
    store.settle(kStart);
    EXPECT_THAT(sizes(), ElementsAre(1));
    commit(1);
    store.settle(kStart + 9999ms);
    EXPECT_THAT(sizes(), ElementsAre(1));
    store.settle(kStart + 10s);
    EXPECT_THAT(sizes(), ElementsAre(1, 2));
    store.settle(kStart + 60s);
    EXPECT_THAT(sizes(), ElementsAre(1, 2)) << "nothing changed";
}

TEST_F(TipKeeperTest, SignsEveryHundredEntriesAndEveryCustodyTransferAtOnce) {
    commit(1);
    store.settle(kStart);
    commit(99);
    store.settle(kStart + 1ms);
    EXPECT_THAT(sizes(), ElementsAre(1));
    commit(1);
    store.settle(kStart + 2ms);
    EXPECT_THAT(sizes(), ElementsAre(1, 101));
    commit(1, true);
    store.settle(kStart + 3ms);
    EXPECT_THAT(sizes(), ElementsAre(1, 101, 102));
    commit(1);
    store.settle(kStart + 4ms);
    EXPECT_THAT(sizes(), ElementsAre(1, 101, 102)) << "the transfer counts once";
}

TEST_F(TipKeeperTest, SignsNamesThatCameWithFixesAlone) {
    commit(1);
    store.settle(kStart);
    StoreBatch batch;
    test::add_fix(batch, test::sample_fix(store.unit_index(UnitName::literal("U")),
                                          store.source_index(SourceName::literal("feed")), 1));
    store.commit(batch);
    store.settle(kStart + 10s);
    ASSERT_THAT(sizes(), ElementsAre(1, 1));
    const Tip tip = read_tips(folder.path()).tips.back().tip.tip;
    EXPECT_EQ(tip.units, mark_of(std::vector<std::string>{"U"}));
    EXPECT_EQ(tip.sources, mark_of(std::vector<std::string>{"feed"}));
}

TEST_F(TipKeeperTest, SignsWhatIsLeftAtTheEndAndGoesOnFromThereWithTheSameKey) {
    commit(3);
    store.settle(kStart);
    commit(2);
    const LedgerTip last = store.tip();
    store.close();
    ASSERT_THAT(sizes(), ElementsAre(3, 5));
    {
        Store again(folder.path(), Durability::kFull);
        test::commit_one(again);
        again.close();
    }
    ASSERT_THAT(sizes(), ElementsAre(3, 5, 5, 6));
    const TipRecord record = read_tips(folder.path());
    EXPECT_EQ(record.tips[1].tip.tip.ledger, last);
    for (std::size_t i = 0; i < record.tips.size(); ++i) {
        EXPECT_EQ(record.tips[i].tip.tip.closed, i % 2 == 1) << i << ": it is closed at the end, running before more";
        EXPECT_TRUE(is_authentic(record.tips[i].tip)) << i;
        EXPECT_EQ(record.tips[i].tip.tip.key, record.tips[0].tip.tip.key) << i;
        EXPECT_EQ(record.tips[i].tip.tip.previous, i == 0 ? Hash{} : hash_of(record.tips[i - 1].tip)) << i;
    }
    ASSERT_TRUE(record.latest);
    EXPECT_EQ(record.latest->tip, record.tips[3].tip);
}

TEST_F(TipKeeperTest, KeepsThePrivateKeyFromEverybodyElse) {
    commit(1);
    store.settle(kStart);
    const auto mode = [&](const char* name) { return fs::status(folder.path() / "keys" / name).permissions(); };
    EXPECT_EQ(mode("ledger.key"), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(fs::status(folder.path() / "keys").permissions(), fs::perms::owner_all);
    EXPECT_EQ(KeyFiles(folder.path()).published(), KeyFiles(folder.path()).load()->public_key());
    EXPECT_FALSE(fs::exists(folder.path() / "keys" / "ledger.key.next"));
}

TEST_F(TipKeeperTest, BeginsANewFileWhenOneHasGrownLong) {
    commit(1);
    store.settle(kStart);
    store.close();
    const fs::path first = folder.path() / "checkpoints" / "tips-0001.txt";
    // As if there were thousands: the same tip again and again, in its own record.
    const std::string text = test::content_of(first);
    std::string many;
    while (many.size() < kTipFileBytes) many += text;
    test::write_file(first, many);
    {
        Store again(folder.path(), Durability::kFull);
        test::commit_one(again);
        again.close();
    }
    EXPECT_EQ(test::content_of(first), many) << "what was written stays";
    const TipRecord newest = read_newest_tips(folder.path());
    ASSERT_EQ(newest.tips.size(), 2U);
    EXPECT_EQ(newest.tips[0].place, "checkpoints/tips-0002.txt, tip 1");
}

TEST_F(TipKeeperTest, CutsOffATipThatWasNotWrittenWhole) {
    commit(1);
    store.settle(kStart);
    store.close();
    const fs::path file = folder.path() / "checkpoints" / "tips-0001.txt";
    const std::string whole = test::content_of(file);
    const std::string tip = test::content_of(folder.path() / "checkpoints" / "latest.tip");
    for (const std::size_t part : {std::size_t{1}, tip.size() / 2, tip.size()}) {
        test::write_file(file, whole + tip.substr(0, part));
        EXPECT_TRUE(read_tips(folder.path()).cut_at_end) << part;
        Store(folder.path(), Durability::kFull).close();
        EXPECT_EQ(test::content_of(file), whole) << part;
    }
}

TEST_F(TipKeeperTest, RotatesTheKeyByAnEntryThatBothSigned) {
    commit(2);
    store.settle(kStart);
    const PublicKey before = KeyFiles(folder.path()).load()->public_key();
    store.rotate_key(kStart + 1s);
    const PublicKey after = KeyFiles(folder.path()).load()->public_key();
    EXPECT_NE(before, after);
    EXPECT_EQ(KeyFiles(folder.path()).published(), after);
    const auto entries = test::entries_of(store, 2);
    ASSERT_EQ(entries.size(), 1U);
    const auto* rotation = std::get_if<KeyRotated>(&entries[0].event.body);
    ASSERT_NE(rotation, nullptr);
    EXPECT_EQ(rotation->old_key, to_hex(before));
    EXPECT_EQ(rotation->new_key, to_hex(after));
    EXPECT_EQ(read_tips(folder.path()).tips.back().tip.tip.key, after);
    store.close();
    EXPECT_EQ(Store(folder.path(), Durability::kFull).next_entry(), 3U);
}

TEST_F(TipKeeperTest, FinishesARotationThatWasCutAfterItsEntry) {
    commit(2);
    store.settle(kStart);
    const std::string old_key = test::content_of(folder.path() / "keys" / "ledger.key");
    store.rotate_key(kStart + 1s);
    const PublicKey after = KeyFiles(folder.path()).load()->public_key();
    store.close();
    // Back to the moment after the commit: the new key still beside the old one.
    fs::rename(folder.path() / "keys" / "ledger.key", folder.path() / "keys" / "ledger.key.next");
    test::write_file(folder.path() / "keys" / "ledger.key", old_key);
    fs::permissions(folder.path() / "keys" / "ledger.key", fs::perms::owner_read | fs::perms::owner_write);
    Store(folder.path(), Durability::kFull).close();
    EXPECT_EQ(KeyFiles(folder.path()).load()->public_key(), after);
    EXPECT_FALSE(fs::exists(folder.path() / "keys" / "ledger.key.next"));
}

TEST_F(TipKeeperTest, ForgetsARotationThatWasCutBeforeItsEntry) {
    commit(2);
    store.settle(kStart);
    store.close();
    const PublicKey before = KeyFiles(folder.path()).load()->public_key();
    (void)KeyFiles(folder.path()).make_next();
    Store(folder.path(), Durability::kFull).close();
    EXPECT_EQ(KeyFiles(folder.path()).load()->public_key(), before);
    EXPECT_FALSE(fs::exists(folder.path() / "keys" / "ledger.key.next"));
}

}  // namespace
}  // namespace siaga
