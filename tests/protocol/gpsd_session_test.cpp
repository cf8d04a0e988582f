// What gpsd says, and the conversation with it. No socket.
#include "net/gpsd_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "tests/protocol/receiver_bench.hpp"
#include "tests/protocol/sample_time.hpp"

namespace siaga::net {
namespace {

using test::fix_at;
using test::problem_at;
using testing::HasSubstr;
using testing::IsEmpty;

using test::kTimeMs;

Result<GpsdReport> decoded(const std::string& line) {
    simdjson::dom::parser parser;
    return decode_gpsd(parser, line);
}

TEST(GpsdDecoder, ReadsAFixOfAnyRelease) {
    // 3.22: status absent for a plain fix, altMSL and altHAE, eph.
    const auto now = decoded(
        R"({"class":"TPV","device":"/dev/ttyUSB0","mode":3,"time":"2024-11-30T06:31:07.120Z","ept":0.005,"lat":-9.4386,)"
        R"("lon":124.4871,"altHAE":454.1,"altMSL":402.1,"alt":402.1,"epx":3.1,"epy":4.2,"track":310.5,"speed":8.2,)"
        R"("climb":0.1,"eph":6.08,"sep":12.1})");
    ASSERT_TRUE(now && now->fix) << (now ? "" : now.problem().detail);
    EXPECT_EQ(now->device, "/dev/ttyUSB0");
    EXPECT_EQ(unix_ms(now->fix->time), kTimeMs + 120);
    EXPECT_EQ(now->fix->lat_deg, -9.4386);
    EXPECT_EQ(now->fix->lon_deg, 124.4871);
    EXPECT_EQ(now->fix->altitude_m, 402.1);
    EXPECT_EQ(now->fix->accuracy_m, 6.08);
    EXPECT_EQ(now->fix->course_deg, 310.5);
    EXPECT_EQ(now->fix->speed_mps, 8.2);
    // 3.17: alt above mean sea level, an error for each axis.
    const auto old = decoded(
        R"({"class":"TPV","device":"/dev/ttyS0","status":1,"mode":3,"time":"2024-11-30T06:31:07.000Z","lat":-9.4386,)"
        R"("lon":124.4871,"alt":402,"epx":3,"epy":4,"track":0,"speed":0})");
    ASSERT_TRUE(old && old->fix);
    EXPECT_EQ(old->fix->altitude_m, 402);
    EXPECT_EQ(old->fix->accuracy_m, 5);
    // Two dimensions: no height.
    const auto flat = decoded(R"({"class":"TPV","mode":2,"time":"2024-11-30T06:31:07Z","lat":-9.4386,"lon":124.4871})");
    ASSERT_TRUE(flat && flat->fix);
    EXPECT_EQ(flat->device, "");
    EXPECT_EQ(flat->fix->altitude_m, std::nullopt);
    EXPECT_EQ(flat->fix->accuracy_m, std::nullopt);
    EXPECT_EQ(flat->fix->speed_mps, std::nullopt);
}

TEST(GpsdDecoder, DecidesOnTheModeWhetherThereIsAFix) {
    for (const char* line : {R"({"class":"TPV","device":"a","mode":0})", R"({"class":"TPV","device":"a","mode":1})",
                             R"({"class":"TPV","device":"a","mode":1,"lat":1,"lon":2,"time":"2024-11-30T06:31:07Z"})",
                             R"({"class":"TPV","device":"a","status":2,"lat":1,"lon":2})",
                             R"({"class":"TPV","device":"a","mode":3,"lat":1,"lon":2,"eph":17.1})",
                             R"({"class":"TPV","device":"a","mode":3,"time":"2024-11-30T06:31:07Z"})"}) {
        const auto read = decoded(line);
        ASSERT_TRUE(read) << line;
        EXPECT_FALSE(read->fix) << line;
        EXPECT_EQ(read->device, "a");
    }
    EXPECT_TRUE(decoded(R"({"class":"TPV","mode":2,"status":0,"lat":1,"lon":2,"time":"2024-11-30T06:31:07Z"})")->fix);
}

TEST(GpsdDecoder, SaysWhyAFixOrALineCannotBeRead) {
    EXPECT_THAT(decoded(R"({"class":"TPV","mode":3,"lat":1,"lon":2,"time":"now"})").problem().detail,
                HasSubstr("time: "));
    EXPECT_EQ(decoded(R"({"class":"TPV","mode":3,"lat":1,"time":"2024-11-30T06:31:07Z"})").problem().detail,
              "field 'lon' is missing, or no number");
    EXPECT_EQ(decoded(R"({"class"="TPV"})").problem().detail, "byte 8: expected ':'");
    EXPECT_EQ(decoded(R"({"mode":3})").problem().detail, "byte 0: no report of gpsd, it has no class");
    EXPECT_EQ(decoded("SSH-2.0-OpenSSH").problem().code, Refusal::kMalformed);
}

class GpsdSessionTest : public testing::Test, protected test::ReceiverBench {
protected:
    static std::string tpv(const std::string& device, int second, int mode = 3) {
        return fmt::format(
            R"({{"class":"TPV","device":"{}","mode":{},"time":"2024-11-30T06:31:{:02}Z","lat":-9.4386,"lon":124.4871}})",
            device, mode, second);
    }
    static constexpr const char* kVersion = R"({"class":"VERSION","release":"3.22","proto_major":3,"proto_minor":14})";

