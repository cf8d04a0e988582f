// What the core does when the disk is full, files may not grow, descriptors or memory run out: a clear answer,
// nothing acknowledged is lost, the map stays live.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <csignal>
#include <future>
#include <new>
#include <set>

#include "data/core/fault.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "data/ingest/mailbox.hpp"
#include "data/store/store_reader.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/ingest/failing_memory.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"
#include "tests/unit/store/fault_vfs.hpp"

namespace siaga {
namespace {

using test::CoreBench;
using test::FileStep;
using test::kNow;
using test::sample_report;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

/// The seqs of the one sender that are stored.
std::multiset<std::uint64_t> stored_in(const CoreBench& bench) {
    std::multiset<std::uint64_t> seqs;
    const StoreReader reader(bench.folder.path());
    reader.read_fixes([&](const Fix& fix) { seqs.insert(fix.seq); });
    reader.read_entries(0, [&](const Entry& entry) {
        if (entry.source.text() == "poskotis-7") seqs.insert(entry.seq);
    });
    return seqs;
}

/// A core, and what it has acknowledged.
class CoreWithLimitsTest : public testing::Test {
protected:
    void SetUp() override { watch(); }
    void watch() {
        bench_.core->on_publish([this](const Published& published) { published_ = published; });
    }
    /// A fix and an event of one sender, in one step. The problems of both answers.
    std::vector<std::optional<Problem>> step(std::uint64_t seq) {
        std::vector<Submission> batch{test::submission(seq, sample_report(time_of(seq)))};
        const Event report{
            time_of(seq), DistrictReport{DistrictCode::literal("53.03.01"), Condition::kConducive, "x"}, {}};
        batch.push_back(test::submission(seq + 1, report));
        std::vector<std::optional<Problem>> problems;
        for (const Reply& reply : bench_.step(std::move(batch))) problems.push_back(reply.problem);
        return problems;
    }
    static Time time_of(std::uint64_t seq) { return kNow - 100min + Millis(static_cast<std::int64_t>(seq) * 1000); }
    bool acknowledged(std::uint64_t seq) {
        const auto problems = step(seq);
        const bool all = problems.size() == 1 && !problems[0];  // one answer for both
        if (all) acknowledged_.insert({seq, seq + 1});
        return all;
    }
    /// After a restart: each acknowledged record once, and no more than one unanswered step beside them.
    void expect_whole() {
        bench_.open();
        watch();
        const std::multiset<std::uint64_t> stored = stored_in(bench_);
        for (const std::uint64_t seq : acknowledged_) EXPECT_EQ(stored.count(seq), 1U) << seq;
        EXPECT_LE(stored.size(), acknowledged_.size() + 2);
        EXPECT_EQ(std::set<std::uint64_t>(stored.begin(), stored.end()).size(), stored.size());
    }

    CoreBench bench_;
    Published published_;
    std::set<std::uint64_t> acknowledged_;
};

struct FaultyDisk {
    test::FaultVfs vfs_;
};
/// The same on a disk with faults, which is there first.
class CoreFaultsTest : protected FaultyDisk, public CoreWithLimitsTest {};

TEST_F(CoreFaultsTest, AFullDiskIsAnsweredShownAndLeftBehindByItself) {
    const int cycles = test::rounds(5, 100);
    std::uint64_t seq = 1;
    for (int cycle = 0; cycle < cycles; ++cycle) {
        ASSERT_TRUE(acknowledged(seq)) << cycle;
        seq += 2;
        vfs_.decide([](FileStep step, std::string_view file) {
            return step == FileStep::kWrite && file.ends_with("-wal") ? SQLITE_FULL : SQLITE_OK;
        });
        for (int again = 0; again < 3; ++again) {
            bench_.clock.advance(1s);
            const auto problems = step(seq);
            ASSERT_EQ(problems.size(), 2U);
            for (const auto& problem : problems) {
                ASSERT_TRUE(problem);
                EXPECT_EQ(problem->code, Refusal::kStorageFull);
                EXPECT_THAT(problem->detail, HasSubstr("make room on the disk; recording goes on by itself"));
            }
            EXPECT_THAT(published_.storage_problem, HasSubstr("make room"));
            bench_.clock.advance(1s);
            bench_.core->tick();
            ASSERT_TRUE(published_.live);
            EXPECT_EQ(published_.live->time, bench_.clock.now()) << "the map stays live";
        }
        vfs_.heal();
        ASSERT_TRUE(acknowledged(seq)) << "it goes on by itself";
        EXPECT_THAT(published_.storage_problem, IsEmpty());
        seq += 2;
    }
    expect_whole();
}

TEST_F(CoreFaultsTest, AnIoErrorIsAnsweredUntilARestart) {
    ASSERT_TRUE(acknowledged(1));
    vfs_.decide(
        [](FileStep step, std::string_view) { return step == FileStep::kSync ? SQLITE_IOERR_FSYNC : SQLITE_OK; });
    for (int again = 0; again < 3; ++again) {
        for (const auto& problem : step(3)) EXPECT_EQ(problem->code, Refusal::kStorageFault);
        vfs_.heal();
    }
    EXPECT_THAT(published_.storage_problem, AllOf(HasSubstr("cannot write"), HasSubstr("start again")));
    ASSERT_TRUE(published_.live);
    expect_whole();
    EXPECT_TRUE(acknowledged(3));
    expect_whole();
}

/// Files may not grow while it lives: RLIMIT_FSIZE, as `ulimit -f` sets it.
class FileLimit {
public:
    explicit FileLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit tight = before_;
        tight.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &tight);
    }
    ~FileLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;

private:
    rlimit before_{};
};

