// TAK clients on loopback sockets, in front of a real core and store.
#include "net/cot_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <thread>

#include "data/ingest/ingest_thread.hpp"
#include "net/metrics_text.hpp"
#include "net/tak_message.hpp"
#include "tests/protocol/raw_socket.hpp"
#include "tests/protocol/session_bench.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga::net {
namespace {

using siaga::test::kNow;
using siaga::test::RawSocket;
using testing::HasSubstr;

/// A contact of a second after kNow, about a metre apart each.
std::string contact(std::string_view uid, int second) {
    return fmt::format(R"(<event version="2.0" uid="{}" type="a-f-G-U-C" time="{}"><point lat="-9.4386" lon="{:.6f}" )"
                       R"(hae="402" ce="12" le="9999999"/><detail><contact callsign="R4"/></detail></event>)",
                       uid, to_rfc3339(kNow + std::chrono::seconds(second)), 124.4871 + second * 1e-6);
}

/// What is said to every client first, and nothing else.
void expect_greeting_alone(const std::string& said) {
    EXPECT_THAT(said, HasSubstr("t-x-takp-v"));
    EXPECT_EQ(said.find("</event>"), said.size() - std::string_view("</event>").size()) << said;
}

constexpr std::string_view kPing =
    R"(<event version="2.0" uid="ANDROID-1f-ping" type="t-x-c-t"><point lat="0" lon="0"/></event>)";

class CotServerTest : public testing::Test {
protected:
    void start(Inlet* inlet = nullptr) {
        ListenerSettings settings;
        settings.port = 0;
        server = std::make_unique<CotServer>(settings, inlet != nullptr ? *inlet : ingest,
                                             Gate{auth, door, devices, waiting}, bench.clock, limits);
    }
    /// Until the figures are as wanted; the machine may be busy.
    CotStatus await(const std::function<bool(const CotStatus&)>& wanted) {
        const auto deadline = Steady::now() + std::chrono::seconds(60);
        CotStatus status = server->status();
        while (!wanted(status) && Steady::now() < deadline) {
            std::this_thread::yield();
            status = server->status();
        }
        EXPECT_TRUE(wanted(status)) << status.accepted << " accepted of " << status.events.events << " events";
        return status;
    }

