// The real listener on loopback, in front of a real core and store.
#include "net/feed_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <future>
#include <thread>

#include "data/core/fault.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "net/feed_client.hpp"
#include "net/feed_lines.hpp"
#include "tests/protocol/raw_socket.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga::net {
namespace {

using siaga::test::kNow;
using siaga::test::RawSocket;
using siaga::test::sample_report;
using testing::ElementsAre;
using testing::HasSubstr;
using namespace std::chrono_literals;

constexpr auto kPatience = std::chrono::seconds(30);

class FeedServerTest : public testing::Test {
protected:
    void SetUp() override { start({}); }
    void start(Limits limits) { start(limits, gate); }
    void start(Limits limits, Gate asked) {
        server.reset();
        server =
            std::make_unique<FeedServer>(ListenerSettings{true, "127.0.0.1", 0}, ingest, asked, bench.clock, limits);
    }
    std::string token_of(const std::string& source, Role role) {
        return add_token(bench.folder.path(), {SourceName::literal(source), role, {}});
    }
    FeedTarget target(const std::string& source, Role role) {
        return {"127.0.0.1", server->port(), token_of(source, role), SourceName::literal(source)};
    }

    siaga::test::CoreBench bench;
    IngestThread ingest{std::move(bench.core)};
    TokenFile tokens{bench.folder.path(), bench.clock};
    Door door;
    DeviceBook devices{std::vector<Device>{}};
    WaitingDevices waiting;
    Gate gate{tokens, door, devices, waiting};
    std::unique_ptr<FeedServer> server;
};

TEST_F(FeedServerTest, TakesAHandTypedSession) {
    RawSocket nc(server->port());
    nc.send(hello_line(token_of("poskotis-7", Role::kField), SourceName::literal("poskotis-7")));
    EXPECT_EQ(nc.read_line(), R"({"type":"welcome","v":1,"source":"poskotis-7","role":"field","last_seq":0})");
    nc.send(
        R"({"type":"fix","seq":1,"unit":"RAJAWALI-04","time":"2024-11-30T08:00:00+08:00","lat":-9.4386,"lon":124.4871})"
        "\n");
    EXPECT_EQ(nc.read_line(), R"({"type":"ack","seq":1})");
    nc.send(
        R"({"type":"fix","seq":2,"unit":"RAJAWALI-04","time":"2024-11-30T08:00:05+08:00","lat":-95.2,"lon":124.4871})"
        "\n");
    EXPECT_EQ(nc.read_line(),
              R"({"type":"nack","seq":2,"code":"COORDINATE_RANGE","detail":"lat -95.2 outside [-90, 90]"})");
}

TEST_F(FeedServerTest, ListsItsSessions) {
    {
        FeedClient client(target("poskotis-7", Role::kField));
        client.send(1, sample_report(kNow));
        FixReport far = sample_report(kNow + 1s);
        far.lat_deg = -95;
        client.send(2, far);
        ASSERT_TRUE(client.wait_answered(2, kPatience));
        const std::vector<SessionFigures> inside = door.sessions().list(Steady::now());
        ASSERT_EQ(inside.size(), 1U);
        EXPECT_EQ(inside[0].listener + " " + inside[0].who + " " + inside[0].role + " " + inside[0].address,
                  "feed poskotis-7 field 127.0.0.1");
        EXPECT_EQ(inside[0].messages, 3U);  // with its hello
        EXPECT_EQ(inside[0].last_minute, 3U);
        EXPECT_EQ(inside[0].refused, 1U);
        EXPECT_EQ(inside[0].last_refusal, "COORDINATE_RANGE");
    }
    while (!door.sessions().list(Steady::now()).empty()) std::this_thread::yield();
}

TEST_F(FeedServerTest, AnswersRubbishWithTheByteAndEndsAfterThreeLines) {
    RawSocket nc(server->port());
    nc.send("rubbish\n{\"type\":\"fix\",}\n\xff\xfe\nmore\n");
    EXPECT_EQ(nc.read_all(),
              R"({"type":"nack","code":"MALFORMED","offset":0,"detail":"byte 0: expected a value"})"
              "\n"
              R"({"type":"nack","code":"MALFORMED","offset":14,"detail":"byte 14: expected a member name"})"
              "\n"
              R"({"type":"nack","code":"MALFORMED","offset":0,"detail":"byte 0: expected a value"})"
              "\n");
    EXPECT_EQ(server->status().refused.at("MALFORMED"), 3U);
}

TEST_F(FeedServerTest, AnswersAFileThatIsPipedIn) {
    RawSocket nc(server->port());
    std::string file = hello_line(token_of("a", Role::kField), SourceName::literal("a"));
    for (int i = 1; i <= 200; ++i) file += fix_line(static_cast<std::uint64_t>(i), sample_report(kNow - 300s + i * 1s));
    nc.send(file);
    nc.end();
    const std::string answers = nc.read_all();
    EXPECT_THAT(answers, testing::EndsWith(R"({"type":"ack","seq":200})"
                                           "\n"));
    EXPECT_THAT(answers, testing::Not(HasSubstr("nack")));
}

TEST_F(FeedServerTest, WelcomesASourceBackWithItsHighestNumber) {
    const FeedTarget again = target("poskotis-7", Role::kField);
    {
        FeedClient client(again);
        EXPECT_EQ(client.last_seq(), 0U);
        client.send(41, sample_report(kNow));
        ASSERT_TRUE(client.wait_answered(41, kPatience));
        EXPECT_EQ(client.acked(), 41U);
    }
    FeedClient client(again);
    EXPECT_EQ(client.last_seq(), 41U);
    EXPECT_EQ(client.role(), "field");
}

TEST_F(FeedServerTest, TakesABurstFromManyClientsAndAnswersAll) {
    constexpr std::uint64_t kFixes = 2000;
    std::vector<std::unique_ptr<FeedClient>> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(std::make_unique<FeedClient>(target("source-" + std::to_string(i), Role::kField)));
    }
    for (std::uint64_t seq = 1; seq <= kFixes; ++seq) {
        for (std::size_t i = 0; i < clients.size(); ++i) {
            FixReport report = sample_report(kNow - 3000s + seq * 1s);
            report.unit = UnitName::literal("UNIT-" + std::to_string(i));
            clients[i]->send(seq, report);
        }
    }
    for (auto& client : clients) {
        ASSERT_TRUE(client->wait_answered(kFixes, kPatience));
        EXPECT_EQ(client->acked(), kFixes);
        EXPECT_TRUE(client->take_nacks().empty());
    }
    server.reset();
    ingest.stop();
    bench.open();
    EXPECT_EQ(bench.fixes_stored(), 5 * kFixes);
}

