#include "data/store/verify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/store/key_files.hpp"
#include "data/store/key_rotation.hpp"
#include "data/store/row_checksums.hpp"
#include "data/store/tip_files.hpp"
#include "tests/unit/store/record_samples.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class VerifyTest : public testing::Test {
protected:
    VerifyTest() { test::make_record(folder.path()); }
    [[nodiscard]] fs::path path() const { return folder.path(); }
    /// The first finding, "" when the record is sound.
    [[nodiscard]] std::string first(const VerifyOptions& options = {}) const {
        const VerifyReport report = verify_record(path(), options);
        return report.sound() ? "" : report.findings[0].where + ": " + report.findings[0].what;
    }
    void edit_ledger(const std::string& sql) const { test::edit(path() / "ledger.db", sql); }
    void edit_tracks(const std::string& sql) const { test::edit(path() / "tracks.db", sql); }
    test::TempFolder folder;
};

TEST_F(VerifyTest, FindsNoFaultInWhatASoundStoreWrote) {
    const VerifyReport report = verify_record(path());
    EXPECT_THAT(report.findings, testing::IsEmpty());
    EXPECT_THAT(report.notes, testing::IsEmpty());
    EXPECT_EQ(report.ledger, Store(path(), Durability::kFull).tip());
    EXPECT_EQ(report.batches, test::kSampleEntries);
    EXPECT_EQ(report.fixes, test::kSampleEntries);
    EXPECT_GE(report.tips, 4U);
    EXPECT_EQ(report.keys, std::vector{*KeyFiles(path()).published()});
}

