#include "data/ingest/ingest_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <thread>

#include "tests/support/seed.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga {
namespace {

using test::kNow;
using test::sample_report;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::chrono::milliseconds kAtOnce{0};
constexpr std::size_t kLarge = 1'000'000;

/// `count` fixes of a session, the first with that seq, `ago` before now.
Submission fixes(SessionId session, std::uint64_t seq, Millis ago, std::size_t count = 1) {
    Submission made;
    made.session = session;
    for (std::size_t i = 0; i < count; ++i) made.add(seq + i, sample_report(kNow - ago));
    return made;
}

Submission live(SessionId session, std::uint64_t seq) { return fixes(session, seq, 1s); }
Submission backlog(SessionId session, std::uint64_t seq) { return fixes(session, seq, 10min); }
Submission help(SessionId session, std::uint64_t seq) {
    Submission made;
    made.session = session;
    Emergency sos;
    sos.unit = UnitName::literal("RAJAWALI-04");
    made.add(seq, std::make_shared<const Event>(Event{kNow, std::move(sos), {}}));
    return made;
}
Submission unnumbered(Submission made) {
    made.unnumbered = true;
    return made;
}

class IngestQueueTest : public testing::Test {
protected:
    bool push(Submission made) { return queue.try_push(made, kNow); }
    /// The first seq of each submission of one pop.
    std::vector<std::uint64_t> pop() {
        open = queue.pop(popped, kAtOnce);
        std::vector<std::uint64_t> seqs;
        for (const Submission& one : popped) seqs.push_back(one.records.front().seq);
        return seqs;
    }

