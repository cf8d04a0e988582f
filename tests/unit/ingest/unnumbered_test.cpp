// Senders that count nothing: phones. The core numbers what it accepts, and knows a repeat by its content.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga {
namespace {

using test::kNow;
using test::sample_report;
using testing::ElementsAre;
using testing::SizeIs;

Submission phone(std::vector<std::variant<FixReport, Event, Problem>> records, SessionId session = 7) {
    Submission submission;
    submission.session = session;
    submission.source = SourceName::literal("http.hp-04");
    submission.unnumbered = true;
    for (auto& record : records) test::add_to(submission, 0, std::move(record));
    return submission;
}

Event sos_at(Time time) {
    Emergency sos;
    sos.unit = UnitName::literal("RAJAWALI-04");
    sos.text = "SOS";
    return {time, sos, {}};
}

class UnnumberedTest : public testing::Test {
protected:
    std::vector<Reply> give(Submission submission) {
        std::vector<Submission> batch;
        batch.push_back(std::move(submission));
        return bench.step(std::move(batch));
    }
    std::vector<std::uint64_t> seqs() const {
        std::vector<std::uint64_t> all;
        StoreReader(bench.folder.path()).read_open_fixes(0, [&](const Fix& fix) { all.push_back(fix.seq); });
        return all;
    }
    std::size_t emergencies() const {
        std::size_t count = 0;
        StoreReader(bench.folder.path()).read_entries(0, [&](const Entry& entry) {
            if (std::holds_alternative<Emergency>(entry.event.body)) ++count;
        });
        return count;
    }
    test::CoreBench bench;
};

TEST_F(UnnumberedTest, GivesEachFixTheNextNumberOfItsSource) {
    EXPECT_THAT(give(phone({sample_report(kNow - 3s), sample_report(kNow - 2s)})),
                ElementsAre(Reply{7, 0, {}}, Reply{7, 0, {}}));
    bench.open();
    (void)give(phone({sample_report(kNow - 1s)}));
    EXPECT_THAT(seqs(), ElementsAre(1, 2, 3));
}

TEST_F(UnnumberedTest, KeepsARepeatedFixOnceAlsoAfterARestart) {
    (void)give(phone({sample_report(kNow)}));
    EXPECT_THAT(give(phone({sample_report(kNow)}, 8)), ElementsAre(Reply{8, 0, {}}));
    bench.open();
    EXPECT_THAT(give(phone({sample_report(kNow)}, 9)), ElementsAre(Reply{9, 0, {}}));
    EXPECT_THAT(seqs(), ElementsAre(1));
}

TEST_F(UnnumberedTest, KeepsARepeatInTheSameBatchOnce) {
    std::vector<Submission> batch;
    batch.push_back(phone({sample_report(kNow)}, 8));
    batch.push_back(phone({sample_report(kNow)}, 9));
    EXPECT_THAT(bench.step(std::move(batch)), ElementsAre(Reply{8, 0, {}}, Reply{9, 0, {}}));
    EXPECT_THAT(seqs(), SizeIs(1));
}

TEST_F(UnnumberedTest, KeepsARepeatOfALateFixAndOfAWrongClockOnce) {
    (void)give(phone({sample_report(kNow)}));
    for (int i = 0; i < 2; ++i) {
        (void)give(phone({sample_report(kNow - 60s, -9.4387)}));
        (void)give(phone({sample_report(kNow + 600s)}));
    }
    EXPECT_EQ(bench.fixes_stored(), 3U);
}

TEST_F(UnnumberedTest, KeepsARepeatOnceWhenTheFixIsInASliceAlready) {
    (void)give(phone({sample_report(kNow)}));
    bench.clock.advance(20min);
    bench.core->tick();
    (void)give(phone({sample_report(kNow + 15min)}));
    ASSERT_EQ(seqs(), std::vector<std::uint64_t>{2}) << "the first is not sealed";
    (void)give(phone({sample_report(kNow)}));
    bench.open();
    (void)give(phone({sample_report(kNow)}));
    EXPECT_EQ(bench.fixes_stored(), 2U);
}

TEST_F(UnnumberedTest, KeepsTwoFixesOfOneSecond) {
    (void)give(phone({sample_report(kNow, -9.4386), sample_report(kNow, -9.4387)}));
    EXPECT_THAT(seqs(), ElementsAre(1, 2));
}

TEST_F(UnnumberedTest, KeepsARepeatedSosOnceAlsoAfterARestart) {
    (void)give(phone({sos_at(kNow), sos_at(kNow), sample_report(kNow)}));
    EXPECT_THAT(give(phone({sos_at(kNow)}, 8)), ElementsAre(Reply{8, 0, {}}));
    bench.open();
    (void)give(phone({sos_at(kNow)}, 9));
    EXPECT_EQ(emergencies(), 1U);
    (void)give(phone({sos_at(kNow + 1s)}));
    EXPECT_EQ(emergencies(), 2U) << "pressed again";
}

TEST_F(UnnumberedTest, KeepsTheSameSosOfAnotherSource) {
    (void)give(phone({sos_at(kNow)}));
    Submission other = phone({sos_at(kNow)});
    other.source = SourceName::literal("http.hp-05");
    (void)give(std::move(other));
    EXPECT_EQ(emergencies(), 2U);
}

TEST_F(UnnumberedTest, AnswersAProblemOnceItIsInTheQuarantine) {
    const Problem problem{Refusal::kMalformed, 0, "no form"};
    EXPECT_THAT(give(phone({problem})), ElementsAre(Reply{7, 0, problem}));
    EXPECT_EQ(StoreReader(bench.folder.path()).quarantined_count(), 1U);
}

TEST_F(UnnumberedTest, KeepsARepeatedBadRecordOnceInTheQuarantine) {
    const auto quarantined = [&] { return StoreReader(bench.folder.path()).quarantined_count(); };
    const FixReport bad = sample_report(kNow, -95);
    std::vector<Submission> batch;
    batch.push_back(phone({bad}, 8));
    batch.push_back(phone({bad}, 9));
    EXPECT_THAT(bench.step(std::move(batch)), SizeIs(2));
    EXPECT_THAT(give(phone({bad}, 10)), ElementsAre(testing::Field(&Reply::session, 10)));
    EXPECT_EQ(quarantined(), 1U);
    Submission other = phone({sample_report(kNow, -96)});
    other.raw = "raw 1";
    (void)give(std::move(other));
    EXPECT_EQ(quarantined(), 2U);
    bench.open();
    (void)give(phone({bad}));
    EXPECT_EQ(quarantined(), 3U) << "a restart forgets it";
}

TEST_F(UnnumberedTest, LeavesTheNumbersOfOtherSourcesAlone) {
    EXPECT_EQ(bench.give(41, sample_report(kNow - 5s)), std::nullopt);
    (void)give(phone({sample_report(kNow - 4s)}));
    EXPECT_THAT(seqs(), ElementsAre(41, 1));
    EXPECT_EQ(bench.core->last_seq(SourceName::literal("http.hp-04")), 1U);
}

}  // namespace
}  // namespace siaga