TEST_F(FeedServerTest, RefusesAWrongTokenInTheClientsFault) {
    FeedTarget wrong = target("poskotis-7", Role::kField);
    wrong.token = "guess";
    try {
        const FeedClient client(wrong);
        FAIL() << "it was let in";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(),
                    HasSubstr("refused the hello: AUTH_FAILED: token and source do not belong together here"));
    }
}

TEST_F(FeedServerTest, TellsAFollowerWhatAnOperatorWrites) {
    FeedClient viewer(target("dinding", Role::kViewer));
    viewer.send_line(R"({"type":"follow","from":0,"fixes":"all"})");
    viewer.flush();
    FeedClient field(target("pos", Role::kAdmin));
    DistrictReport report;
    report.district = DistrictCode::literal("53.03.01");
    report.text = "aman";
    field.send(1, Event{kNow, report, {}});
    field.send(2, sample_report(kNow));
    ASSERT_TRUE(field.wait_answered(2, kPatience));
    std::string heard;
    while (heard.find("\"fixes\"") == std::string::npos) {
        viewer.poll();
        for (const std::string& line : viewer.take_lines()) heard += line + "\n";
    }
    EXPECT_THAT(heard, HasSubstr(R"("kind":"report","district":"53.03.01","condition":"KONDUSIF","text":"aman"})"));
    EXPECT_THAT(heard, HasSubstr(R"("unit":"RAJAWALI-04")"));
    EXPECT_THAT(heard, HasSubstr(R"({"type":"head","n":0,)"));
    EXPECT_EQ(server->status().following, 1U);
}

TEST_F(FeedServerTest, RefusesMoreSessionsThanItsLimits) {
    Limits limits;
    limits.sessions_per_address = 2;
    start(limits);
    const RawSocket first(server->port());
    const RawSocket second(server->port());
    RawSocket third(server->port());
    EXPECT_EQ(third.read_all(),
              R"({"type":"nack","code":"TOO_MANY_SESSIONS","detail":"too many sessions from this address"})"
              "\n");
    limits.sessions_per_address = 16;
    limits.unauthenticated = 1;
    start(limits);
    const RawSocket stranger(server->port());
    RawSocket another(server->port());
    EXPECT_THAT(another.read_all(), HasSubstr("too many sessions without a hello"));
}

