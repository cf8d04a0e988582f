// What a person does with two shells: siagactl serve in one, nc in the other.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>

#include "data/core/clock.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class FeedByHand : public testing::Test {
protected:
    void SetUp() override {
        const Outcome made = run_siagactl({"init", folder_});
        ASSERT_EQ(made.exit, 0) << made.err;
        token_ = add_token(folder_, "poskotis-7", "field");
    }

    [[nodiscard]] std::string fix(int seq, const std::string& lat = "-9.4386") const {
        return fmt::format(R"({{"type":"fix","seq":{},"unit":"RAJAWALI-04","time":{},"lat":{},"lon":124.4871}})", seq,
                           unix_ms(now_) + seq, lat) +
               "\n";
    }
    /// The unit of that name in `siagactl state --json`, as written.
    [[nodiscard]] std::string unit_in_state(const std::string& name) const {
        const Outcome state = run_siagactl({"state", "--operation", folder_, "--json"});
        EXPECT_EQ(state.exit, 0) << state.err;
        simdjson::dom::parser parser;
        const simdjson::padded_string text(state.out);
        for (const simdjson::dom::element unit : parser.parse(text)["units"].get_array()) {
            if (std::string_view(unit["unit"]) == name) return simdjson::minify(unit);
        }
        return {};
    }
    [[nodiscard]] std::string welcome(int last_seq) const {
        return fmt::format(R"({{"type":"welcome","v":1,"source":"poskotis-7","role":"field","last_seq":{}}})",
                           last_seq);
    }

    Scratch scratch_;
    std::string folder_ = scratch_ / "ops";
    std::string token_;
    Time now_ = SystemClock().now() - 10s;
};

TEST_F(FeedByHand, AFixIsAcknowledgedAndThenInTheState) {
    Serving serving(folder_);
    Connection sender(serving.await_port());
    ASSERT_TRUE(sender.open());
    sender.send(hello(token_, "poskotis-7"));
    EXPECT_EQ(sender.line(), welcome(0));
    EXPECT_EQ(unit_in_state("RAJAWALI-04"), "");
    sender.send(fix(1));
    EXPECT_EQ(sender.line(), R"({"type":"ack","seq":1})");
    EXPECT_THAT(unit_in_state("RAJAWALI-04"),
                StartsWith(fmt::format(R"({{"unit":"RAJAWALI-04","time":{},"lat":-9.4386,"lon":124.4871,)",
                                       unix_ms(now_) + 1)));
    const Outcome served = serving.end();
    EXPECT_EQ(served.exit, 0) << served.err;
    EXPECT_THAT(served.out, HasSubstr("everything acknowledged is on disk"));
}

TEST_F(FeedByHand, StatusShowsEverySessionOfARunningCoreAndTheQuarantine) {
    Serving serving(folder_);
    Connection sender(serving.await_port());
    sender.send(hello(token_, "poskotis-7") + fix(1) + fix(2, "-95.2"));
    for (std::string said; said.find(R"("seq":2)") == std::string::npos;) {
        const auto line = sender.line();
        ASSERT_TRUE(line) << said;
        said = *line;
    }
    const Outcome status = run_siagactl({"status", "--operation", folder_});
    EXPECT_THAT(status.out, HasSubstr("core         runs; 0 of "));
    EXPECT_THAT(status.out, HasSubstr(": 1 sessions, 1 since the start; 3 messages, "));
    EXPECT_THAT(status.out, HasSubstr("  refused    1 x COORDINATE_RANGE\n"));
    EXPECT_THAT(status.out, testing::ContainsRegex("  feed      poskotis-7 +field +127.0.0.1 +3 messages, 3 within a "
                                                   "minute, the last [0-9]+ s ago, 1 refused, the last "
                                                   "COORDINATE_RANGE\n"));
    EXPECT_THAT(status.out,
                HasSubstr("poskotis-7, 2: COORDINATE_RANGE: lat -95.2 outside [-90, 90]\n    " + fix(2, "-95.2")));
    simdjson::dom::parser parser;
    const simdjson::padded_string text(run_siagactl({"status", "--operation", folder_, "--json"}).out);
    const simdjson::dom::element json = parser.parse(text);
    EXPECT_EQ(std::string_view(json["core"]["sessions"].at(0)["who"]), "poskotis-7");
    EXPECT_EQ(std::string_view(json["quarantine"].at(0)["raw"]),
              std::string_view(fix(2, "-95.2")).substr(0, fix(2, "-95.2").size() - 1));
    EXPECT_EQ(serving.end().exit, 0);

    const Outcome without = run_siagactl({"status", "--operation", folder_});
    EXPECT_THAT(without.out, HasSubstr("core         does not run on this machine; what operation.toml names:\n"));
    EXPECT_THAT(run_siagactl({"status", "--operation", folder_, "--json"}).out, HasSubstr(R"("core":null)"));
}