    IngestQueue queue{kLarge};
    std::vector<Submission> popped;
    bool open = true;
};

TEST(LaneOf, IsUrgentForACallForHelpAndBacklogForOldFixesAlone) {
    EXPECT_EQ(lane_of(live(1, 1), kNow), Lane::kLive);
    EXPECT_EQ(lane_of(backlog(1, 1), kNow), Lane::kBacklog);
    EXPECT_EQ(lane_of(fixes(1, 1, 30s), kNow), Lane::kLive);
    EXPECT_EQ(lane_of(fixes(1, 1, 30s + Millis{1}), kNow), Lane::kBacklog);
    EXPECT_EQ(lane_of(fixes(1, 1, -5min), kNow), Lane::kLive) << "a clock that is ahead";
    Submission both = backlog(1, 1);
    both.add(2, sample_report(kNow));
    EXPECT_EQ(lane_of(both, kNow), Lane::kLive);
    EXPECT_EQ(lane_of(help(1, 1), kNow), Lane::kUrgent);
    Submission late_help = backlog(1, 1);
    late_help.add(2, std::get<std::shared_ptr<const Event>>(help(1, 1).records.front().record));
    EXPECT_EQ(lane_of(late_help, kNow), Lane::kUrgent);
    Submission report;
    report.add(1, std::make_shared<const Event>(Event{kNow - 2h, DistrictReport{}, {}}));
    EXPECT_EQ(lane_of(report, kNow), Lane::kLive) << "events are few, and people wait for them";
    Submission refused;
    refused.add(1, Problem{Refusal::kMalformed, 0, "x"});
    EXPECT_EQ(lane_of(refused, kNow), Lane::kBacklog);
}

TEST_F(IngestQueueTest, GivesCallsForHelpBeforeLiveBeforeBacklog) {
    ASSERT_TRUE(push(backlog(1, 10)));
    ASSERT_TRUE(push(live(2, 20)));
    ASSERT_TRUE(push(backlog(1, 11)));
    ASSERT_TRUE(push(live(3, 30)));
    ASSERT_TRUE(push(help(4, 40)));
    EXPECT_THAT(pop(), ElementsAre(40, 20, 30, 10, 11));
    EXPECT_EQ(queue.figures().bytes, 0U);
    EXPECT_EQ(queue.figures().items, 0U);
}

TEST_F(IngestQueueTest, KeepsTheOrderOfACountedSession) {
    ASSERT_TRUE(push(backlog(1, 1)));
    ASSERT_TRUE(push(live(1, 2)));
    ASSERT_TRUE(push(help(1, 3)));
    ASSERT_TRUE(push(live(2, 20)));
    EXPECT_THAT(pop(), ElementsAre(20, 1, 2, 3));
    ASSERT_TRUE(push(live(1, 4)));
    ASSERT_TRUE(push(backlog(2, 21)));
    EXPECT_THAT(pop(), ElementsAre(4, 21)) << "nothing of it waits any more";
}

TEST_F(IngestQueueTest, LetsAPhoneCallForHelpBeforeItsOwnBacklog) {
    ASSERT_TRUE(push(unnumbered(backlog(1, 1))));
    ASSERT_TRUE(push(unnumbered(help(1, 2))));
    EXPECT_THAT(pop(), ElementsAre(2, 1));
}

TEST_F(IngestQueueTest, GivesLittleBacklogBesideWhatIsLive) {
    IngestQueue large(100 * kLarge);
    const auto put = [&](Submission made) { ASSERT_TRUE(large.try_push(made, kNow)); };
    constexpr std::size_t kEach = 512;
    constexpr std::size_t kOfThem = 2 * IngestQueue::kBacklogRecords / kEach;
    for (std::size_t i = 0; i < kOfThem; ++i) put(fixes(1, 1 + i * kEach, 10min, kEach));
    put(live(2, 1));
    ASSERT_TRUE(large.pop(popped, kAtOnce));
    EXPECT_EQ(popped.size(), 1 + IngestQueue::kBacklogRecordsBeside / kEach);
    ASSERT_TRUE(large.pop(popped, kAtOnce));
    EXPECT_EQ(popped.size(), IngestQueue::kBacklogRecords / kEach) << "alone: as much as one commit takes";
}

TEST_F(IngestQueueTest, KeepsRoomForWhatIsMoreUrgent) {
    const std::size_t weight = backlog(1, 1).bytes();
    IngestQueue small(8 * weight);
    const auto put = [&](Submission made) { return small.try_push(made, kNow); };
    for (std::uint64_t seq = 1; seq <= 6; ++seq) ASSERT_TRUE(put(backlog(1, seq)));
    EXPECT_FALSE(put(backlog(1, 7)));
    EXPECT_TRUE(put(live(2, 1)));
    EXPECT_FALSE(put(live(2, 2)));
    Submission sos = help(3, 1);
    sos.events = 0;  // so that it weighs as much as the others
    EXPECT_TRUE(put(sos));
    EXPECT_FALSE(put(sos));
    EXPECT_EQ(small.figures().refusals, 3U);
}

TEST_F(IngestQueueTest, LeavesUntouchedWhatItRefuses) {
    IngestQueue small(1);
    Submission first = live(1, 1), second = live(1, 2);
    ASSERT_TRUE(small.try_push(first, kNow)) << "larger than the queue, and the queue is empty";
    EXPECT_FALSE(small.try_push(second, kNow));
    EXPECT_EQ(second.records.size(), 1U);
    EXPECT_EQ(second.records.front().seq, 2U);
}

TEST_F(IngestQueueTest, RemembersTheMostItHeld) {
    const std::size_t weight = live(1, 1).bytes();
    ASSERT_TRUE(push(live(1, 1)));
    ASSERT_TRUE(push(live(1, 2)));
    (void)pop();
    ASSERT_TRUE(push(live(1, 3)));
    EXPECT_EQ(queue.figures().high_water_bytes, 2 * weight);
    EXPECT_EQ(queue.figures().bytes, weight);
    EXPECT_EQ(queue.figures().name, "ingest");
}

TEST_F(IngestQueueTest, TellsOnceAfterARefusalThatThereIsRoom) {
    IngestQueue small(1);
    int told = 0;
    bool fits = false;
    Submission third = live(1, 3);
    small.on_room([&] {
        ++told;
        fits = small.try_push(third, kNow);  // would lock up if it were called under the lock
    });
    Submission first = live(1, 1), second = live(1, 2);
    ASSERT_TRUE(small.try_push(first, kNow));
    small.pop(popped, kAtOnce);
    EXPECT_EQ(told, 0) << "nobody was refused";
    ASSERT_TRUE(small.try_push(second, kNow));
    EXPECT_FALSE(small.try_push(third, kNow));
    EXPECT_FALSE(small.try_push(third, kNow));
    small.pop(popped, kAtOnce);
    EXPECT_EQ(told, 1);
    EXPECT_TRUE(fits);
}

TEST_F(IngestQueueTest, StoppedRefusesButGivesWhatItHolds) {
    ASSERT_TRUE(push(live(1, 1)));
    queue.stop();
    EXPECT_FALSE(push(live(1, 2)));
    EXPECT_THAT(pop(), ElementsAre(1));
    EXPECT_TRUE(open);
    EXPECT_THAT(pop(), IsEmpty());
    EXPECT_FALSE(open);
}

TEST_F(IngestQueueTest, APokeWakesTheReaderWithoutASubmission) {
    std::thread reader([&] { open = queue.pop(popped, std::chrono::hours(1)); });
    queue.poke();
    reader.join();
    EXPECT_TRUE(open);
    EXPECT_THAT(popped, IsEmpty());
}

TEST_F(IngestQueueTest, GathersUntilItIsMuchOrStopped) {
    constexpr std::chrono::hours kLong(1);
    const auto late = std::chrono::steady_clock::now() + kLong;
    std::thread reader([&] { open = queue.pop(popped, kLong, late); });
    std::size_t pushed = 0;
    for (; 4 * queue.figures().high_water_bytes < kLarge; ++pushed) ASSERT_TRUE(push(live(1, pushed + 1)));
    reader.join();
    EXPECT_EQ(popped.size(), pushed) << "a quarter of its capacity";
    std::thread second([&] { open = queue.pop(popped, kLong, late); });
    ASSERT_TRUE(push(live(1, pushed + 1)));
    queue.stop();
    second.join();
    EXPECT_EQ(popped.size(), 1U);
    EXPECT_TRUE(open);
}

// Whatever comes in whatever lanes: every counted session gets its own back in order, and nothing is lost.
TEST_F(IngestQueueTest, NeverChangesTheOrderOfACountedSession) {
    const std::uint64_t seed = test::chosen_seed();
    std::mt19937_64 random(seed);
    const auto pick = [&](std::uint64_t most) { return std::uniform_int_distribution<std::uint64_t>(0, most)(random); };
    IngestQueue large(1000 * kLarge);
    std::map<SessionId, std::uint64_t> sent, got;
    const auto take = [&] {
        ASSERT_TRUE(large.pop(popped, kAtOnce));
        for (const Submission& one : popped) {
            for (const auto& record : one.records) ASSERT_EQ(record.seq, ++got[one.session]) << "seed " << seed;
        }
    };
    for (int i = 0; i < 2'000; ++i) {
        const SessionId session = 1 + pick(5);
        const std::size_t count = 1 + pick(99);
        Submission made;
        switch (pick(3)) {
            case 0:
                made = help(session, sent[session] + 1);
                break;
            case 1:
                made = fixes(session, sent[session] + 1, 1s, count);
                break;
            default:
                made = fixes(session, sent[session] + 1, 1h, count);
        }
        sent[session] += made.records.size();
        ASSERT_TRUE(large.try_push(made, kNow));
        if (pick(9) == 0) take();
        if (HasFatalFailure()) return;
    }
    while (large.figures().items > 0 && !HasFatalFailure()) take();
    EXPECT_EQ(got, sent);
    EXPECT_EQ(large.figures().bytes, 0U);
}

}  // namespace
}  // namespace siaga
