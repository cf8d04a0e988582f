#include "data/store/backup_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <random>
#include <string>

#include "data/core/fault.hpp"
#include "data/store/key_files.hpp"
#include "data/store/operation.hpp"
#include "data/store/store.hpp"
#include "data/store/store_copy.hpp"
#include "data/store/tip_files.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/store/fault_vfs.hpp"
#include "tests/unit/store/operation_samples.hpp"
#include "tests/unit/store/record_samples.hpp"
#include "tests/unit/store/workload.hpp"

namespace siaga {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::atomic<bool> kGoOn{false};

using test::fault_of;

class BackupFileTest : public testing::Test {
protected:
    BackupFileTest() {
        test::write_template(from_);
        init_operation(operation_, {.from = from_, .areas = {}, .simulated = false}, time_from_ms(test::kNoonMs));
        store_ = std::make_unique<Store>(operation_, Durability::kFull);
        for (int i = 0; i < 6; ++i) commit();
        fs::create_directory(copied_);
    }
    void commit() {
        const StoreBatch batch = workload_.next(*store_);
        store_->commit(batch);
    }
    void copy_all() {
        const auto copy = store_->begin_copy(copied_);
        while (!copy->step(1)) {
        }
    }
    BackupManifest back_up() {
        copy_all();
        return make_backup(operation_, copied_, file_, time_from_ms(test::kNoonMs), kGoOn);
    }