// The session of the README, with the real nc.
TEST(FeedWithNc, IsAnsweredAsTheReadmeShows) {
    const Scratch scratch;
    const std::string folder = scratch / "ops";
    ASSERT_EQ(run_siagactl({"init", folder, "--simulated"}).exit, 0);
    const std::string token = add_token(folder, "poskotis-7", "field");
    Serving serving(folder, {"--clock", "2024-11-30T14:30+08:00"});
    const std::uint16_t port = serving.await_port();
    ASSERT_NE(port, 0);
    Process nc({"nc", "127.0.0.1", std::to_string(port)});
    nc.type(hello(token, "poskotis-7"));
    ASSERT_EQ(nc.out_line(), R"({"type":"welcome","v":1,"source":"poskotis-7","role":"field","last_seq":0})")
        << "is netcat-openbsd installed?";
    nc.type(
        R"({"type":"fix","seq":1,"unit":"RAJAWALI-04","time":"2024-11-30T14:30:00+08:00","lat":-9.4386,"lon":124.4871})"
        "\n");
    EXPECT_EQ(nc.out_line(), R"({"type":"ack","seq":1})");
    nc.type(
        R"({"type":"fix","seq":2,"unit":"RAJAWALI-04","time":"2024-11-30T14:30:05+08:00","lat":-95.2,"lon":124.4871})"
        "\n");
    EXPECT_EQ(nc.out_line(),
              R"({"type":"nack","seq":2,"code":"COORDINATE_RANGE","detail":"lat -95.2 outside [-90, 90]"})");
    const Outcome state = run_siagactl({"state", "--operation", folder, "--at", "2024-11-30T14:30+08:00", "--json"});
    EXPECT_THAT(state.out, HasSubstr(R"("units":[{"unit":"RAJAWALI-04","time":1732948200000,"lat":-9.4386,)"
                                     R"("lon":124.4871,"status":"live"}])"));
    EXPECT_EQ(serving.end().exit, 0);
}

TEST_F(FeedByHand, AFileOfLinesFeedsInOneGo) {
    Serving serving(folder_);
    Connection sender(serving.await_port());
    std::string file = hello(token_, "poskotis-7");
    constexpr int kLines = 200;
    for (int seq = 1; seq <= kLines; ++seq) file += fix(seq);
    sender.send(file);
    sender.end_sending();
    EXPECT_EQ(sender.line(), welcome(0));
    std::string last;
    while (const auto line = sender.line()) {
        EXPECT_THAT(*line, StartsWith(R"({"type":"ack","seq":)"));
        last = *line;
    }
    EXPECT_EQ(last, fmt::format(R"({{"type":"ack","seq":{}}})", kLines));
    EXPECT_EQ(serving.end().exit, 0);
}

TEST_F(FeedByHand, RubbishGetsNacksWithTheByteAndTheThirdEndsTheSession) {
    Serving serving(folder_);
    Connection sender(serving.await_port());
    sender.send(hello(token_, "poskotis-7"));
    EXPECT_EQ(sender.line(), welcome(0));
    sender.send("{\"type\":\"fix\",\"seq\"=1}\n");
    EXPECT_EQ(sender.line(), R"({"type":"nack","code":"MALFORMED","offset":19,"detail":"byte 19: expected ':'"})");
    sender.send("\x1b[31mrubbish\n");
    const auto second = sender.line();
    ASSERT_TRUE(second);
    EXPECT_THAT(*second, StartsWith(R"({"type":"nack","code":"MALFORMED","offset":0,"detail":"byte 0: )"));
    EXPECT_EQ(second->find('\x1b'), std::string::npos) << "the sender's escape codes come back";
    sender.send(std::string(R"({"type":"fix)") + "\xff\"}\n");
    EXPECT_THAT(sender.line().value_or("nothing"), StartsWith(R"({"type":"nack","code":"MALFORMED","offset":12,)"));
    EXPECT_TRUE(sender.closes());
    EXPECT_EQ(serving.end().exit, 0);
}

TEST_F(FeedByHand, ABrokenLineBetweenGoodOnesCostsOnlyItself) {
    Serving serving(folder_);
    Connection sender(serving.await_port());
    sender.send(hello(token_, "poskotis-7"));
    EXPECT_EQ(sender.line(), welcome(0));
    for (int seq = 1; seq <= 5; ++seq) {
        sender.send("rubbish\n");
        EXPECT_THAT(sender.line().value_or("nothing"), HasSubstr("MALFORMED"));
        sender.send(fix(seq));
        EXPECT_EQ(sender.line(), fmt::format(R"({{"type":"ack","seq":{}}})", seq));
    }
    EXPECT_EQ(serving.end().exit, 0);
    const Outcome status = run_siagactl({"status", "--operation", folder_, "--json"});
    EXPECT_THAT(status.out, HasSubstr(R"("fixes":5,"quarantined":5)"));
}

TEST_F(FeedByHand, ASenderThatComesBackIsToldWhereItWas) {
    Serving serving(folder_);
    const std::uint16_t port = serving.await_port();
    {
        Connection sender(port);
        sender.send(hello(token_, "poskotis-7") + fix(1) + fix(2));
        EXPECT_EQ(sender.line(), welcome(0));
        std::string last;
        while (last != R"({"type":"ack","seq":2})") {
            const auto line = sender.line();
            ASSERT_TRUE(line);
            last = *line;
        }
    }
    Connection again(port);
    again.send(hello(token_, "poskotis-7") + fix(2));
    EXPECT_EQ(again.line(), welcome(2));
    EXPECT_EQ(again.line(), R"({"type":"ack","seq":2})");
    EXPECT_EQ(serving.end().exit, 0);
    EXPECT_THAT(run_siagactl({"status", "--operation", folder_, "--json"}).out, HasSubstr(R"("fixes":2,)"));
}

TEST_F(FeedByHand, AWrongTokenIsToldNothingElse) {
    Serving serving(folder_);
    Connection guesser(serving.await_port());
    guesser.send(hello(std::string(64, '0'), "poskotis-7"));
    EXPECT_EQ(guesser.line(),
              R"({"type":"nack","code":"AUTH_FAILED","detail":"token and source do not belong together here"})");
    EXPECT_TRUE(guesser.closes());
    EXPECT_EQ(serving.end().exit, 0);
}

}  // namespace
}  // namespace siaga::test
