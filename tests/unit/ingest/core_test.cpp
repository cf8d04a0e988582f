#include "data/ingest/core.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/store/store_reader.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga {
namespace {

using test::kNow;
using test::sample_report;
using test::submission;
using testing::ElementsAre;
using testing::IsEmpty;

class CoreTest : public testing::Test {
protected:
    test::CoreBench bench;
};

TEST_F(CoreTest, AcknowledgesAFixOnceItIsStored) {
    EXPECT_EQ(bench.give(1, sample_report(kNow)), std::nullopt);
    EXPECT_EQ(bench.core->last_seq(SourceName::literal("poskotis-7")), 1U);
    bench.open();
    ASSERT_EQ(bench.fixes_stored(), 1U);
    const UnitState& unit = bench.core->live()->units.at(0);
    EXPECT_EQ(unit.name, "RAJAWALI-04");
    EXPECT_EQ(unit.fix->position, (LonLat{1'244'871'000, -94'386'000}));
    EXPECT_EQ(unit.fix->received, kNow);
}

TEST_F(CoreTest, AnswersInTheOrderOfTheSubmissions) {
    const auto replies =
        bench.step({submission(1, sample_report(kNow - 10s), "a", 7),
                    submission(1, sample_report(kNow - 5s, 200), "b", 8), submission(2, sample_report(kNow), "a", 7)});
    ASSERT_EQ(replies.size(), 3U);
    EXPECT_EQ(replies[0], (Reply{7, 1, {}}));
    EXPECT_EQ(replies[1].session, 8U);
    EXPECT_EQ(replies[1].problem->code, Refusal::kCoordinateRange);
    EXPECT_EQ(replies[2], (Reply{7, 2, {}}));
}

TEST_F(CoreTest, AnswersARunOfRisingNumbersAtOnce) {
    Submission read = submission(1, sample_report(kNow - 50s), "a", 7);
    test::add_to(read, 2, sample_report(kNow - 40s));
    test::add_to(read, 3, sample_report(kNow - 30s, 200));
    test::add_to(read, 4, sample_report(kNow - 20s));
    test::add_to(read, 4, sample_report(kNow - 20s));
    const auto replies = bench.step({read, submission(5, sample_report(kNow - 10s), "a", 7)});
    ASSERT_EQ(replies.size(), 4U);
    EXPECT_EQ(replies[0], (Reply{7, 2, {}, 2}));
    EXPECT_EQ(replies[1].seq, 3U);
    EXPECT_EQ(replies[1].problem->code, Refusal::kCoordinateRange);
    EXPECT_EQ(replies[2], (Reply{7, 4, {}, 1}));
    EXPECT_EQ(replies[3], (Reply{7, 5, {}, 2})) << "the repeat of 4, then 5";
    EXPECT_EQ(bench.fixes_stored(), 4U);
}

TEST_F(CoreTest, AcknowledgesARepeatAgainAndStoresItOnce) {
    bench.give(1, sample_report(kNow));
    EXPECT_EQ(bench.give(1, sample_report(kNow)), std::nullopt);
    const auto replies = bench.step({submission(2, sample_report(kNow + 5s)), submission(2, sample_report(kNow + 5s))});
    EXPECT_EQ(replies[1].problem, std::nullopt);
    EXPECT_EQ(bench.fixes_stored(), 2U);
    EXPECT_EQ(bench.core->counts().duplicates, 2U);
}

TEST_F(CoreTest, RefusesAReusedNumberAndRaisesAnAlert) {
    bench.give(1, sample_report(kNow - 10s));
    const auto problem = bench.give(1, sample_report(kNow));
    EXPECT_EQ(problem, (Problem{Refusal::kSeqReused, 0, "seq 1 of poskotis-7 is stored with other content"}));
    EXPECT_EQ(bench.fixes_stored(), 1U);
    EXPECT_THAT(bench.open_alerts(), ElementsAre("NOMOR_URUT_DIPAKAI_ULANG poskotis-7"));
    EXPECT_EQ(bench.core->counts().quarantined, 1U);
}

TEST_F(CoreTest, SeesANumberReusedWithinOneBatch) {
    const auto replies = bench.step({submission(1, sample_report(kNow - 10s)), submission(1, sample_report(kNow))});
    EXPECT_EQ(replies[0].problem, std::nullopt);
    EXPECT_EQ(replies[1].problem->code, Refusal::kSeqReused);
}

TEST_F(CoreTest, CountsTheSameFixFromASecondSenderOnce) {
    bench.give(1, sample_report(kNow - 10s), "a");
    EXPECT_EQ(bench.give(1, sample_report(kNow - 10s), "b"), std::nullopt);
    bench.give(2, sample_report(kNow), "a");
    EXPECT_EQ(bench.give(2, sample_report(kNow - 10s), "b"), std::nullopt) << "also when it is no longer the newest";
    EXPECT_EQ(bench.fixes_stored(), 2U);
    EXPECT_EQ(bench.core->counts().duplicates, 2U);
}

TEST_F(CoreTest, QuarantinesWithAllReasons) {
    FixReport report = sample_report(kNow, 95);
    report.battery_pct = 400;
    const auto problem = bench.give(9, report);
    EXPECT_EQ(problem, (Problem{Refusal::kCoordinateRange, 0,
                                "lat 95 outside [-90, 90]; BAD_VALUE: battery_pct 400 outside [0, 100]"}));
    std::vector<QuarantinedRecord> quarantined;
    StoreReader(bench.folder.path()).read_quarantine([&](const QuarantinedRecord& record) {
        quarantined.push_back(record);
    });
    EXPECT_THAT(quarantined,
                ElementsAre(QuarantinedRecord{kNow, "poskotis-7", 9,
                                              "COORDINATE_RANGE: lat 95 outside [-90, 90]; BAD_VALUE: battery_pct 400 "
                                              "outside [0, 100]",
                                              "raw 9"}));
    EXPECT_THAT(bench.core->live()->units, IsEmpty());
}

TEST_F(CoreTest, QuarantinesALineThatBecameNoRecord) {
    const auto replies = bench.step({submission(0, Problem{Refusal::kMalformed, 3, "byte 3: expected ':'"})});
    ASSERT_EQ(replies.size(), 1U);
    EXPECT_EQ(replies[0].problem->code, Refusal::kMalformed);
    EXPECT_EQ(replies[0].session, kNobodyWaits) << "the session answered it when it read it";
    EXPECT_EQ(bench.core->counts().quarantined, 1U);
}

TEST_F(CoreTest, RefusesATeleportAndGoesOnFromTheLastGoodFix) {
    bench.give(1, sample_report(kNow - 20s));
    EXPECT_EQ(bench.give(2, sample_report(kNow - 10s, -9.2))->code, Refusal::kTeleport);
    EXPECT_EQ(bench.give(3, sample_report(kNow, -9.4387)), std::nullopt);
    EXPECT_EQ(bench.fixes_stored(), 2U);
}

TEST_F(CoreTest, SeesATeleportWithinOneBatch) {
    const auto replies =
        bench.step({submission(1, sample_report(kNow - 10s)), submission(2, sample_report(kNow, -9.2))});
    EXPECT_EQ(replies[1].problem->code, Refusal::kTeleport);
}

TEST_F(CoreTest, JudgesFixesInAnyOrderWithinOneBatch) {
    bench.give(1, sample_report(kNow - 100s));
    const auto replies = bench.step(
        {submission(2, sample_report(kNow - 10s, -9.4300)), submission(3, sample_report(kNow - 50s, -9.2)),
         submission(4, sample_report(kNow - 50s, -9.4340)), submission(5, sample_report(kNow - 50s, -9.4340), "b"),
         submission(6, sample_report(kNow - 49s, -9.4000)), submission(2, sample_report(kNow - 10s, -9.4300))});
    EXPECT_EQ(replies[0], (Reply{1, 2, {}}));
    EXPECT_EQ(replies[1].problem->code, Refusal::kTeleport) << "from the stored fix and to the staged one";
    EXPECT_EQ(replies[2], (Reply{1, 5, {}, 2}));
    EXPECT_EQ(replies[3].problem->code, Refusal::kTeleport) << "from the late fix staged before it";
    EXPECT_EQ(replies[4], (Reply{1, 2, {}})) << "a repeat within the batch";
    const auto all = bench.core->everything();
    EXPECT_EQ(bench.fixes_stored(), 3U);
    ASSERT_FALSE(all->open.empty());
    EXPECT_EQ(all->open.back().flags, kLateFlag);
    EXPECT_EQ(bench.core->counts().duplicates, 2U);
}

TEST_F(CoreTest, BelievesTheFirstFixAfterAGap) {
    bench.give(1, sample_report(kNow - 200s));
    EXPECT_EQ(bench.give(2, sample_report(kNow, -9.2)), std::nullopt);
}

TEST_F(CoreTest, KeepsALateFixAsHistoryOnly) {
    bench.give(1, sample_report(kNow));
    EXPECT_EQ(bench.give(2, sample_report(kNow - 60s, -9.4390)), std::nullopt);
    EXPECT_EQ(bench.core->live()->units.at(0).fix->time, kNow);
    const auto all = bench.core->everything();
    ASSERT_EQ(all->open.size(), 2U);
    EXPECT_EQ(all->open[0].flags, 0);
    EXPECT_EQ(all->open[1].flags, kLateFlag);
}

TEST_F(CoreTest, FlagsAWrongClockAndAlertsOncePerUnit) {
    bench.give(1, sample_report(kNow - 5s));
    EXPECT_EQ(bench.give(2, sample_report(kNow + 1h)), std::nullopt);
    EXPECT_EQ(bench.give(3, sample_report(kNow + 2h)), std::nullopt);
    EXPECT_EQ(bench.fixes_stored(), 3U);
    EXPECT_EQ(bench.core->live()->units.at(0).fix->time, kNow - 5s) << "the marker stays";
    EXPECT_THAT(bench.open_alerts(), ElementsAre("JAM_SALAH RAJAWALI-04"));
    EXPECT_EQ(bench.core->everything()->entries.size(), 1U);
    EXPECT_EQ(bench.core->live()->alerts.begin()->second.last.text, "+3600 s");
}

TEST_F(CoreTest, AWrongClockDoesNotMakeLaterFixesLate) {
    bench.give(1, sample_report(kNow + 1h));
    bench.give(2, sample_report(kNow));
    EXPECT_EQ(bench.core->everything()->open.at(0).flags, 0);
    EXPECT_EQ(bench.core->live()->units.at(0).fix->time, kNow);
}

TEST_F(CoreTest, RefusesAFloodButNotABacklog) {
    std::vector<Submission> live;
    std::vector<Submission> backlog;
    for (std::uint64_t i = 0; i < 300; ++i) {
        live.push_back(submission(i + 1, sample_report(kNow - Millis(300 - i)), "live"));
        backlog.push_back(submission(i + 1, sample_report(kNow - 10min + Millis(i)), "backlog"));
    }
    std::size_t refused = 0;
    for (const Reply& reply : bench.step(live)) refused += reply.problem ? 1 : 0;
    EXPECT_EQ(refused, 50U) << "250 at once, then 50 a second";
    for (const Reply& reply : bench.step(backlog)) ASSERT_EQ(reply.problem, std::nullopt);
    EXPECT_EQ(bench.core->counts().quarantined, 0U) << "a flood must not fill the disk by being refused";
    bench.clock.advance(1s);
    std::vector<Submission> more;
    for (std::uint64_t i = 0; i < 60; ++i)
        more.push_back(submission(400 + i, sample_report(kNow + Millis(i + 1)), "live"));
    refused = 0;
    for (const Reply& reply : bench.step(more)) refused += reply.problem ? 1 : 0;
    EXPECT_EQ(refused, 10U);
}

TEST_F(CoreTest, WritesAnAlertOfARuleWithItsOwnSource) {
    Emergency sos;
    sos.unit = UnitName::literal("RAJAWALI-04");
    EXPECT_EQ(bench.give(1, sos), std::nullopt);
    EXPECT_THAT(bench.open_alerts(), ElementsAre("SOS RAJAWALI-04"));
    const auto all = bench.core->everything();
    ASSERT_EQ(all->entries.size(), 2U);
    EXPECT_EQ(all->entries[1]->source, SourceName::literal("siaga"));
    EXPECT_EQ(all->entries[1]->seq, 1U);
    EXPECT_EQ(all->entries[1]->event.time, kNow);
    sos.active = false;
    bench.clock.advance(1min);
    EXPECT_EQ(bench.give(2, sos), std::nullopt);
    EXPECT_THAT(bench.open_alerts(), IsEmpty());
}

TEST_F(CoreTest, SeesEarlierStepsOfTheSameBatch) {
    PlenaryMoved start;
    start.district = DistrictCode::literal("53.03.01");
    start.contest = ContestName::literal("bupati");
    start.to = PlenaryStage::kRunning;
    start.override_reason = "hujan";
    PlenaryMoved back = start;
    back.to = PlenaryStage::kWaiting;
    const auto replies =
        bench.step({submission(1, Event{kNow - 10s, start, {}}), submission(2, Event{kNow, back, {}})});
    EXPECT_EQ(replies[0].problem, std::nullopt);
    EXPECT_EQ(replies[1].problem->code, Refusal::kStepRefused);
}

TEST_F(CoreTest, JudgesALateStepByTheStateOfItsTime) {
    PlenaryMoved waiting;
    waiting.district = DistrictCode::literal("53.03.01");
    waiting.contest = ContestName::literal("bupati");
    waiting.to = PlenaryStage::kWaiting;
    PlenaryMoved start = waiting;
    start.to = PlenaryStage::kRunning;
    start.override_reason = "hujan";
    EXPECT_EQ(bench.give(1, Event{kNow, start, {}}), std::nullopt);
    EXPECT_EQ(bench.give(2, Event{kNow - 1h, waiting, {}}), std::nullopt) << "it is no step back: it came before";
}

TEST_F(CoreTest, PublishesWhatItCommitted) {
    std::vector<Published> published;
    bench.core->on_publish([&](const Published& p) { published.push_back(p); });
    bench.give(1, sample_report(kNow));
    bench.core->tick();
    ASSERT_EQ(published.size(), 2U);
    ASSERT_NE(published[0].committed, nullptr);
    EXPECT_THAT(published[0].committed->new_units, ElementsAre("RAJAWALI-04"));
    EXPECT_EQ(published[0].committed->fixes.size(), 1U);
    EXPECT_EQ(published[0].counts.fixes, 1U);
    EXPECT_EQ(published[0].live->units.size(), 1U);
    EXPECT_EQ(published[1].committed, nullptr);
}

TEST_F(CoreTest, AcknowledgesBeforeItPublishes) {
    std::vector<std::string> order;
    bench.core->on_publish([&](const Published&) { order.emplace_back("publish"); });
    std::vector<Submission> batch;
    batch.push_back(submission(1, sample_report(kNow)));
    bench.core->step(batch, [&](std::vector<Reply>) { order.emplace_back("acknowledge"); });
    EXPECT_THAT(order, ElementsAre("acknowledge", "publish"));
}

TEST_F(CoreTest, RefusesEverythingOnceTheStoreIsGone) {
    bench.give(1, sample_report(kNow - 10s));
    bench.core->close();
    const auto replies = bench.step({submission(1, sample_report(kNow - 10s)), submission(2, sample_report(kNow))});
    ASSERT_EQ(replies.size(), 2U);
    for (const Reply& reply : replies) EXPECT_EQ(reply.problem->code, Refusal::kStorageFault);
    EXPECT_THAT(bench.core->storage_problem(), testing::HasSubstr("closed"));
    EXPECT_EQ(bench.core->live()->units.at(0).fix->time, kNow - 10s) << "the map stays live";
    bench.core->tick();
}

}  // namespace
}  // namespace siaga
