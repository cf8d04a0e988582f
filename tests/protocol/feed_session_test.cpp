#include "net/feed_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/protocol/session_bench.hpp"

namespace siaga::net {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FeedSessionTest : public testing::Test, public test::SessionBench {
protected:
    std::vector<std::uint64_t> taken_seqs() const {
        std::vector<std::uint64_t> seqs;
        for (const Submission& submission : inlet.taken) {
            for (const Submission::Numbered& numbered : submission.records) seqs.push_back(numbered.seq);
        }
        return seqs;
    }
    std::shared_ptr<Committed> commit(std::uint64_t n) {
        auto entry = std::make_shared<Entry>();
        entry->n = n;
        entry->source = SourceName::literal("siaga");
        entry->seq = n + 1;
        entry->event.body = DistrictReport{DistrictCode::literal("53.03.05"), Condition::kConducive, ""};
        auto committed = std::make_shared<Committed>();
        committed->entries.push_back(std::move(entry));
        log.add(*committed);
        return committed;
    }
    static std::string entry(int n) {
        return R"({"type":"entry","n":)" + std::to_string(n) + R"(,"received":0,"source":"siaga","seq":)" +
               std::to_string(n + 1) + R"(,"time":0,"kind":"report","district":"53.03.05","condition":"KONDUSIF"})" +
               "\n";
    }
};

TEST_F(FeedSessionTest, WelcomesWithTheHighestNumberOfTheSource) {
    hello("field");
    EXPECT_THAT(asked, ElementsAre("poskotis-7"));
}

TEST_F(FeedSessionTest, UnderstandsAStreamCutAtEveryByte) {
    const std::string stream = R"({"type":"hello","v":1,"token":"t-field","source":"poskotis-7"})"
                               "\n" +
                               fix(42) + "\r\n\n" + fix(43) + "\n" + "rubbish\n" + fix(44) + "\n";
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        test::SessionBench bench;
        bench.session.on_bytes(stream.substr(0, cut), bench.now);
        bench.session.on_last_seq(41, bench.now);
        bench.session.on_bytes(stream.substr(cut), bench.now);
        bench.session.on_last_seq(41, bench.now);
        bench.answer();
        EXPECT_EQ(bench.said(), R"({"type":"welcome","v":1,"source":"poskotis-7","role":"field","last_seq":41})"
                                "\n"
                                R"({"type":"nack","code":"MALFORMED","offset":0,"detail":"byte 0: expected a value"})"
                                "\n"
                                R"({"type":"ack","seq":44})"
                                "\n")
            << "cut at " << cut;
    }
}

TEST_F(FeedSessionTest, AcknowledgesOnlyWhatTheCoreCommitted) {
    hello("field");
    say(fix(42));
    say(fix(43));
    EXPECT_EQ(said(), "");
    EXPECT_THAT(taken_seqs(), ElementsAre(42, 43));
    EXPECT_EQ(inlet.taken[0].raw_of(0), fix(42));
    EXPECT_EQ(inlet.taken[0].session, 7U);
    answer();
    EXPECT_EQ(said(), R"({"type":"ack","seq":43})"
                      "\n");
}

TEST_F(FeedSessionTest, RefusesEachRecordOnItsOwnBetweenTheAcknowledgements) {
    hello("field");
    session.on_reply({7, 42, {}});
    session.on_reply({7, 43, Problem{Refusal::kTeleport, 0, "812 m/s"}});
    session.on_reply({7, 44, {}});
    session.on_reply({7, 45, {}});
    session.flush_acks();
    EXPECT_EQ(said(), R"({"type":"ack","seq":42})"
                      "\n"
                      R"({"type":"nack","seq":43,"code":"TELEPORT","detail":"812 m/s"})"
                      "\n"
                      R"({"type":"ack","seq":45})"
                      "\n");
}