    test::TempFolder scratch_;
    fs::path from_ = scratch_.path() / "template";
    fs::path operation_ = scratch_.path() / "ops";
    fs::path copied_ = scratch_.path() / "copied";
    fs::path file_ = scratch_.path() / "backup.tar";
    fs::path restored_ = scratch_.path() / "restored";
    test::Workload workload_{1};
    std::unique_ptr<Store> store_;
};

TEST_F(BackupFileTest, IsRestoredToTheSameOperation) {
    const BackupManifest made = back_up();
    EXPECT_EQ(made.tip, store_->tip());
    EXPECT_EQ(check_backup(file_), made);
    EXPECT_EQ(restore_backup(file_, restored_), made);
    store_->close();
    EXPECT_EQ(test::content_of_folder(restored_), test::content_of_folder(operation_));
    for (const char* name : {"operation.toml", "areas.geojson", "villages.geojson", "sites.geojson"})
        EXPECT_EQ(test::content_of(restored_ / name), test::content_of(operation_ / name)) << name;
    Store again(restored_, Durability::kFull, "restored");
    EXPECT_EQ(again.tip(), made.tip);
}

TEST_F(BackupFileTest, HoldsNoKeyAndNoToken) {
    store_->settle(time_from_ms(test::kNoonMs));  // makes the key
    test::write_file(operation_ / "keys" / "tokens.toml", "secret");
    test::write_file(operation_ / "keys" / "ledger.pub", "public");
    test::write_file(operation_ / "checkpoints" / "tips-0001.txt", "tips");
    std::vector<std::string> names;
    for (const BackupMember& member : back_up().members) names.push_back(member.name);
    EXPECT_THAT(names, ElementsAre("ledger.db", "tracks.db", "areas.geojson", "operation.toml", "sites.geojson",
                                   "villages.geojson", "checkpoints/latest.tip", "checkpoints/tips-0001.txt",
                                   "keys/ledger.pub"));
    const std::string all = test::content_of(file_);
    EXPECT_EQ(all.find("secret"), std::string::npos);
    EXPECT_EQ(all.find("PRIVATE KEY"), std::string::npos);
    EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(BackupFileTest, HoldsWhatWasCommittedBetweenItsSteps) {
    StoreBatch large;  // more pages than are copied in one go
    constexpr std::size_t kBytes = 1'000'000;
    large.quarantined.push_back({time_from_ms(1), "relay-1", 1, "TELEPORT", std::string(kBytes, 'r')});
    store_->commit(large);
    const auto copy = store_->begin_copy(copied_);
    int steps = 0;
    while (!copy->step(1)) {
        if (++steps % 3 == 0) commit();
    }
    EXPECT_GT(steps, 3);
    const LedgerTip at_the_end = store_->tip();
    const std::uint64_t quarantined = store_->quarantined_count();
    commit();
    const BackupManifest made = make_backup(operation_, copied_, file_, time_from_ms(0), kGoOn);
    EXPECT_EQ(made.tip, at_the_end);
    restore_backup(file_, restored_);
    EXPECT_EQ(Store(restored_, Durability::kFull, "restored").quarantined_count(), quarantined);
}

TEST_F(BackupFileTest, HoldsNoTipOfWhatCameAfterTheCopy) {
    store_->settle(time_from_ms(test::kNoonMs));
    copy_all();
    const LedgerTip at_the_end = store_->tip();
    commit();
    store_->settle(time_from_ms(test::kNoonMs + 20'000));
    EXPECT_GT(read_newest_tips(operation_).latest->tip.tip.ledger.entries, at_the_end.entries);
    (void)make_backup(operation_, copied_, file_, time_from_ms(test::kNoonMs), kGoOn);
    restore_backup(file_, restored_);
    EXPECT_LE(read_newest_tips(restored_).latest->tip.tip.ledger.entries, at_the_end.entries);
    constexpr auto kAll = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
    fs::copy(operation_ / "keys", restored_ / "keys", kAll);
    EXPECT_EQ(Store(restored_, Durability::kFull).tip(), at_the_end);
}

TEST_F(BackupFileTest, LeavesTheStoreUnharmedWhenTheCopyFails) {
    test::FaultVfs vfs;
    const std::string part = copied_.string();
    vfs.decide([&](test::FileStep step, std::string_view file) {
        return step == test::FileStep::kWrite && file.starts_with(part) ? SQLITE_FULL : SQLITE_OK;
    });
    EXPECT_THAT(fault_of([&] {
                    const auto copy = store_->begin_copy(copied_);
                    while (!copy->step()) {
                    }
                }),
                AllOf(HasSubstr(part), HasSubstr("check that the disk has room")));
    vfs.heal();
    commit();
    EXPECT_GT(store_->next_entry(), 0U);
}

TEST_F(BackupFileTest, IsSignedByTheKeyOfTheLedger) {
    store_->settle(time_from_ms(test::kNoonMs));  // makes the key
    const PublicKey key = KeyFiles(operation_).load().value().public_key();
    EXPECT_EQ(back_up().key, key);
    EXPECT_EQ(check_backup(file_).key, key);
    const PublicKey other = SigningKey::generate().public_key();
    EXPECT_THAT(fault_of([&] { restore_backup(file_, restored_, other); }),
                HasSubstr("its manifest is not signed by key " + fingerprint(other)));
    EXPECT_FALSE(fs::exists(restored_));
    EXPECT_EQ(restore_backup(file_, restored_, key).key, key);
}

TEST_F(BackupFileTest, IsRefusedWhenItsManifestNamesAnotherKeyOrEntry) {
    store_->settle(time_from_ms(test::kNoonMs));
    const PublicKey key = *back_up().key;
    const std::string good = test::content_of(file_);
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string changed = good;
        changed.replace(changed.find(from), from.size(), to);
        test::write_file(file_, changed);
        return fault_of([&] { (void)check_backup(file_); });
    };
    const std::string hex = to_hex(key), other = to_hex(SigningKey::generate().public_key());
    EXPECT_THAT(with(hex, other), HasSubstr("its manifest is not signed by key"));
    EXPECT_THAT(with("entries = ", "entries=  "), HasSubstr("its manifest is not signed by key " + fingerprint(key)));
    EXPECT_THAT(with("manifest.sig", "manifest.gis"), AnyOf(HasSubstr("signature"), HasSubstr("cannot be read")));
    EXPECT_EQ(with(hex, hex), "");
}

TEST_F(BackupFileTest, OverwritesNothing) {
    back_up();
    const std::string before = test::content_of(file_);
    EXPECT_THAT(fault_of([&] { (void)make_backup(operation_, copied_, file_, time_from_ms(0), kGoOn); }),
                HasSubstr("exists already"));
    EXPECT_EQ(test::content_of(file_), before);
    fs::create_directory(restored_);
    EXPECT_THAT(fault_of([&] { (void)restore_backup(file_, restored_); }), HasSubstr("exists already"));
    EXPECT_TRUE(fs::is_empty(restored_));
}

TEST_F(BackupFileTest, StopsSoonAndLeavesNothing) {
    copy_all();
    const std::atomic<bool> stop{true};
    EXPECT_THAT(fault_of([&] { (void)make_backup(operation_, copied_, file_, time_from_ms(0), stop); }),
                HasSubstr("given up"));
    EXPECT_THAT(test::files_in(scratch_.path()), ElementsAre("copied", "ops", "template"));
}

TEST_F(BackupFileTest, IsRefusedWhereverItWasDamaged) {
    back_up();
    const std::string whole = test::content_of(file_);
    std::mt19937_64 random(1);
    const auto pick = [&](std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random); };
    const fs::path damaged = scratch_.path() / "damaged.tar";
    int harmless = 0;
    const int rounds = test::rounds(100, 10'000);
    for (int round = 0; round < rounds; ++round) {
        std::string bytes = whole;
        if (pick(3) == 0) {
            bytes.resize(pick(bytes.size() - 1));
        } else {
            char& byte = bytes[pick(bytes.size() - 1)];
            byte = static_cast<char>(byte ^ static_cast<char>(1U << pick(7)));
        }
        test::write_file(damaged, bytes);
        if (fault_of([&] { (void)restore_backup(damaged, restored_); }).empty()) {
            // Padding, or a member's time: the operation is the same.
            ++harmless;
            EXPECT_EQ(Store(restored_, Durability::kFull, "restored").tip(), store_->tip());
            EXPECT_EQ(test::content_of_folder(restored_), test::content_of_folder(operation_));
            fs::remove_all(restored_);
        }
        ASSERT_FALSE(fs::exists(restored_)) << round;
    }
    EXPECT_LT(harmless, rounds / 2);
}

TEST_F(BackupFileTest, RefusesAFileOfAnotherKind) {
    test::write_file(file_, "not an archive");
    EXPECT_NE(fault_of([&] { (void)restore_backup(file_, restored_); }), "");
    EXPECT_THAT(fault_of([&] { (void)restore_backup(scratch_.path() / "none.tar", restored_); }),
                HasSubstr("none.tar"));
    EXPECT_FALSE(fs::exists(restored_));
}

TEST(BackupManifestText, RefusesAMemberThatLeadsOutOfTheFolder) {
    BackupManifest manifest;
    manifest.operation = "Operasi \"Uji\"\n";
    manifest.made = time_from_ms(test::kNoonMs);
    manifest.members = {{"checkpoints/tips-0001.txt", 3, {}}};
    EXPECT_EQ(manifest_from(to_toml(manifest), "x.tar"), manifest);
    for (const char* name : {"../ledger.db", "/etc/passwd", "a/b/c", "a/../b", ".hidden", "a/", "a\nb"}) {
        manifest.members.front().name = name;
        EXPECT_THAT(fault_of([&] { (void)manifest_from(to_toml(manifest), "x.tar"); }),
                    HasSubstr("a file in the operation folder is expected"))
            << name;
    }
    EXPECT_THAT(fault_of([] { (void)manifest_from("format = 2", "x.tar"); }), HasSubstr("a newer Siaga"));
}

}  // namespace
}  // namespace siaga
