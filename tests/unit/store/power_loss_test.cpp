// The power goes at every moment of a workload: whatever was acknowledged is there afterwards, nothing twice,
// nothing by half. The same on a disk whose durability is weakened must find a loss, or the test proves nothing.
// 20 outcomes at every sync; SIAGA_LONG=1 runs more workloads.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>

#include "data/store/checkpoint.hpp"
#include "data/store/store.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/store/power_loss_vfs.hpp"
#include "tests/unit/store/store_samples.hpp"
#include "tests/unit/store/workload.hpp"

namespace siaga {
namespace {

using test::Content;
using test::Disk;
using test::PowerLossVfs;
using test::TempFolder;
using test::Workload;

constexpr int kOutcomes = 20;  ///< of a cut at one sync
constexpr int kFewOutcomes = 2;

enum class Acknowledge { kAfterCommit, kBeforeCommit };

/// One workload on a disk that loses its power at every sync, kOutcomes times each.
class Cuts {
public:
    Cuts(std::uint64_t seed, Acknowledge when) : seed_(seed), when_(when), random_(seed), workload_(seed) {}

    /// The commit that makes the journal so long that it is checkpointed.
    void make_long(int commit) { long_commit_ = commit; }
    void outcomes(int count) { outcomes_ = count; }
    void weaken(char synchronous) { vfs_.force_synchronous(synchronous); }

    void run(int commits) {
        create_store(folder_.path());
        vfs_.sync_names();  // as init_operation does
        vfs_.before_sync([this](const Disk& disk) { cut(disk); });
        auto store = std::make_unique<Store>(folder_.path(), Durability::kFull);
        for (int i = 0; i < commits; ++i) {
            constexpr int kReopenEvery = 7;
            if (i % kReopenEvery == kReopenEvery - 1) {
                store->close();
                cut(vfs_.disk());
                store = std::make_unique<Store>(folder_.path(), Durability::kFull);
            }
            constexpr int kSealEvery = 3;
            if (i % kSealEvery == 0) Workload::seal(*store);
            StoreBatch batch = workload_.next(*store);
            if (i == long_commit_) batch.quarantined.push_back(long_record());
            workload_.give(*store, batch);
            if (when_ == Acknowledge::kBeforeCommit) acknowledged_ = workload_.commits();
            store->commit(batch);
            acknowledged_ = workload_.commits();
        }
        cut(vfs_.disk());
        store->close();
        cut(vfs_.disk());
    }

    [[nodiscard]] int cuts() const { return cuts_; }
    [[nodiscard]] int losses() const { return losses_; }
    [[nodiscard]] const std::string& first_loss() const { return first_loss_; }
    /// Cuts after which the commit that was being made was there.
    [[nodiscard]] int survived() const { return survived_; }

private:
    void cut(const Disk& disk) {
        for (int outcome = 0; outcome < outcomes_; ++outcome) {
            ++cuts_;
            const TempFolder after;
            test::write_survivors(disk, after.path(), random_);
            if (const std::optional<std::string> loss = loss_in(after.path())) {
                if (++losses_ == 1) first_loss_ = fmt::format("seed {} cut {}: {}", seed_, cuts_, *loss);
            }
        }
    }

    /// What is wrong with a folder after a cut: a restart, a commit and another restart.
    std::optional<std::string> loss_in(const std::filesystem::path& folder) {
        try {
            std::size_t commits = 0;
            {
                Store store(folder, Durability::kFull);
                commits = workload_.commits_of(test::content_of_folder(folder), acknowledged_, workload_.commits());
                StoreBatch batch;
                batch.entries = {test::sample_entry(store.next_entry(), 1'000'000)};
                store.commit(batch);
            }
            if (commits > acknowledged_) ++survived_;
            const std::size_t lines = test::content_of_folder(folder).size();
            if (lines != workload_.content(commits).size() + 1) return "the commit after the cut did not last";
        } catch (const std::exception& error) {
            return error.what();
        }
        return std::nullopt;
    }

    static QuarantinedRecord long_record() {
        constexpr std::size_t kBytes = Checkpointer::kTooLongBytes + 1024 * 1024;
        return {time_from_ms(test::kNoonMs), "relay-3", 1, "TELEPORT", std::string(kBytes, 'r')};
    }

    std::uint64_t seed_;
    Acknowledge when_;
    int long_commit_ = -1;
    int outcomes_ = kOutcomes;
    std::mt19937_64 random_;
    TempFolder folder_;
    PowerLossVfs vfs_{folder_.path()};
    Workload workload_;
    std::size_t acknowledged_ = 0;
    int cuts_ = 0, losses_ = 0, survived_ = 0;
    std::string first_loss_;
};

constexpr int kCommitsRun = 8;
constexpr int kFewCommits = 4;

TEST(PowerLoss, LosesNothingAcknowledgedAtAnySync) {
    const int workloads = test::rounds(1, 40);
    int cuts = 0, survived = 0;
    for (int seed = 1; seed <= workloads && !HasFailure(); ++seed) {
        Cuts disk(static_cast<std::uint64_t>(seed), Acknowledge::kAfterCommit);
        disk.run(kCommitsRun);
        EXPECT_EQ(disk.losses(), 0) << disk.first_loss();
        cuts += disk.cuts();
        survived += disk.survived();
    }
    EXPECT_GT(survived, 0) << "no cut left a commit that was being made: are writes kept at all?";
    fmt::print("{} cuts, {} with the last commit\n", cuts, survived);
}

TEST(PowerLoss, LosesNothingAroundTheCheckpointOfALongJournal) {
    Cuts disk(1, Acknowledge::kAfterCommit);
    disk.make_long(0);
    disk.outcomes(test::rounds(kFewOutcomes, kOutcomes));
    disk.run(2);
    EXPECT_EQ(disk.losses(), 0) << disk.first_loss();
}

// The tests of the test.

TEST(PowerLoss, IsFoundWithoutAnySync) {
    Cuts disk(1, Acknowledge::kAfterCommit);
    disk.weaken('0');
    disk.run(kFewCommits);
    EXPECT_GT(disk.losses(), 0);
}

TEST(PowerLoss, IsFoundWithSyncsOnlyAtCheckpoints) {
    Cuts disk(1, Acknowledge::kAfterCommit);
    disk.weaken('1');
    disk.run(kFewCommits);
    EXPECT_GT(disk.losses(), 0);
}

TEST(PowerLoss, IsFoundWhenTheAnswerComesBeforeTheCommit) {
    Cuts disk(1, Acknowledge::kBeforeCommit);
    disk.run(kFewCommits);
    EXPECT_GT(disk.losses(), 0);
}

}  // namespace
}  // namespace siaga