TEST_F(VerifyTest, NeedsNoPrivateKeyAndNoRightToWrite) {
    fs::remove(path() / "keys" / "ledger.key");
    const std::string before = test::content_of(path() / "ledger.db");
    fs::permissions(path(), fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_EQ(first(), "");
    fs::permissions(path(), fs::perms::owner_all);
    EXPECT_EQ(test::content_of(path() / "ledger.db"), before);
}

TEST_F(VerifyTest, ReadsBesideAWriter) {
    Store store(path(), Durability::kFull);
    for (int i = 0; i < 5; ++i) {
        test::commit_one(store);
        EXPECT_EQ(first(), "") << i;
    }
    EXPECT_EQ(verify_record(path()).ledger.entries, test::kSampleEntries + 5);
}

TEST_F(VerifyTest, NamesTheFirstBadEntryAndWhatIsWrongWithIt) {
    edit_ledger("UPDATE entry SET event_time = event_time + 1 WHERE n = 20");
    EXPECT_EQ(first(), "ledger.db, entry 20: event_time is not that of its body");
    edit_ledger("UPDATE entry SET chain = zeroblob(32) WHERE n = 15");
    EXPECT_EQ(first(), "ledger.db, entry 15: its chain hash does not follow from the entry before");
    edit_ledger("UPDATE entry SET seq = seq + 100 WHERE n = 11");
    EXPECT_EQ(first(), "ledger.db, entry 11: its content does not give its leaf hash");
    edit_ledger("UPDATE entry SET leaf = zeroblob(32) WHERE n = 7");
    EXPECT_EQ(first(), "ledger.db, entry 7: its content does not give its leaf hash");
    edit_ledger("DELETE FROM entry WHERE n = 3");
    EXPECT_EQ(first(), "ledger.db, entry 3: is missing, entry 4 follows");
    EXPECT_EQ(verify_record(path()).ledger.entries, 3U) << "as far as it is sound";
}

TEST_F(VerifyTest, FindsEntriesCutOffAtTheEnd) {
    edit_ledger("DELETE FROM entry WHERE n > 21");
    edit_tracks("DELETE FROM batch WHERE id > 21; UPDATE total SET next_batch = 22");
    EXPECT_THAT(first(), AllOf(HasSubstr("checkpoints/tips-0001.txt, tip "), HasSubstr("24 entries with root"),
                               HasSubstr("were signed, the ledger has 22")));
}

TEST_F(VerifyTest, FindsObjectsThatAreNotOurs) {
    edit_ledger("CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN DELETE FROM entry WHERE n = new.n; END");
    EXPECT_EQ(first(), "ledger.db: holds a trigger quiet, which is none of ours");
    edit_ledger("DROP TRIGGER quiet; DROP INDEX entry_by_key");
    EXPECT_EQ(first(), "ledger.db: its index entry_by_key is missing");
    edit_ledger("CREATE INDEX entry_by_key ON entry(source, seq)");
    EXPECT_EQ(first(), "ledger.db: its index entry_by_key was changed");
    edit_tracks("CREATE TABLE more(x)");
    EXPECT_EQ(verify_record(path()).findings.back(),
              (Finding{"tracks.db", "holds a table more, which is none of ours"}));
}

TEST_F(VerifyTest, FindsChangesOfTheTracks) {
    edit_tracks("UPDATE batch SET received = received + 1 WHERE id = 9");
    EXPECT_THAT(first(), HasSubstr("batch 9: its content does not give its checksum"));
    edit_tracks("DELETE FROM batch WHERE id = 2");
    EXPECT_EQ(first(), "tracks.db, batch 2: is missing, batch 3 follows");
}

TEST_F(VerifyTest, FindsBatchesCutOffAtTheEnd) {
    edit_tracks("DELETE FROM batch WHERE id >= 22");
    EXPECT_EQ(first(), "tracks.db, batch 22: the batches end before 22 and should before 24");
}

TEST_F(VerifyTest, FindsANameThatWasChangedOrAdded) {
    edit_tracks("UPDATE unit SET name = 'RAJAWALI-09' WHERE idx = 2");
    EXPECT_THAT(first(), HasSubstr("unit 2: its content does not give its checksum"));
    // With the checksum that belongs to it, the signed tips tell.
    const auto checksum = [](std::uint64_t idx, const char* name) {
        return std::to_string(static_cast<std::int64_t>(name_checksum(idx, name)));
    };
    edit_tracks("UPDATE unit SET checksum = " + checksum(2, "RAJAWALI-09") + " WHERE idx = 2");
    EXPECT_THAT(first(), HasSubstr("tracks.db: a name among the first"));
    edit_tracks("UPDATE unit SET name = 'RAJAWALI-02', checksum = " + checksum(2, "RAJAWALI-02") + " WHERE idx = 2");
    edit_tracks("INSERT INTO unit VALUES(4, 'GHOST', " + checksum(4, "GHOST") + ")");
    EXPECT_THAT(first(), HasSubstr("tracks.db, unit 4: was added after the record was closed"));
}

TEST_F(VerifyTest, FindsTipsThatWereTakenOutOrChanged) {
    const fs::path file = path() / "checkpoints" / "tips-0001.txt", latest = path() / "checkpoints" / "latest.tip";
    const std::string good = test::content_of(file), newest = test::content_of(latest);
    const std::size_t second = good.find("\n\n") + 2, third = good.find("\n\n", second) + 2;
    test::write_file(file, good.substr(0, second) + good.substr(third));
    EXPECT_EQ(first(), "checkpoints/tips-0001.txt, tip 2: a tip before it is missing or was changed");
    test::write_file(file, good.substr(second));
    EXPECT_EQ(first(), "checkpoints/tips-0001.txt, tip 1: a tip before it is missing or was changed");
    test::write_file(file, good.substr(0, third));
    EXPECT_THAT(first(), HasSubstr("checkpoints/latest.tip: is none of the tips files"));
    std::string changed = good;
    changed[good.find("time ", second) + 8] = '3';
    test::write_file(file, changed);
    EXPECT_EQ(first(), "checkpoints/tips-0001.txt, tip 2: its signature is wrong");
    test::write_file(file, good);
    fs::remove(latest);
    EXPECT_EQ(first(), "checkpoints/latest.tip: is missing");
    fs::remove(file);
    EXPECT_THAT(first(), HasSubstr("checkpoints/: holds no signed tip"));
    test::write_file(file, good);
    test::write_file(latest, newest);
    EXPECT_EQ(first(), "");
}

TEST_F(VerifyTest, FollowsTheKeysThroughTheLedger) {
    const PublicKey before = *KeyFiles(path()).published();
    {
        Store store(path(), Durability::kFull);
        store.rotate_key(time_from_ms(test::kNoonMs) + 1h);
        test::commit_one(store);
        store.close();
    }
    const PublicKey after = *KeyFiles(path()).published();
    const VerifyReport report = verify_record(path(), {.against = {}, .key = before});
    EXPECT_TRUE(report.sound());
    EXPECT_EQ(report.keys, (std::vector{before, after}));
    EXPECT_EQ(first({.against = {}, .key = after}), "");
    EXPECT_THAT(first({.against = {}, .key = SigningKey::generate().public_key()}), HasSubstr("never signed"));
    KeyFiles(path()).publish(before);
    EXPECT_THAT(first(), HasSubstr("keys/ledger.pub: is key"));
}

TEST_F(VerifyTest, BlamesNoKeyThatIsNamedBeyondABadEntry) {
    {
        Store store(path(), Durability::kFull);
        store.rotate_key(time_from_ms(test::kNoonMs) + 1h);
        test::commit_one(store);
        store.close();
    }
    edit_ledger("UPDATE entry SET event_time = event_time + 1 WHERE n = 20");
    const VerifyReport report = verify_record(
        path(), {.against = {path() / "checkpoints" / "latest.tip"}, .key = KeyFiles(path()).published()});
    ASSERT_EQ(report.findings.size(), 1U);
    EXPECT_EQ(report.findings.front().where, "ledger.db, entry 20");
}

TEST_F(VerifyTest, RefusesTipsOfAKeyThatTheLedgerDoesNotName) {
    const TipRecord record = read_tips(path());
    const SigningKey other = SigningKey::generate();
    Tip tip = record.tips.back().tip.tip;
    tip.previous = hash_of(record.tips.back().tip);
    const std::string text = to_text(sign(tip, other));
    const fs::path file = path() / "checkpoints" / "tips-0001.txt";
    test::write_file(file, test::content_of(file) + text + "\n");
    test::write_file(path() / "checkpoints" / "latest.tip", text);
    EXPECT_THAT(first(), HasSubstr("is signed by key " + fingerprint(other.public_key()) + ", which is not"));
}

TEST_F(VerifyTest, HoldsTheLedgerAgainstATipKeptElsewhere) {
    const test::TempFolder elsewhere;
    const fs::path tip = elsewhere.path() / "usb.tip";
    fs::copy_file(path() / "checkpoints" / "latest.tip", tip);
    test::commit_until(path(), test::kSampleEntries + 6);
    EXPECT_EQ(first({.against = {tip}, .key = {}}), "");
    const test::TempFolder other;
    test::make_record(other.path(), 30);
    fs::copy_file(other.path() / "checkpoints" / "latest.tip", tip, fs::copy_options::overwrite_existing);
    EXPECT_THAT(first({.against = {tip}, .key = {}}), AllOf(HasSubstr("usb.tip: "), HasSubstr("key")));
}

TEST_F(VerifyTest, MakesDamageAFindingAndNotACrash) {
    const LedgerTip tip = verify_record(path()).ledger;
    int found = 0;
    const std::string ledger = test::content_of(path() / "ledger.db"), tracks = test::content_of(path() / "tracks.db");
    for (const auto& [file, good] : {std::pair{"ledger.db", ledger}, std::pair{"tracks.db", tracks}}) {
        for (std::size_t at = 0; at < good.size(); at += 512) {
            std::string bad = good;
            bad.replace(at, std::min<std::size_t>(100, bad.size() - at), 100, '\xA5');
            test::write_file(path() / file, bad.substr(0, good.size()));
            const VerifyReport report = verify_record(path());
            found += report.sound() ? 0 : 1;
            if (!report.sound()) continue;  // else it fell into an unused part of a page
            EXPECT_EQ(report.ledger, tip) << file << " at " << at;
            EXPECT_EQ(report.fixes, test::kSampleEntries) << file << " at " << at;
        }
        for (const std::size_t size : {std::size_t{0}, std::size_t{50}, std::size_t{4096}, good.size() - 4096}) {
            test::write_file(path() / file, good.substr(0, size));
            EXPECT_NE(first(), "") << file << " cut to " << size;
        }
        test::write_file(path() / file, good);
    }
    EXPECT_GT(found, 20) << "the damage fell nowhere";
}

TEST_F(VerifyTest, IsAFaultWhereThereIsNoRecord) {
    EXPECT_THAT(test::fault_of([&] { (void)verify_record(path() / "nowhere"); }), HasSubstr("ledger.db is missing"));
    edit_ledger("PRAGMA user_version = 99");
    EXPECT_THAT(test::fault_of([&] { (void)verify_record(path()); }), HasSubstr("newer Siaga"));
}

TEST(KeyRotation, HoldsOnlyAtItsPlaceInItsLedger) {
    const SigningKey before = SigningKey::generate(), after = SigningKey::generate();
    RotationPlace place;
    place.entry = 7;
    const KeyRotated rotation = make_rotation(place, before, after);
    const auto keys = check_rotation(place, rotation);
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->before, before.public_key());
    EXPECT_EQ(keys->after, after.public_key());
    RotationPlace elsewhere = place;
    elsewhere.entry = 8;
    EXPECT_FALSE(check_rotation(elsewhere, rotation));
    elsewhere = place;
    elsewhere.chain_before[0] = 1;
    EXPECT_FALSE(check_rotation(elsewhere, rotation));
    KeyRotated swapped = rotation;
    std::swap(swapped.by_old, swapped.by_new);
    EXPECT_FALSE(check_rotation(place, swapped));
    KeyRotated one_only = rotation;
    one_only.by_old = rotation.by_new;
    EXPECT_FALSE(check_rotation(place, one_only));
    EXPECT_FALSE(check_rotation(place, KeyRotated{}));
}

}  // namespace
}  // namespace siaga