TEST_F(FeedSessionTest, DoesNotAcknowledgeAheadOfASenderThatGoesBack) {
    hello("field");
    for (const std::uint64_t seq : {50U, 49U, 51U}) session.on_reply({7, seq, {}});
    session.flush_acks();
    EXPECT_EQ(said(), R"({"type":"ack","seq":50})"
                      "\n"
                      R"({"type":"ack","seq":51})"
                      "\n");
}

TEST_F(FeedSessionTest, TakesOneReplyForARunOfRecords) {
    hello("field");
    session.on_bytes(fix(1) + "\n" + fix(2) + "\n" + fix(3) + "\n", now);
    session.on_end(now);
    session.on_reply({7, 2, {}, 2});
    session.flush_acks();
    EXPECT_EQ(said(), R"({"type":"ack","seq":2})"
                      "\n");
    EXPECT_FALSE(session.finished()) << "one is not yet answered";
    session.on_reply({7, 3, {}});
    session.flush_acks();
    said();
    EXPECT_TRUE(session.finished());
}

TEST_F(FeedSessionTest, ExpectsAHelloFirst) {
    say(fix(1));
    EXPECT_EQ(
        said(),
        R"({"type":"nack","seq":1,"code":"HELLO_EXPECTED","detail":"the first line is a hello with v, token and source"})"
        "\n");
    EXPECT_THAT(inlet.taken, IsEmpty());
    hello("field");
}

TEST_F(FeedSessionTest, EndsAfterAWrongToken) {
    say(R"({"type":"hello","v":1,"token":"guess","source":"poskotis-7"})");
    wait(limits.guess_delay);
    EXPECT_EQ(said(), R"({"type":"nack","code":"AUTH_FAILED","detail":"who are you?"})"
                      "\n");
    EXPECT_TRUE(session.finished());
    say(R"({"type":"hello","v":1,"token":"t-admin","source":"poskotis-7"})");
    EXPECT_EQ(said(), "");
}

TEST_F(FeedSessionTest, AnswersAWrongTokenOnlyAfterADelayThatGrowsAndReadsNothingMeanwhile) {
    for (const std::chrono::milliseconds delay : {250ms, 500ms, 1000ms}) {
        FeedSession guess(8, world, now, "10.0.0.7");
        guess.on_bytes(R"({"type":"hello","v":1,"token":"guess","source":"poskotis-7"})"
                       "\n",
                       now);
        EXPECT_FALSE(guess.wants_bytes());
        EXPECT_EQ(guess.deadline(), now + delay);
        guess.on_deadline(now + delay - 1ms);
        EXPECT_EQ(guess.take_output(), "");
        guess.on_deadline(now + delay);
        EXPECT_THAT(guess.take_output(), HasSubstr("AUTH_FAILED"));
    }
    hello("field");  // a right token from there waits for nothing
}

TEST_F(FeedSessionTest, EndsWhenItsTokenDoesAndKeepsWhatWasReadBefore) {
    hello("field");
    say(fix(42));
    auth.over = Problem{Refusal::kTokenRevoked, 0, "this token was revoked"};
    say(fix(43));
    EXPECT_EQ(said(), R"({"type":"nack","code":"TOKEN_REVOKED","detail":"this token was revoked"})"
                      "\n");
    EXPECT_THAT(taken_seqs(), ElementsAre(42)) << "what came after its end is not read";
    EXPECT_FALSE(session.wants_bytes());
    answer();
    EXPECT_EQ(said(), R"({"type":"ack","seq":42})"
                      "\n");
    EXPECT_TRUE(session.finished());
}

TEST_F(FeedSessionTest, EndsASilentFollowerWhenItsTokenDoes) {
    hello("viewer");
    say(R"({"type":"follow","from":0})");
    (void)said();
    session.check_token(now);
    EXPECT_EQ(said(), "");
    auth.over = Problem{Refusal::kTokenExpired, 0, "this token expired"};
    session.check_token(now);
    EXPECT_THAT(said(), HasSubstr("TOKEN_EXPIRED"));
    EXPECT_TRUE(session.finished());
}

