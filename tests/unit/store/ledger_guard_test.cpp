// A writer that finds another ledger than the signed one does not start, and changes nothing.

#include "data/store/ledger_guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "data/store/ledger_table.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/verify.hpp"
#include "tests/unit/store/record_samples.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class LedgerGuardTest : public testing::Test {
protected:
    LedgerGuardTest() { test::make_record(folder.path()); }

    [[nodiscard]] fs::path path() const { return folder.path(); }
    [[nodiscard]] std::string refusal() const {
        return test::fault_of([&] { Store(path(), Durability::kFull); });
    }
    /// Starts with a reason, records it as a core does, and ends.
    void accept(const std::string& reason) const {
        Store store(path(), Durability::kFull, reason);
        ASSERT_TRUE(store.accepted_loss());
        StoreBatch batch;
        Entry entry = *test::sample_entry(store.next_entry(), 1);
        entry.source = SourceName::literal("siaga");
        entry.seq = store.last_seq(entry.source) + 1;
        entry.event.body = *store.accepted_loss();
        batch.entries.push_back(std::make_shared<const Entry>(entry));
        store.commit(batch);
        EXPECT_FALSE(store.accepted_loss());
        store.close();
    }
    void keep_copy() { test::copy_record(path(), copy.path() / "ops"); }
    void restore(const char* file) const {
        fs::remove(path() / (std::string(file) + "-wal"));
        fs::copy_file(copy.path() / "ops" / file, path() / file, fs::copy_options::overwrite_existing);
    }
    test::TempFolder folder, copy;
};

TEST_F(LedgerGuardTest, StartsWithTheLedgerThatWasSigned) { EXPECT_EQ(refusal(), ""); }

TEST_F(LedgerGuardTest, RefusesAnOlderCopyOfTheLedger) {
    keep_copy();
    test::commit_until(path(), test::kSampleEntries + 8);
    const LedgerTip found = Store(copy.path() / "ops", Durability::kFull).tip();
    restore("ledger.db");
    const std::string before = test::content_of(path() / "ledger.db");
    EXPECT_THAT(refusal(), AllOf(HasSubstr("was signed over 32 entries with root"),
                                 HasSubstr("the ledger has 24 entries with root " + to_hex(found.root)),
                                 HasSubstr("an older copy was put back"), HasSubstr("--accept-loss REASON")));
    EXPECT_EQ(test::content_of(path() / "ledger.db"), before) << "a refused file stays as it was";
}

TEST_F(LedgerGuardTest, RefusesALedgerWhoseJournalWasCut) {
    const test::TempFolder live;
    {
        Store store(path(), Durability::kFull);
        for (int i = 0; i < 8; ++i) test::commit_one(store);
        test::copy_record(path(), live.path() / "ops");  // as the power left it: journals and all
    }
    const fs::path journal = live.path() / "ops" / "ledger.db-wal";
    const auto start = [&] { Store(live.path() / "ops", Durability::kFull); };
    const auto bytes = fs::file_size(journal);
    ASSERT_GT(bytes, 4096U);
    fs::resize_file(journal, bytes / 2);
    EXPECT_THAT(test::fault_of(start), HasSubstr("its journal (ledger.db-wal) was cut or lost"));
    EXPECT_EQ(fs::file_size(journal), bytes / 2) << "a refused file stays as it was";
    fs::remove(journal);
    EXPECT_THAT(test::fault_of(start), HasSubstr("its journal (ledger.db-wal) was cut or lost"));
}

/// Writes an entry anew with all hashes after it, as one who knows the format would.
void forge(const fs::path& folder, std::uint64_t n) {
    SQLite::Database db((folder / "ledger.db").string(), SQLite::OPEN_READWRITE);
    std::vector<Entry> entries;
    read_ledger(
        db, 0, [&](Entry entry) { entries.push_back(std::move(entry)); }, folder);
    entries[n].event.body = DistrictReport{DistrictCode::literal("53.03.05"), Condition::kConducive, "forged"};
    db.exec("DELETE FROM entry");
    LedgerTable table(db);
    std::vector<std::shared_ptr<const Entry>> all;
    for (const Entry& entry : entries) all.push_back(std::make_shared<const Entry>(entry));
    (void)table.append(all, {});
}

TEST_F(LedgerGuardTest, RefusesEntriesThatWereWrittenAnewWithAllTheirHashes) {
    forge(path(), 5);
    EXPECT_THAT(refusal(), AllOf(HasSubstr("was signed over 24 entries"), HasSubstr("they were edited")));
}

TEST_F(LedgerGuardTest, RefusesWhenTheTipsAreGone) {
    fs::remove_all(path() / "checkpoints");
    EXPECT_THAT(refusal(), HasSubstr("checkpoints/ holds no signed tip, and there were some"));
}

