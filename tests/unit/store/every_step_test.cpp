// Each step that a disk takes fails once, or from then on; writes also leave their first half behind. Whatever
// was acknowledged is there after a restart, nothing twice, nothing by half.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "data/store/storage_fault.hpp"
#include "data/store/store.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/store/fault_vfs.hpp"
#include "tests/unit/store/store_samples.hpp"
#include "tests/unit/store/workload.hpp"

namespace siaga {
namespace {

using test::FaultVfs;
using test::FileStep;
using test::TempFolder;
using test::Workload;
using testing::HasSubstr;

struct Failure {
    FileStep step{};
    int code = SQLITE_OK;
    bool for_good = false;
    bool torn = false;
};

/// One workload with the n-th step failing, and the restart after it.
class FailingRun {
public:
    FailingRun(FaultVfs& vfs, const Failure& failure, int n, std::uint64_t seed) : vfs_(vfs), workload_(seed) {
        create_store(folder_.path());
        vfs_.tear_writes(failure.torn);
        vfs_.decide([this, failure, left = n](FileStep step, std::string_view) mutable {
            if (step != failure.step) return SQLITE_OK;
            if (left-- > 0) return SQLITE_OK;
            if (failed_ && !failure.for_good) return SQLITE_OK;
            failed_ = true;
            return failure.code;
        });
    }

    /// True when the workload was long enough for its step to fail.
    [[nodiscard]] bool failed() const { return failed_; }

    void run() {
        try {
            for (const int commits : {2, 1}) commit_and_close(commits);
        } catch (const Fault& fault) {
            expect_way_out(fault);
        }
        vfs_.heal();
    }

    void expect_whole() {
        Store store(folder_.path(), Durability::kFull);
        const std::size_t commits =
            workload_.commits_of(test::content_of_folder(folder_.path()), acknowledged_, workload_.commits());
        if (commits < workload_.commits()) workload_.take_back();
        for (const std::string& line : test::content_of_store(store))
            EXPECT_THAT(line, Not(HasSubstr("which its key")));
        const StoreBatch batch = workload_.next(store);
        workload_.give(store, batch);
        store.commit(batch);
        store.close();
        (void)workload_.commits_of(test::content_of_folder(folder_.path()), commits + 1, commits + 1);
    }

private:
    void commit_and_close(int commits) {
        Store store(folder_.path(), Durability::kFull);
        for (int i = 0; i < commits; ++i) {
            const StoreBatch batch = workload_.next(store);
            workload_.give(store, batch);
            try {
                Workload::seal(store);
                store.commit(batch);
                acknowledged_ = workload_.commits();
            } catch (const StorageFault& fault) {
                if (!fault.full()) {
                    expect_ended(store, batch);
                    throw;
                }
                expect_way_out(fault);
                workload_.take_back();
            }
        }
        store.close();
    }
    static void expect_ended(Store& store, const StoreBatch& batch) {
        try {
            store.commit(batch);
            ADD_FAILURE() << "a commit after a fault";
        } catch (const StorageFault& fault) {
            EXPECT_EQ(fault.trouble(), StorageTrouble::kClosed);
        }
    }
    void expect_way_out(const Fault& fault) const {
        EXPECT_THAT(fault.what(), HasSubstr(folder_.path().string()));
        EXPECT_THAT(fault.what(), HasSubstr("; "));
    }

    FaultVfs& vfs_;
    TempFolder folder_;
    Workload workload_;
    std::size_t acknowledged_ = 0;
    bool failed_ = false;
};

std::vector<Failure> failures() {
    std::vector<Failure> all;
    for (const bool for_good : {false, true}) {
        for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE}) {
            all.push_back({FileStep::kWrite, code, for_good, false});
            all.push_back({FileStep::kWrite, code, for_good, true});
        }
        all.push_back({FileStep::kSync, SQLITE_IOERR_FSYNC, for_good, false});
        all.push_back({FileStep::kTruncate, SQLITE_IOERR_TRUNCATE, for_good, false});
        all.push_back({FileStep::kOpen, SQLITE_CANTOPEN, for_good, false});
        all.push_back({FileStep::kMapShared, SQLITE_IOERR_SHMMAP, for_good, false});
    }
    return all;
}

TEST(EveryStepOfTheDisk, MayFailAndTheRecordIsWholeAfterARestart) {
    FaultVfs vfs;
    const int seeds = test::rounds(1, 20);
    int runs = 0;
    for (int seed = 1; seed <= seeds; ++seed) {
        for (const Failure& failure : failures()) {
            bool reached = true;
            for (int n = 0; reached && !HasFailure(); ++n) {
                SCOPED_TRACE(fmt::format("seed {} step {} number {} code {}{}{}", seed, static_cast<int>(failure.step),
                                         n, failure.code, failure.for_good ? " for good" : "",
                                         failure.torn ? " torn" : ""));
                FailingRun run(vfs, failure, n, static_cast<std::uint64_t>(seed));
                run.run();
                EXPECT_NO_THROW(run.expect_whole());
                reached = run.failed();
                ++runs;
            }
        }
    }
    constexpr int kAtLeast = 200;
    EXPECT_GT(runs, kAtLeast);
    fmt::print("{} runs\n", runs);
}

}  // namespace
}  // namespace siaga