    GpsdSession& session() {
        if (!session_) session_.emplace("127.0.0.1:2947", heard, limits);
        return *session_;
    }
    std::vector<Submission> say(const std::string& line) {
        session().on_bytes(line + "\r\n", now);
        return session().take_ready();
    }
    void connect() {
        session().on_connected(now);
        EXPECT_EQ(session().take_output(), "?WATCH={\"enable\":true,\"json\":true};\n");
        EXPECT_THAT(say(kVersion), IsEmpty());
    }
    /// How long it waits after a failure.
    std::chrono::milliseconds pause() {
        session().on_lost("Connection refused", now);
        return std::chrono::duration_cast<std::chrono::milliseconds>(session().retry_at() - now);
    }

    Receiver second{"gpsd", "motor-2", UnitName::literal("RAJAWALI-05"), 8, limits};
    std::vector<GpsdReceiver> heard{{&receiver, ""}};
    std::optional<GpsdSession> session_;
};

TEST_F(GpsdSessionTest, AsksForReportsAndGivesTheFixes) {
    connect();
    const auto ready = say(tpv("/dev/ttyUSB0", 7));
    ASSERT_EQ(ready.size(), 1U);
    EXPECT_TRUE(ready[0].unnumbered);
    EXPECT_EQ(ready[0].session, 7U);
    EXPECT_EQ(fix_at(ready[0], 0)->unit.text(), "RAJAWALI-04");
    EXPECT_EQ(ready[0].raw_of(0), tpv("/dev/ttyUSB0", 7));
    EXPECT_THAT(say(R"({"class":"SKY","device":"/dev/ttyUSB0","satellites":[]})"), IsEmpty());
    EXPECT_THAT(say(tpv("/dev/ttyUSB0", 8, 1)), IsEmpty());
    EXPECT_EQ(receiver.tally.figures().without_fix, 1U);
    EXPECT_EQ(receiver.tally.figures().lines, 2U);
    EXPECT_EQ(receiver.tally.figures().connections, 1U);
}

TEST_F(GpsdSessionTest, TellsTheReceiversOfOneDaemonApart) {
    heard = {{&receiver, "/dev/ttyUSB0"}, {&second, "/dev/ttyUSB1"}};
    connect();
    const auto one = say(tpv("/dev/ttyUSB1", 7));
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(fix_at(one[0], 0)->unit.text(), "RAJAWALI-05");
    EXPECT_EQ(one[0].source.text(), "gpsd.motor-2");
    const auto other = say(tpv("/dev/ttyUSB0", 7) + "\n" + tpv("/dev/ttyUSB1", 8));
    ASSERT_EQ(other.size(), 2U);
    EXPECT_EQ(fix_at(other[0], 0)->unit.text(), "RAJAWALI-04");
    EXPECT_THAT(say(tpv("/dev/ttyUSB2", 7)), IsEmpty()) << "nobody's";
}

TEST_F(GpsdSessionTest, GivesOneReceiverWithoutADeviceTheFirstThatHasAFix) {
    heard = {{&second, "/dev/ttyUSB1"}, {&receiver, ""}};
    connect();
    EXPECT_THAT(say(tpv("/dev/ttyUSB2", 7, 1)), IsEmpty());
    EXPECT_EQ(say(tpv("/dev/ttyUSB0", 7)).size(), 1U);
    EXPECT_THAT(say(tpv("/dev/ttyUSB2", 8)), IsEmpty()) << "it would jump between two";
    EXPECT_EQ(fix_at(say(tpv("/dev/ttyUSB1", 8)).at(0), 0)->unit.text(), "RAJAWALI-05");
    session().on_lost("it ended the connection", now);
    connect();
    EXPECT_EQ(say(tpv("/dev/ttyUSB2", 9)).size(), 1U) << "the first after a new connection";
}

TEST_F(GpsdSessionTest, TriesAgainEachTimeTwiceAsLateUntilItSpeaks) {
    std::vector<long> seconds;
    for (int i = 0; i < 8; ++i) seconds.push_back(std::chrono::duration_cast<std::chrono::seconds>(pause()).count());
    EXPECT_THAT(seconds, testing::ElementsAre(1, 2, 4, 8, 16, 32, 60, 60));
    EXPECT_EQ(receiver.tally.figures().failures, 8U);
    session().on_connected(now);
    EXPECT_EQ(pause(), limits.gpsd_retry_most) << "connected, but it said nothing";
    connect();
    EXPECT_EQ(pause(), limits.gpsd_retry);
    EXPECT_EQ(receiver.tally.figures().connections, 0U);
    EXPECT_EQ(receiver.tally.figures().connects, 2U);
}

TEST_F(GpsdSessionTest, AsksASilentDaemonAndGivesItUpWhenItDoesNotAnswer) {
    connect();
    now += limits.gpsd_idle;
    EXPECT_EQ(session().deadline(), now);
    session().on_deadline(now);
    EXPECT_EQ(session().take_output(), "?VERSION;\n");
    EXPECT_THAT(say(kVersion), IsEmpty());
    EXPECT_EQ(session().deadline(), now + limits.gpsd_idle) << "it answered";
    now += limits.gpsd_idle;
    session().on_deadline(now);
    now += limits.gpsd_answer;
    session().on_deadline(now);
    EXPECT_EQ(session().trouble(), "it says nothing");
}

TEST_F(GpsdSessionTest, KeepsWhatCannotBeReadAndLeavesWhoIsNoGpsd) {
    connect();
    const auto ready = say(R"({"class":"TPV","device":"/dev/ttyUSB0","mode":3,"lat":1,"time":1732948267})");
    ASSERT_EQ(ready.size(), 1U);
    EXPECT_EQ(problem_at(ready[0], 0)->code, Refusal::kMissingField);
    for (unsigned i = 0; i < limits.broken_lines_in_a_row; ++i) {
        EXPECT_EQ(session().trouble(), "");
        EXPECT_EQ(say("220 mail.example ESMTP").size(), 1U);
    }
    EXPECT_EQ(session().trouble(), "what it says is no JSON of gpsd");
}

TEST_F(GpsdSessionTest, BeginsALineAnewAfterALostConnection) {
    connect();
    session().on_bytes(R"({"class":"TPV","device)", now);
    session().on_lost("it ended the connection", now);
    connect();
    EXPECT_EQ(say(tpv("/dev/ttyUSB0", 7)).size(), 1U);
    EXPECT_TRUE(receiver.tally.figures().refused.empty());
}

TEST_F(GpsdSessionTest, RefusesALineWithoutEnd) {
    connect();
    const auto ready = say(std::string(limits.line_bytes * 2, '{'));
    ASSERT_EQ(ready.size(), 1U);
    EXPECT_EQ(problem_at(ready[0], 0)->code, Refusal::kLineTooLong);
}

}  // namespace
}  // namespace siaga::net