TEST_F(FeedServerTest, GoesOnAcceptingAfterTheDescriptorsRanOut) {
    Limits limits;
    limits.accept_retry = std::chrono::milliseconds(1);
    start(limits);
#ifdef SIAGA_WITH_ADDRESS_SANITIZER
    GTEST_SKIP() << "the sanitizer looks at types through a pipe and needs descriptors; other presets run this";
#endif
    // The core opens files at its first tick, which comes between two answers.
    for (int i = 0; i < 2; ++i) {
        std::promise<std::uint64_t> answered;
        ingest.ask_last_seq(SourceName::literal("pos"), [&](std::uint64_t seq) { answered.set_value(seq); });
        answered.get_future().wait();
    }
    RawSocket client;  // its descriptor is taken while there still are some
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const int lowest_free = ::dup(STDIN_FILENO);
    ::close(lowest_free);
    rlimit none = before;
    none.rlim_cur = static_cast<rlim_t>(lowest_free);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    client.connect(server->port());
    while (server->status().accept_errors < 2) std::this_thread::yield();
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    client.send("rubbish\n");
    EXPECT_THAT(client.read_line(), HasSubstr("MALFORMED"));
}

TEST_F(FeedServerTest, NamesAddressAndPortWhenThePortIsTaken) {
    const std::uint16_t port = server->port();
    try {
        const FeedServer second({true, "127.0.0.1", port}, ingest, gate, bench.clock);
        FAIL() << "two listeners on one port";
    } catch (const Fault& fault) {
        EXPECT_EQ(std::string(fault.what()),
                  "feed listener 127.0.0.1:" + std::to_string(port) +
                      ": Address already in use: stop the program that holds it, or change address and port in "
                      "[listener.feed] in operation.toml");
        EXPECT_EQ(fault.exit(), Exit::kEnvironment);
    }
}

TEST_F(FeedServerTest, NamesAnAddressThatIsNone) {
    EXPECT_THROW(FeedServer({true, "here", 0}, ingest, gate, bench.clock), Fault);
}

TEST_F(FeedServerTest, CountsItsSessions) {
    FeedClient client(target("a", Role::kField));
    const FeedStatus status = server->status();
    EXPECT_EQ(status.sessions, 1U);
    EXPECT_EQ(status.authenticated, 1U);
    EXPECT_EQ(status.accepted, 1U);
    EXPECT_EQ(status.lines, 1U);
    EXPECT_EQ(status.address, "127.0.0.1");
}

TEST_F(FeedServerTest, EndsTheSessionsOfATokenThatIsRevoked) {
    Limits limits;
    limits.keys_looked_at = 1ms;
    start(limits);
    RawSocket revoked(server->port());
    revoked.send(hello_line(token_of("dinding", Role::kViewer), SourceName::literal("dinding")));
    (void)revoked.read_line();
    FeedClient other(target("pos", Role::kField));
    revoke_token(bench.folder.path(), SourceName::literal("dinding"), kNow);
    EXPECT_THAT(revoked.read_all(), HasSubstr("TOKEN_REVOKED"));
    other.send(1, sample_report(kNow));
    EXPECT_TRUE(other.wait_answered(1, kPatience)) << "nobody else is touched";
}

TEST_F(FeedServerTest, EndsASessionWhenItsTokenExpires) {
    Limits limits;
    limits.keys_looked_at = 1ms;
    start(limits);
    const SourceName source = SourceName::literal("dinding");
    const std::string token = add_token(bench.folder.path(), {source, Role::kViewer, {}, kNow + 1h});
    RawSocket nc(server->port());
    nc.send(hello_line(token, source));
    EXPECT_THAT(nc.read_line(), HasSubstr("welcome"));
    bench.clock.advance(1h);
    EXPECT_THAT(nc.read_all(), HasSubstr("TOKEN_EXPIRED"));
}

TEST_F(FeedServerTest, MakesRoomForOthersByEndingWhoeverGuesses) {
    Limits limits;
    limits.guess_delay = limits.guess_delay_most = std::chrono::hours(1);
    limits.unauthenticated_per_address = 1;
    Door slow(limits);
    start(limits, {tokens, slow, devices, waiting});
    const FeedTarget right = target("pos", Role::kField);
    RawSocket guesser(server->port());
    guesser.send(hello_line("guess", SourceName::literal("pos")));
    while (slow.figures().slowed == 0) std::this_thread::yield();
    FeedClient client(right);
    EXPECT_EQ(client.role(), "field");
    EXPECT_EQ(guesser.read_all(), "") << "it was closed without an answer";
    server.reset();
}

TEST_F(FeedServerTest, BoundsTheSessionsWithoutAHelloOfOneAddress) {
    Limits limits;
    limits.unauthenticated_per_address = 2;
    start(limits);
    const RawSocket first(server->port());
    const RawSocket second(server->port());
    RawSocket third(server->port());
    EXPECT_THAT(third.read_all(), HasSubstr("too many sessions without a hello from this address"));
    EXPECT_EQ(door.figures().refused[static_cast<std::size_t>(SignInFault::kSessions)], 1U);
}

TEST_F(FeedServerTest, StopsWhileClientsAreConnected) {
    FeedClient client(target("a", Role::kField));
    server->stop();
    EXPECT_THROW(
        {
            for (;;) client.poll();
        },
        Fault);
}

}  // namespace
}  // namespace siaga::net
