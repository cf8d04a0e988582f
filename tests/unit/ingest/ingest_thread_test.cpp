#include "data/ingest/ingest_thread.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "data/ingest/mailbox.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga {
namespace {

using test::kNow;
using test::sample_report;
using test::submission;

TEST(IngestThread, AnswersAndKeepsWhatWasGivenBeforeItStopped) {
    test::CoreBench bench;
    IngestThread ingest(std::move(bench.core));
    std::vector<Reply> replies;
    ingest.subscribe(
        {.replies = [&](const std::vector<Reply>& r) { replies.insert(replies.end(), r.begin(), r.end()); },
         .room = {},
         .published = {}});
    std::promise<void> subscribed;
    ingest.ask_last_seq(SourceName::literal("poskotis-7"), [&](std::uint64_t) { subscribed.set_value(); });
    subscribed.get_future().wait();
    for (std::uint64_t seq = 1; seq <= 100; ++seq) {
        Submission fix = submission(seq, sample_report(kNow - 100s + Millis(seq * 1000)));
        ASSERT_TRUE(ingest.try_submit(fix));
    }
    ingest.stop();
    std::size_t answered = 0;
    for (const Reply& reply : replies) {
        EXPECT_EQ(reply.problem, std::nullopt);
        answered += reply.records;
    }
    EXPECT_EQ(answered, 100U);
    EXPECT_EQ(replies.back().seq, 100U);
    Submission late = submission(101, sample_report(kNow));
    EXPECT_FALSE(ingest.try_submit(late));
    bench.open();
    EXPECT_EQ(bench.fixes_stored(), 100U);
}

TEST(IngestThread, TellsTheHighestCommittedNumberOfASource) {
    test::CoreBench bench;
    bench.give(41, sample_report(kNow));
    IngestThread ingest(std::move(bench.core));
    std::promise<std::uint64_t> known;
    std::promise<std::uint64_t> unknown;
    ingest.ask_last_seq(SourceName::literal("poskotis-7"), [&](std::uint64_t seq) { known.set_value(seq); });
    ingest.ask_last_seq(SourceName::literal("nobody"), [&](std::uint64_t seq) { unknown.set_value(seq); });
    EXPECT_EQ(known.get_future().get(), 41U);
    EXPECT_EQ(unknown.get_future().get(), 0U);
}

TEST(IngestThread, LosesNoCommitForAMailboxThatIsRarelyEmptied) {
    test::CoreBench bench;
    bench.give(1, sample_report(kNow - 200s));
    IngestThread ingest(std::move(bench.core));
    const auto mailbox = open_mailbox(ingest, {});
    for (std::uint64_t seq = 2; seq <= 50; ++seq) {
        Submission fix = submission(seq, sample_report(kNow - 100s + Millis(seq * 1000)));
        ASSERT_TRUE(ingest.try_submit(fix));
    }
    ingest.stop();
    const Mail mail = mailbox->take();
    EXPECT_TRUE(mail.fresh);
    History history(bench.roster, StoreReader(bench.folder.path()).slices());
    for (const auto& committed : mail.committed) history.add(*committed);
    EXPECT_EQ(history.tracks().fix_count(), 50U);
    EXPECT_EQ(mail.newest.live->units.at(0).fix->seq, 50U);
    const Mail again = mailbox->take();
    EXPECT_FALSE(again.fresh);
    EXPECT_TRUE(again.committed.empty());
    EXPECT_NE(again.newest.live, nullptr);
}

TEST(IngestThread, GivesEachListenerItsOwnSessionNumbers) {
    test::CoreBench bench;
    IngestThread ingest(std::move(bench.core));
    const SessionId first = ingest.new_session();
    EXPECT_NE(first, 0U) << "0 means that nobody waits";
    EXPECT_NE(ingest.new_session(), first);
}

}  // namespace
}  // namespace siaga