    Limits limits;
    siaga::test::CoreBench bench;
    IngestThread ingest{std::move(bench.core)};
    test::FakeAuth auth;
    Door door;
    DeviceBook devices{
        {{"ANDROID-1f", UnitName::literal("RAJAWALI-04")}, {"ANDROID-2a", UnitName::literal("RAJAWALI-05")}}};
    WaitingDevices waiting;
    std::unique_ptr<CotServer> server;
};

TEST_F(CotServerTest, StoresContactsAndAnswersPings) {
    start();
    RawSocket one(server->port()), other(server->port());
    one.send(contact("ANDROID-1f", 0) + std::string(kPing));
    other.send(contact("ANDROID-2a", 0) + contact("ANDROID-2a", 1) + contact("ANDROID-2a", 1));
    std::string pong;
    while (pong.find("takPong") == std::string::npos || !pong.ends_with("</event>")) {
        pong += one.read_char();
        ASSERT_NE(pong.back(), '\0') << pong;
    }
    const CotStatus status = await([](const CotStatus& s) { return s.accepted >= 4; });
    EXPECT_EQ(status.sessions, 2U);
    EXPECT_EQ(status.events.events, 5U);
    const std::vector<SessionFigures> inside = door.sessions().list(Steady::now());
    ASSERT_EQ(inside.size(), 2U);
    EXPECT_EQ(inside[0].listener + " " + inside[0].who + " " + inside[0].role, "cot ANDROID-1f field");
    EXPECT_EQ(inside[0].messages, 2U);
    EXPECT_EQ(inside[1].who, "ANDROID-2a");
    EXPECT_EQ(inside[1].messages, 3U);
    one.end();
    other.end();
    EXPECT_EQ(one.read_all(), "");
    expect_greeting_alone(other.read_all());
    await([](const CotStatus& s) { return s.sessions == 0; });
    EXPECT_TRUE(door.sessions().list(Steady::now()).empty());
    server.reset();
    ingest.stop();
    EXPECT_EQ(bench.fixes_stored(), 3U) << "the repeated one is stored once";
}

TEST_F(CotServerTest, AStrangerWaitsForAnOperatorAndAForeignOneIsNoted) {
    start();
    RawSocket phone(server->port());
    phone.send(contact("ANDROID-99", 0) + contact("ANDROID-1f", 0) + contact("ANDROID-2a", 0));
    const CotStatus status = await([](const CotStatus& s) { return s.accepted == 1 && s.events.foreign == 1; });
    EXPECT_EQ(status.events.strangers, 1U);
    const std::vector<SessionFigures> inside = door.sessions().list(Steady::now());
    ASSERT_EQ(inside.size(), 1U);
    EXPECT_EQ(inside[0].refused, 2U);
    EXPECT_EQ(inside[0].last_refusal, "NOT_PERMITTED");
    ASSERT_EQ(waiting.list().size(), 1U);
    EXPECT_EQ(waiting.list()[0].id, "ANDROID-99");
    EXPECT_EQ(waiting.list()[0].address, "127.0.0.1");
    EXPECT_EQ(waiting.list()[0].place, LonLat::from_degrees(124.4871, -9.4386));
    const auto refused = door.figures().refused;
    EXPECT_EQ(refused[static_cast<std::size_t>(SignInFault::kUnknownDevice)], 1U);
    EXPECT_EQ(refused[static_cast<std::size_t>(SignInFault::kRole)], 1U);
}

TEST_F(CotServerTest, HostileIdsAreRefusedAndWaitNowhere) {
    start();
    RawSocket phone(server->port());
    phone.send(contact("../../etc/passwd", 0) + contact(std::string(200, 'x'), 0) + contact("a\x1b[2Jb", 0) +
               contact("ANDROID-1f", 0));
    await([](const CotStatus& s) { return s.accepted == 1; });
    EXPECT_TRUE(waiting.list().empty());
}

TEST_F(CotServerTest, WhoSendsADoctypeIsCutOff) {
    start();
    RawSocket phone(server->port());
    phone.send("<!DOCTYPE a [<!ENTITY b \"c\">]>" + contact("ANDROID-1f", 0));
    expect_greeting_alone(phone.read_all());
    await([](const CotStatus& s) { return s.sessions == 0 && s.events.events == 1; });
}

TEST_F(CotServerTest, IdleOnesAndThoseOverTheLimitAreClosed) {
    limits.idle = std::chrono::milliseconds(50);
    limits.cot_connections = 1;
    start();
    RawSocket idle(server->port()), second(server->port());
    EXPECT_EQ(second.read_all(), "");
    expect_greeting_alone(idle.read_all());
    const CotStatus status = await([](const CotStatus& s) { return s.sessions == 0; });
    EXPECT_EQ(status.turned_away, 1U);
    EXPECT_EQ(status.connects, 1U);
}

TEST_F(CotServerTest, WhoNeverReadsItsAnswersIsCutOffAndHoldsUpNobody) {
    limits.idle = std::chrono::seconds(2);
    start();
    RawSocket deaf(server->port());
    std::string pings;
    for (int i = 0; i < 100; ++i) pings += kPing;
    // Until the server stops reading, and then until it closes.
    while (deaf.try_send(pings)) {
    }
    RawSocket phone(server->port());
    phone.send(contact("ANDROID-1f", 0));
    await([](const CotStatus& s) { return s.accepted == 1; });
}

TEST_F(CotServerTest, ShowsTheOthersToEachAndNobodyItself) {
    limits.cot_shown_every = std::chrono::milliseconds(5);
    limits.cot_introduced = std::chrono::milliseconds(50);
    ListenerSettings settings;
    settings.port = 0;
    server = std::make_unique<CotServer>(settings, ingest, Gate{auth, door, devices, waiting}, bench.clock, limits,
                                         std::make_shared<const CotPicture>(std::vector<Area>{}));
    RawSocket one(server->port());
    one.send(contact("ANDROID-1f", 0));
    await([](const CotStatus& s) { return s.accepted == 1; });
    RawSocket other(server->port());
    std::string seen;
    while (seen.find("siaga-unit-RAJAWALI-04") == std::string::npos) {
        seen += other.read_char();
        ASSERT_NE(seen.back(), '\0') << seen;
    }
    other.send(contact("ANDROID-2a", 0));
    std::string by_one;
    while (by_one.find("siaga-unit-RAJAWALI-05") == std::string::npos) {
        by_one += one.read_char();
        ASSERT_NE(by_one.back(), '\0') << by_one;
    }
    EXPECT_THAT(by_one, HasSubstr("siaga-site-GUDANG"));
    EXPECT_THAT(by_one, testing::Not(HasSubstr("siaga-unit-RAJAWALI-04"))) << "it is that one itself";
}

TEST_F(CotServerTest, ShowsTheOthersInTheFormThatWasAskedFor) {
    limits.cot_shown_every = std::chrono::milliseconds(5);
    ListenerSettings settings;
    settings.port = 0;
    server = std::make_unique<CotServer>(settings, ingest, Gate{auth, door, devices, waiting}, bench.clock, limits,
                                         std::make_shared<const CotPicture>(std::vector<Area>{}));
    RawSocket one(server->port());
    one.send(
        R"(<event uid="a" type="t-x-takp-q"><detail><TakControl><TakRequest version="1"/></TakControl></detail></event>)");
    std::string said;
    while (!said.ends_with("status=\"true\"/></TakControl></detail></event>")) {
        said += one.read_char();
        ASSERT_NE(said.back(), '\0') << said;
    }
    one.send(tak_frames(contact("ANDROID-1f", 0)));
    RawSocket other(server->port());
    other.send(contact("ANDROID-2a", 0));
    CotSplitter splitter(limits.cot_event_bytes);
    for (std::string unit; unit != "siaga-unit-RAJAWALI-05";) {
        const auto piece = splitter.next();
        ASSERT_EQ(splitter.trouble(), CotSplitter::Trouble::kNone);
        if (!piece) {
            const std::string more = one.read_some();
            ASSERT_NE(more, "") << "it was cut off";
            splitter.add(more);
            continue;
        }
        ASSERT_TRUE(piece->protobuf) << piece->content;
        const Result<CotEvent> event = decode_tak(piece->content);
        ASSERT_TRUE(event) << event.problem().detail;
        unit = event->uid;
        if (unit != "siaga-unit-RAJAWALI-05") continue;
        EXPECT_EQ(event->kind, CotKind::kContact);
        EXPECT_EQ(event->callsign, "RAJAWALI-05");
        EXPECT_EQ(event->time, kNow);
        EXPECT_EQ(event->point->lat_deg, -9.4386);
        EXPECT_EQ(event->point->altitude_m, 402);
    }
}

TEST_F(CotServerTest, TheMonitorSeesIt) {
    start();
    RawSocket phone(server->port());
    phone.send(contact("ANDROID-1f", 0) + contact("ANDROID-99", 0));
    Metrics metrics;
    metrics.cot = await([](const CotStatus& s) { return s.accepted == 1 && s.events.strangers == 1; });
    const std::string text = metrics_text(metrics);
    EXPECT_THAT(text, HasSubstr("siaga_cot_sessions 1\n"));
    EXPECT_THAT(text, HasSubstr("siaga_cot_accepted_total 1\n"));
    EXPECT_THAT(text, HasSubstr("siaga_cot_passed_over_total{why=\"unknown_device\"} 1\n"));
}

}  // namespace
}  // namespace siaga::net