TEST_F(FeedSessionTest, TellsTheDoorWhoCameInAndWhatWasRefused) {
    hello("viewer");
    say(fix(42));
    std::vector<Event> events;
    Situation live;
    live.time = clock.now();
    door.take(live, false, events);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].body,
              EventBody(SignedIn{SourceName::literal("poskotis-7"), Role::kViewer, "feed", "10.0.0.7", ""}));
    EXPECT_EQ(events[1].body, EventBody(SignInRefused{SignInFault::kRole, "feed", "10.0.0.7", 1, "poskotis-7"}));
}

TEST_F(FeedSessionTest, EndsWhenNoHelloComesInTime) {
    wait(4'999ms);
    EXPECT_EQ(said(), "");
    wait(1ms);
    EXPECT_EQ(said(), R"({"type":"nack","code":"HELLO_TIMEOUT","detail":"no hello within 5 s"})"
                      "\n");
    EXPECT_TRUE(session.finished());
}

TEST_F(FeedSessionTest, EndsWhenAHelloDripsInTooSlowly) {
    for (int i = 0; i < 10; ++i) {
        session.on_bytes("{", now);
        wait(500ms);
    }
    EXPECT_THAT(said(), HasSubstr("HELLO_TIMEOUT"));
}

TEST_F(FeedSessionTest, EndsWhenALineIsNotFinishedInTime) {
    hello("field");
    for (int i = 0; i < 9; ++i) {
        session.on_bytes("x", now);
        wait(1s);
    }
    EXPECT_EQ(said(), "");
    wait(1s);
    EXPECT_EQ(said(), R"({"type":"nack","code":"IDLE","detail":"a line was not finished within 10 s"})"
                      "\n");
    EXPECT_TRUE(session.finished());
}

TEST_F(FeedSessionTest, EndsWhenNothingIsSentForAMinute) {
    hello("field");
    wait(59s);
    say(fix(1));
    answer();
    said();
    wait(59s);
    EXPECT_EQ(said(), "");
    wait(1s);
    EXPECT_EQ(said(), R"({"type":"nack","code":"IDLE","detail":"nothing was sent for 60 s"})"
                      "\n");
}

TEST_F(FeedSessionTest, EndsAfterThreeBrokenLinesInARow) {
    hello("field");
    say("rubbish");
    say("{\"type\":");
    say(fix(1));
    say("x");
    say("y");
    EXPECT_FALSE(session.finished());
    EXPECT_TRUE(session.wants_bytes());
    say("z");
    EXPECT_FALSE(session.wants_bytes());
    EXPECT_FALSE(session.finished()) << "the fix is not yet answered";
    answer();
    EXPECT_THAT(said(), testing::EndsWith(R"({"type":"ack","seq":1})"
                                          "\n"));
    EXPECT_TRUE(session.finished());
}

TEST_F(FeedSessionTest, EndsAfterThreeBrokenLinesAlsoBeforeAHello) {
    say("rubbish");
    EXPECT_EQ(said(), R"({"type":"nack","code":"MALFORMED","offset":0,"detail":"byte 0: expected a value"})"
                      "\n");
    say("rubbish");
    EXPECT_TRUE(session.wants_bytes());
    say("rubbish");
    EXPECT_FALSE(session.wants_bytes());
    EXPECT_THAT(inlet.taken, IsEmpty()) << "a stranger fills no quarantine";
}

TEST_F(FeedSessionTest, QuarantinesWhatAKnownSourceBroke) {
    hello("field");
    say("{\"type\":\"fix\",}");
    EXPECT_EQ(said(), R"({"type":"nack","code":"MALFORMED","offset":14,"detail":"byte 14: expected a member name"})"
                      "\n");
    ASSERT_EQ(inlet.taken.size(), 1U);
    EXPECT_EQ(inlet.taken[0].raw_of(0), "{\"type\":\"fix\",}");
    EXPECT_EQ(std::get<Problem>(inlet.taken[0].records[0].record).code, Refusal::kMalformed);
}

TEST_F(FeedSessionTest, HandsOverWhatItReadAtOnceAsOneSubmission) {
    hello("admin");
    const std::string event =
        R"({"type":"event","seq":3,"time":1,"kind":"report","district":"53.03.05","condition":"KONDUSIF"})";
    session.on_bytes(fix(1) + "\r\nrubbish\n" + fix(2) + "\n" + event + "\n" + fix(4).substr(0, 10), now);
    ASSERT_EQ(inlet.taken.size(), 1U);
    const Submission& submission = inlet.taken[0];
    EXPECT_EQ(submission.session, 7U);
    EXPECT_EQ(submission.source.text(), "poskotis-7");
    EXPECT_THAT(taken_seqs(), ElementsAre(1, 0, 2, 3));
    EXPECT_EQ(submission.raw_of(0), fix(1));
    EXPECT_EQ(submission.raw_of(1), "rubbish");
    EXPECT_EQ(submission.raw_of(2), fix(2));
    EXPECT_EQ(submission.raw_of(3), event);
    EXPECT_EQ(submission.events, 1U);
}

TEST_F(FeedSessionTest, RefusesALineThatIsTooLongAndGoesOn) {
    hello("field");
    say(std::string(20'000, 'x'));
    say(fix(1));
    EXPECT_EQ(said(),
              R"({"type":"nack","code":"LINE_TOO_LONG","offset":16384,"detail":"a line is at most 16384 bytes"})"
              "\n");
    EXPECT_THAT(taken_seqs(), ElementsAre(0, 1));
}

TEST_F(FeedSessionTest, RefusesWhatTheRoleDoesNotAllow) {
    hello("operator");
    say(fix(5));
    EXPECT_EQ(said(), R"({"type":"nack","seq":5,"code":"NOT_PERMITTED","detail":"role operator may not send a fix"})"
                      "\n");
    say(R"({"type":"follow","from":0})");
    EXPECT_THAT(said(), HasSubstr("role operator may not send follow"));
    say(R"({"type":"hello","v":1,"token":"t-admin","source":"poskotis-7"})");
    EXPECT_THAT(said(), HasSubstr("NOT_PERMITTED"));
    EXPECT_THAT(refused, ElementsAre("NOT_PERMITTED", "NOT_PERMITTED", "NOT_PERMITTED"));
}

TEST_F(FeedSessionTest, StopsReadingWhileTheCoreIsFullAndLosesNothing) {
    hello("field");
    inlet.full = true;
    session.on_bytes(fix(1) + "\n" + fix(2) + "\n" + fix(3).substr(0, 10), now);
    EXPECT_FALSE(session.wants_bytes());
    EXPECT_THAT(inlet.taken, IsEmpty());
    wait(1h);
    EXPECT_EQ(said(), "") << "it waits for us, not we for it";
    inlet.full = false;
    session.on_room(now);
    EXPECT_TRUE(session.wants_bytes());
    session.on_bytes(fix(3).substr(10) + "\n", now);
    EXPECT_THAT(taken_seqs(), ElementsAre(1, 2, 3));
}

TEST_F(FeedSessionTest, HoldsAPartOfAVeryLongReadWhileTheCoreIsFull) {
    constexpr std::uint64_t kFixes = 2000;
    hello("field");
    std::string read;
    for (std::uint64_t seq = 1; seq <= kFixes; ++seq) read += fix(seq) + "\n";
    inlet.full = true;
    session.on_bytes(read, now);
    EXPECT_FALSE(session.wants_bytes());
    inlet.full = false;
    session.on_room(now);
    EXPECT_TRUE(session.wants_bytes());
    EXPECT_GT(inlet.taken.size(), 1U);
    for (const Submission& submission : inlet.taken) EXPECT_LT(submission.bytes(), 300'000U);
    std::vector<std::uint64_t> all(kFixes);
    std::iota(all.begin(), all.end(), 1);
    EXPECT_EQ(taken_seqs(), all);
}

TEST_F(FeedSessionTest, AnswersEverythingBeforeItEndsAfterTheirs) {
    hello("field");
    session.on_bytes(fix(1) + "\n" + fix(2), now);
    session.on_end(now);
    EXPECT_THAT(taken_seqs(), ElementsAre(1, 2)) << "the last line needs no newline";
    EXPECT_FALSE(session.finished());
    answer();
    EXPECT_FALSE(session.finished()) << "the answer is not yet written";
    EXPECT_EQ(said(), R"({"type":"ack","seq":2})"
                      "\n");
    EXPECT_TRUE(session.finished());
}

TEST_F(FeedSessionTest, GivesUpOnACoreThatNeverAnswers) {
    hello("field");
    say(fix(1));
    session.on_end(now);
    wait(9s);
    EXPECT_FALSE(session.dropped());
    wait(1s);
    EXPECT_TRUE(session.dropped());
}

TEST_F(FeedSessionTest, DropsAReaderThatDoesNotRead) {
    hello("field");
    const Problem problem{Refusal::kTeleport, 0, std::string(1000, 'x')};
    for (std::uint64_t seq = 1; seq <= 900; ++seq) session.on_reply({7, seq, problem});
    EXPECT_FALSE(session.dropped());
    for (std::uint64_t seq = 1; seq <= 100; ++seq) session.on_reply({7, seq, problem});
    EXPECT_TRUE(session.dropped());
    EXPECT_EQ(session.take_output(), "");
}

TEST_F(FeedSessionTest, TellsAFollowerTheLogFromWhereItAsksThenLive) {
    for (std::uint64_t n = 0; n < 3; ++n) commit(n);
    hello("viewer");
    say(R"({"type":"follow","from":1})");
    EXPECT_TRUE(session.following());
    EXPECT_EQ(followers, std::vector<SessionId>{session.id()});
    EXPECT_EQ(said(), entry(1) + entry(2));
    session.on_committed(*commit(3));
    EXPECT_EQ(said(), entry(3));
}

TEST_F(FeedSessionTest, TellsAFollowerTheHeadEverySecondSoThatSilenceIsNoticed) {
    commit(0);
    hello("viewer");
    say(R"({"type":"follow","from":1})");
    wait(0s);
    EXPECT_EQ(said(), R"({"type":"head","n":1,"time":1000})"
                      "\n");
    wait(999ms);
    EXPECT_EQ(said(), "");
    clock.advance(1s);
    wait(1ms);
    EXPECT_EQ(said(), R"({"type":"head","n":1,"time":2000})"
                      "\n");
}

TEST_F(FeedSessionTest, TellsAFollowerTheFixesWhenItAsksForThem) {
    hello("viewer");
    say(R"({"type":"follow","from":0,"fixes":"all"})");
    Committed committed;
    committed.new_units = {"RAJAWALI-04"};
    Fix fix;
    fix.time = time_from_ms(5);
    fix.received = time_from_ms(6);
    fix.position = {1'244'871'000, -94'386'000};
    fix.speed_cmps = 820;
    fix.flags = kLateFlag;
    committed.fixes = {fix};
    log.add(committed);
    session.on_committed(committed);
    EXPECT_EQ(
        said(),
        R"({"type":"fixes","fixes":[{"unit":"RAJAWALI-04","time":5,"received":6,"lat":-9.4386,"lon":124.4871,"speed_mps":8.2,"late":true}]})"
        "\n");
}

TEST_F(FeedSessionTest, PreparesTheOldLogOnlyAsFastAsItIsRead) {
    for (std::uint64_t n = 0; n < 2000; ++n) commit(n);
    hello("viewer");
    say(R"({"type":"follow","from":0})");
    std::string all;
    for (std::string part = session.take_output(); !part.empty(); part = session.take_output()) {
        EXPECT_LT(part.size(), limits.follow_ahead_bytes + 1000);
        all += part;
        session.on_written(part.size());
    }
    EXPECT_FALSE(session.dropped());
    EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 2000);
}

}  // namespace
}  // namespace siaga::net
