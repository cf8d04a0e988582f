// A batch that could not be committed leaves nothing behind by which later records are judged.

#include <gtest/gtest.h>

#include "tests/unit/ingest/ingest_samples.hpp"
#include "tests/unit/store/fault_vfs.hpp"

namespace siaga {
namespace {

using test::kNow;
using test::sample_report;
using test::submission;

class UndoneBatch : public testing::Test {
protected:
    void fill_the_disk() {
        disk.decide([](test::FileStep step, std::string_view) {
            return step == test::FileStep::kWrite ? SQLITE_FULL : SQLITE_OK;
        });
    }

    test::FaultVfs disk;
    test::CoreBench bench;
};

TEST_F(UndoneBatch, IsRefusedAsAWholeAndTakenOnceThereIsRoom) {
    bench.give(1, sample_report(kNow - 100s));
    fill_the_disk();
    const auto replies = bench.step({submission(2, sample_report(kNow - 10s)), submission(3, sample_report(kNow))});
    ASSERT_EQ(replies.size(), 2U);
    for (const Reply& reply : replies) EXPECT_EQ(reply.problem->code, Refusal::kStorageFull);
    disk.heal();
    EXPECT_EQ(bench.give(2, sample_report(kNow - 10s)), std::nullopt);
    EXPECT_EQ(bench.give(3, sample_report(kNow)), std::nullopt);
    EXPECT_EQ(bench.fixes_stored(), 3U);
    EXPECT_EQ(bench.core->counts().duplicates, 0U);
}

TEST_F(UndoneBatch, DoesNotMakeLaterFixesLateOrTeleports) {
    bench.give(1, sample_report(kNow - 100s));
    fill_the_disk();
    bench.step({submission(2, sample_report(kNow - 60s, -9.4300)), submission(3, sample_report(kNow, -9.4200))});
    disk.heal();
    EXPECT_EQ(bench.give(4, sample_report(kNow - 59s, -9.4386)), std::nullopt) << "890 m from a fix that is not stored";
    EXPECT_EQ(bench.core->live()->units.at(0).fix->time, kNow - 59s);
    EXPECT_EQ(bench.core->live()->units.at(0).fix->flags, 0) << "nothing newer is stored";
}

}  // namespace
}  // namespace siaga