TEST_F(LedgerGuardTest, RefusesATipThatWasChanged) {
    const fs::path latest = path() / "checkpoints" / "latest.tip";
    std::string text = test::content_of(latest);
    text[text.find("time 2024") + 8] = '5';
    test::write_file(latest, text);
    EXPECT_THAT(refusal(), HasSubstr("the signature of checkpoints/latest.tip is wrong"));
    test::write_file(latest, "nonsense");
    EXPECT_THAT(refusal(), HasSubstr("checkpoints/latest.tip cannot be read: byte 0"));
}

TEST_F(LedgerGuardTest, RefusesWhenTheKeyIsGoneOrAnotherOrOpenToOthers) {
    const fs::path key = path() / "keys" / "ledger.key";
    fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
    EXPECT_THAT(refusal(), AllOf(HasSubstr("ledger.key may be used by others (mode 0640)"), HasSubstr("chmod 600")));
    fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write);
    const std::string good = test::content_of(key);
    test::write_file(key, SigningKey::generate().to_pem());
    EXPECT_THAT(refusal(), HasSubstr("is not the one that signed the newest tip"));
    test::write_file(key, "no key");
    EXPECT_THAT(refusal(), HasSubstr("is not an Ed25519 key in PEM"));
    fs::remove(key);
    EXPECT_THAT(refusal(), HasSubstr("ledger.key is gone, and the ledger's tips are signed with it"));
    EXPECT_FALSE(fs::exists(key)) << "no new key without being asked";
}

TEST_F(LedgerGuardTest, GoesOnWhenTheLossIsAcceptedAndRecordsIt) {
    keep_copy();
    test::commit_until(path(), test::kSampleEntries + 8);
    const LedgerTip lost = Store(path(), Durability::kFull).tip();
    restore("ledger.db");
    accept("disk replaced, backup of noon");
    Store store(path(), Durability::kFull);
    const auto entries = test::entries_of(store, test::kSampleEntries);
    ASSERT_EQ(entries.size(), 1U);
    const auto* loss = std::get_if<LossAccepted>(&entries[0].event.body);
    ASSERT_NE(loss, nullptr);
    EXPECT_EQ(loss->reason, "disk replaced, backup of noon");
    EXPECT_EQ(loss->expected_entries, test::kSampleEntries + 8);
    EXPECT_EQ(loss->expected_root, to_hex(lost.root));
    EXPECT_EQ(loss->found_entries, test::kSampleEntries);
    EXPECT_EQ(test::fixes_of(store).size(), test::kSampleEntries + 8) << "no position is lost with the ledger";
    for (int i = 0; i < 12; ++i) test::commit_one(store);
    EXPECT_EQ(test::fixes_of(store).size(), test::kSampleEntries + 8 + 12);
    store.close();
    const VerifyReport report = verify_record(path());
    EXPECT_TRUE(report.sound()) << report.findings[0].where << ": " << report.findings[0].what;
    EXPECT_THAT(report.notes, testing::Contains(HasSubstr("a loss was accepted (24 of 32 entries found): disk")));
    EXPECT_EQ(report.keys.size(), 1U) << "the same before and after";
}

TEST_F(LedgerGuardTest, AcceptsAForgedLedgerALostKeyAndLostTipsOnlyByARecordedReason) {
    const std::vector<std::function<void()>> harms = {
        [&] { forge(path(), 5); },
        [&] { fs::remove(path() / "keys" / "ledger.key"); },
        [&] { fs::remove_all(path() / "checkpoints"); },
    };
    keep_copy();
    for (std::size_t i = 0; i < harms.size(); ++i) {
        test::copy_record(copy.path() / "ops", path());
        harms[i]();
        EXPECT_NE(refusal(), "") << i;
        EXPECT_FALSE(verify_record(path()).sound() && i != 1) << i;  // without the private key is no fault there
        accept("known");
        EXPECT_EQ(refusal(), "") << i;
        const VerifyReport report = verify_record(path());
        EXPECT_TRUE(report.sound()) << i << ": " << report.findings[0].where << ": " << report.findings[0].what;
        EXPECT_LE(report.keys.size(), i == 1 ? 2U : 1U) << i;
    }
}

TEST_F(LedgerGuardTest, RefusesAReasonWhereNothingIsLost) {
    try {
        Store(path(), Durability::kFull, "just in case");
        FAIL() << "it started";
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.exit(), Exit::kUsage);
        EXPECT_THAT(fault.what(), HasSubstr("nothing is lost"));
    }
}

TEST_F(LedgerGuardTest, SignsNothingBeforeTheLossIsRecorded) {
    fs::remove_all(path() / "checkpoints");
    { Store(path(), Durability::kFull, "tips lost").close(); }
    EXPECT_TRUE(read_tips(path()).tips.empty());
    EXPECT_THAT(refusal(), HasSubstr("holds no signed tip")) << "it asks again";
}

}  // namespace
}  // namespace siaga
