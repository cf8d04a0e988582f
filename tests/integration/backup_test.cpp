// siagactl backup and restore as a person runs them: beside a core under load, and killed in the middle. A backup and
// a restored folder are there whole or not at all. SIAGA_SEED=N repeats a run's choices.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <system_error>
#include <vector>

#include "data/store/store_reader.hpp"
#include "tests/integration/support/demonstration.hpp"
#include "tests/integration/support/load.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/seed.hpp"

namespace siaga::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::int64_t kMorningMs = 1732939200000;  // 2024-11-30T04:00:00Z, of the demonstration

class BackupByHand : public testing::Test {
protected:
    void SetUp() override { copy_demonstration(ops_); }

    [[nodiscard]] std::vector<std::string> backup_command(const std::string& file) const {
        return siagactl({"backup", file, "--operation", ops_});
    }
    static std::uint64_t fixes_in(const std::string& folder) {
        std::uint64_t fixes = 0;
        const StoreReader reader(folder);
        (void)reader.tip();
        reader.read_fixes([&](const Fix&) { ++fixes; });
        return fixes;
    }
    /// Restored, and held to have at least so many fixes.
    void expect_restorable(const std::string& file, std::uint64_t fixes) {
        const std::string to = scratch_ / "restored";
        const Outcome restored = run_siagactl({"restore", file, "--to", to});
        ASSERT_EQ(restored.exit, 0) << restored.err;
        EXPECT_GE(fixes_in(to), fixes);
        fs::remove_all(to);
    }
    std::uint64_t pick(std::uint64_t most) { return std::uniform_int_distribution<std::uint64_t>(0, most)(random_); }
    /// Runs it to its end, which is how long another one takes: a kill is to come before that.
    static std::uint64_t length_ms(const std::vector<std::string>& command) {
        const auto start = std::chrono::steady_clock::now();
        EXPECT_EQ(run(command).exit, 0);
        return static_cast<std::uint64_t>((std::chrono::steady_clock::now() - start) / std::chrono::milliseconds(1));
    }
    /// Kills it at some moment up to `most_ms`; true when it was faster.
    bool killed_too_late(Process& process, std::uint64_t most_ms) {
        while (process.out_line(Patience(pick(most_ms)))) {
        }
        process.signal(SIGKILL);
        return process.finish().exit == 0;
    }

    Scratch scratch_;
    std::string ops_ = scratch_ / "ops";
    std::uint64_t seed_ = chosen_seed();
    std::mt19937_64 random_{seed_};
};

TEST_F(BackupByHand, OfACoreUnderLoadHoldsWhatWasAcknowledgedBefore) {
    const std::uint64_t filled = fixes_in(ops_);
    Load load("relay-1", add_token(ops_, "relay-1", "field"), time_from_ms(kMorningMs));
    Serving serving(ops_, {"--clock", "14:30@1"});
    Connection connection(serving.await_port());
    ASSERT_TRUE(connection.open());
    load.begin(connection, 1);
    constexpr std::uint64_t kEnough = 2000;
    const auto exchange = [&] {
        load.send(connection);
        (void)connection.receive();
        ASSERT_TRUE(load.hear(connection));
    };
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (load.acknowledged() < kEnough && std::chrono::steady_clock::now() < deadline) exchange();
    ASSERT_GE(load.acknowledged(), kEnough) << load.trouble();
    const std::uint64_t before = load.acknowledged();
    const std::string file = scratch_ / "under-load.tar";
    Process backup(backup_command(file));
    while (!fs::exists(file) && std::chrono::steady_clock::now() < deadline) exchange();
    const Outcome outcome = backup.finish();
    EXPECT_EQ(outcome.exit, 0) << outcome.err;
    EXPECT_GT(load.acknowledged(), before) << "the record went on meanwhile";
    EXPECT_EQ(load.trouble(), "");
    expect_restorable(file, filled + before - before / Load::kEventEvery);
    const Outcome ended = serving.end();
    EXPECT_EQ(ended.exit, 0) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("the record waited for it"));
}