TEST_F(CoreWithLimitsTest, AFileLimitIsAnsweredAndNothingIsLost) {
    const int cycles = test::rounds(5, 100);
    std::uint64_t seq = 1;
    for (int cycle = 0; cycle < cycles; ++cycle) {
        ASSERT_TRUE(acknowledged(seq)) << cycle;
        seq += 2;
        {
            const FileLimit limit(1024);
            for (const auto& problem : step(seq)) {
                ASSERT_TRUE(problem);
                EXPECT_EQ(problem->code, Refusal::kStorageFault);
                EXPECT_THAT(problem->detail, HasSubstr("File too large"));
            }
        }
        expect_whole();
    }
}

TEST_F(CoreWithLimitsTest, WithoutDescriptorsARunningCoreRecordsAndANewOneSaysWhy) {
#ifdef SIAGA_WITH_ADDRESS_SANITIZER
    GTEST_SKIP() << "the sanitizer looks at types through a pipe and needs descriptors; other presets run this";
#endif
    ASSERT_TRUE(acknowledged(1));
    const int cycles = test::rounds(5, 100);
    for (int cycle = 0; cycle < cycles; ++cycle) {
        std::string said;
        {
            rlimit before{};
            ::getrlimit(RLIMIT_NOFILE, &before);
            rlimit none = before;
            none.rlim_cur = 0;
            ::setrlimit(RLIMIT_NOFILE, &none);
            EXPECT_TRUE(acknowledged(3 + static_cast<std::uint64_t>(cycle) * 2));
            bench_.core.reset();
            try {
                bench_.open();
            } catch (const Fault& fault) {
                said = fault.what();
            }
            ::setrlimit(RLIMIT_NOFILE, &before);
        }
        EXPECT_THAT(said, AllOf(HasSubstr(bench_.folder.path().string()), HasSubstr("Too many open files")));
        expect_whole();
    }
}

TEST_F(CoreWithLimitsTest, MemoryThatRunsOutInTheCoreLosesNothingAcknowledged) {
    int failed = 0;
    bool reached = true;
    const int stride = test::rounds(7, 1);
    for (int n = 0; reached; n += stride) {
        CoreBench& bench = bench_;
        const std::uint64_t seq = bench.core->last_seq(SourceName::literal("poskotis-7")) + 1;
        std::vector<Submission> batch{test::submission(seq, sample_report(time_of(seq)))};
        std::vector<Reply> replies;
        bool stopped = false;
        {
            const test::FailingNew failing(n, false);
            try {
                bench.core->step(batch, [&](std::vector<Reply> given) { replies = std::move(given); });
            } catch (const std::bad_alloc&) {
                stopped = true;  // the thread's root ends recording
            }
            reached = failing.reached();
        }
        if (replies.size() == 1 && !replies[0].problem) acknowledged_.insert(seq);
        if (replies.size() == 1 && replies[0].problem) {
            ++failed;
            EXPECT_EQ(replies[0].problem->code, Refusal::kStorageFault);
            EXPECT_THAT(replies[0].problem->detail, HasSubstr("memory"));
        }
        if (stopped || bench.core->last_seq(SourceName::literal("poskotis-7")) < seq) {
            bench.open();
            const std::multiset<std::uint64_t> stored = stored_in(bench);
            for (const std::uint64_t one : acknowledged_) ASSERT_EQ(stored.count(one), 1U) << n;
            ASSERT_LE(stored.count(seq), 1U) << n;
            if (stored.count(seq) == 1) acknowledged_.insert(seq);
        }
    }
    EXPECT_GT(failed, 0) << "no allocation before the commit failed";
}

TEST(CoreWithoutMemory, InSqliteAnswersAndLosesNothingAcknowledged) {
    test::FailingSqliteMemory memory;
    {
        CoreBench bench;
        std::set<std::uint64_t> acknowledged;
        int refused = 0;
        bool reached = true;
        for (int n = 0; reached; ++n) {
            const std::uint64_t seq = static_cast<std::uint64_t>(n) + 1;
            std::vector<Submission> batch{
                test::submission(seq, sample_report(kNow - 100min + Millis(static_cast<std::int64_t>(seq) * 1000)))};
            memory.arm(n, n % 2 == 1);
            const std::vector<Reply> replies = bench.step(std::move(batch));
            reached = memory.disarm();
            ASSERT_EQ(replies.size(), 1U);
            if (!replies[0].problem) {
                acknowledged.insert(seq);
            } else {
                ++refused;
                EXPECT_THAT(replies[0].problem->detail, HasSubstr("memory"));
                bench.open();
            }
            const std::multiset<std::uint64_t> stored = stored_in(bench);
            for (const std::uint64_t one : acknowledged) ASSERT_EQ(stored.count(one), 1U) << n;
        }
        EXPECT_GT(refused, 0);
    }
}

TEST_F(CoreWithLimitsTest, ACoreThatStopsTellsTheWallWhy) {
    IngestThread ingest(std::move(bench_.core));
    const auto mailbox = open_mailbox(ingest, {});
    ingest.subscribe(
        {.replies = [](const std::vector<Reply>&) { throw std::bad_alloc(); }, .room = {}, .published = {}});
    std::promise<void> subscribed;
    ingest.ask_last_seq(SourceName::literal("poskotis-7"), [&](std::uint64_t) { subscribed.set_value(); });
    subscribed.get_future().wait();
    Submission fix = test::submission(1, sample_report(kNow));
    ASSERT_TRUE(ingest.try_submit(fix));
    ingest.stop();
    EXPECT_TRUE(ingest.failed());
    const Mail mail = mailbox->take();
    EXPECT_THAT(mail.newest.storage_problem, AllOf(HasSubstr("recording has stopped"), HasSubstr("start again")));
    EXPECT_TRUE(mail.newest.live);
    EXPECT_FALSE(ingest.try_submit(fix));
}

}  // namespace
}  // namespace siaga