TEST_F(BackupByHand, KilledInTheMiddleIsWholeOrNotThere) {
    const std::uint64_t filled = fixes_in(ops_);
    const int rounds = test::rounds(4, 100);
    const std::uint64_t most_ms = length_ms(backup_command(scratch_ / "first.tar"));
    int cut = 0;
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
        SCOPED_TRACE(fmt::format("SIAGA_SEED={} round {}", seed_, round));
        const std::string file = scratch_ / fmt::format("{}.tar", round);
        Process backup(backup_command(file));
        if (!killed_too_late(backup, most_ms)) ++cut;
        if (fs::exists(file)) expect_restorable(file, filled);
        fs::remove(file);
        EXPECT_EQ(fixes_in(ops_), filled);
    }
    EXPECT_GT(cut, 0) << "no kill came before the end";
    const std::string file = scratch_ / "last.tar";
    EXPECT_EQ(run(backup_command(file)).exit, 0);
    expect_restorable(file, filled);
}

TEST_F(BackupByHand, ACoreKilledInTheMiddleOfOneLeavesNoHalf) {
    const std::uint64_t filled = fixes_in(ops_);
    const int rounds = test::rounds(2, 100);
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
        SCOPED_TRACE(fmt::format("SIAGA_SEED={} round {}", seed_, round));
        Serving serving(ops_, {"--clock", fmt::format("14:{:02}@1", round % 60)});
        ASSERT_NE(serving.await_port(), 0);
        const std::string file = scratch_ / fmt::format("{}.tar", round);
        Process backup(backup_command(file));
        constexpr std::uint64_t kMost_ms = 1500;
        (void)backup.out_line(Patience(pick(kMost_ms)));
        serving.process().signal(SIGKILL);
        (void)serving.process().finish();
        const Outcome outcome = backup.finish();  // from the core, or when that is gone by itself
        EXPECT_EQ(outcome.exit, 0) << outcome.err;
        expect_restorable(file, filled);
        fs::remove(file);
        std::error_code missing;  // a core killed early has made none yet
        for (const auto& item : fs::directory_iterator(ops_ + "/backups", missing)) {
            if (item.path().extension() == ".tar" && item.path().filename().string().front() != '.')
                expect_restorable(item.path().string(), filled);
        }
    }
}

TEST_F(BackupByHand, ARestoreKilledInTheMiddleIsWholeOrNotThere) {
    const std::uint64_t filled = fixes_in(ops_);
    const std::string file = scratch_ / "backup.tar";
    ASSERT_EQ(run(backup_command(file)).exit, 0);
    const std::string to = scratch_ / "restored";
    const std::uint64_t most_ms = length_ms(siagactl({"restore", file, "--to", to}));
    fs::remove_all(to);
    const int rounds = test::rounds(4, 100);
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
        SCOPED_TRACE(fmt::format("SIAGA_SEED={} round {}", seed_, round));
        Process restore(siagactl({"restore", file, "--to", to}));
        (void)killed_too_late(restore, most_ms);
        if (!fs::exists(to)) continue;
        EXPECT_EQ(fixes_in(to), filled);
        EXPECT_EQ(run_siagactl({"status", "--operation", to}).exit, 0);
        fs::remove_all(to);
    }
}

TEST_F(BackupByHand, OverwritesNothing) {
    const std::string file = scratch_ / "backup.tar";
    ASSERT_EQ(run(backup_command(file)).exit, 0);
    const Outcome again = run(backup_command(file));
    EXPECT_EQ(again.exit, 3);
    EXPECT_THAT(again.err, HasSubstr("exists already"));
    const auto before = folder_bytes(ops_);
    const Outcome over = run_siagactl({"restore", file, "--to", ops_});
    EXPECT_EQ(over.exit, 3);
    EXPECT_THAT(over.err, HasSubstr("exists already"));
    EXPECT_THAT(changed_files(before, folder_bytes(ops_)), testing::IsEmpty());
}

TEST_F(BackupByHand, ADamagedBackupIsRefusedWithExitOne) {
    const std::string file = scratch_ / "backup.tar";
    ASSERT_EQ(run(backup_command(file)).exit, 0);
    overwrite(file, fs::file_size(file) / 2, "damage");
    const Outcome outcome = run_siagactl({"restore", file, "--to", scratch_ / "restored"});
    EXPECT_EQ(outcome.exit, 1);
    EXPECT_THAT(outcome.err, HasSubstr("is not what the manifest says; take another backup"));
    EXPECT_FALSE(fs::exists(scratch_ / "restored"));
}

}  // namespace
}  // namespace siaga::test
