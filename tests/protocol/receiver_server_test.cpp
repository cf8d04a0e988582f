// Receivers on loopback sockets, in front of a real core and store.
#include "net/receiver_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>

#include "data/core/fault.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "net/metrics_text.hpp"
#include "tests/protocol/raw_socket.hpp"
#include "tests/protocol/receiver_bench.hpp"
#include "tests/protocol/session_bench.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga::net {
namespace {

using siaga::test::kNow;
using siaga::test::RawDatagram;
using siaga::test::RawListener;
using siaga::test::RawSocket;
using testing::HasSubstr;

/// RMC of a second after kNow, a metre apart each.
std::string rmc_at(int second) {
    const auto day = std::chrono::floor<std::chrono::days>(kNow);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(
        std::chrono::floor<std::chrono::seconds>(kNow + std::chrono::seconds(second) - day));
    return test::nmea(fmt::format("GPRMC,{:02}{:02}{:02},A,0926.{:06},S,12429.226,E,0.0,0.0,{:02}{:02}{:02},,,A",
                                  clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                                  316'000 + second, unsigned{date.day()}, unsigned{date.month()},
                                  int{date.year()} % 100));
}
std::string tpv_at(int second) {
    return fmt::format(R"({{"class":"TPV","device":"/dev/ttyUSB0","mode":3,"time":"{}","lat":-9.4386,"lon":{:.6f}}})",
                       to_rfc3339(kNow + std::chrono::seconds(second)), 124.4871 + second * 1e-6) +
           "\r\n";
}

class ReceiverServerTest : public testing::Test {
protected:
    ReceiverServerTest() {
        limits.nmea_join = std::chrono::milliseconds(1);
        limits.gpsd_retry = std::chrono::milliseconds(1);
        limits.gpsd_retry_most = std::chrono::milliseconds(2);
    }
    void add_nmea(NmeaSettings::Transport transport, const std::string& from = {}) {
        NmeaSettings nmea;
        nmea.name = fmt::format("rakit-{}", settings.nmea.size() + 1);
        nmea.unit = UnitName::literal("RAJAWALI-04");
        nmea.port = 0;
        nmea.transport = transport;
        nmea.from = from;
        settings.nmea.push_back(nmea);
    }
    void add_gpsd(std::uint16_t port) {
        GpsdSettings gpsd;
        gpsd.name = "mobil-1";
        gpsd.unit = UnitName::literal("RAJAWALI-05");
        gpsd.port = port;
        settings.gpsd.push_back(gpsd);
    }
    void start(Inlet* inlet = nullptr) {
        server = std::make_unique<ReceiverServer>(settings, inlet != nullptr ? *inlet : ingest, bench.clock, limits);
    }
    /// Until the figures of the i-th are as wanted; the machine may be busy.
    ReceiverFigures await(std::size_t i, const std::function<bool(const ReceiverFigures&)>& wanted) {
        const auto deadline = Steady::now() + std::chrono::seconds(60);
        ReceiverFigures figures = server->figures().at(i);
        while (!wanted(figures) && Steady::now() < deadline) {
            std::this_thread::yield();
            figures = server->figures().at(i);
        }
        EXPECT_TRUE(wanted(figures)) << figures.accepted << " accepted, " << figures.lines << " lines";
        return figures;
    }
    ReceiverFigures await_accepted(std::size_t i, std::uint64_t count) {
        return await(i, [count](const ReceiverFigures& f) { return f.accepted >= count; });
    }
    std::uint64_t stored() {
        server.reset();
        ingest.stop();
        return bench.fixes_stored();
    }

    Limits limits;
    ReceiverSettings settings;
    siaga::test::CoreBench bench;
    IngestThread ingest{std::move(bench.core)};
    std::unique_ptr<ReceiverServer> server;
};

TEST_F(ReceiverServerTest, StoresWhatComesOverTcp) {
    add_nmea(NmeaSettings::Transport::kTcp);
    start();
    RawSocket receiver(server->port(0));
    receiver.send(rmc_at(0) + "\r\n" + rmc_at(1) + "\r\n");
    EXPECT_EQ(await_accepted(0, 2).connections, 1U);
    receiver.send(rmc_at(1) + "\r\n" + rmc_at(2));
    receiver.end();
    EXPECT_EQ(receiver.read_all(), "");
    await_accepted(0, 4);
    const auto ended = await(0, [](const ReceiverFigures& f) { return f.connections == 0; });
    EXPECT_EQ(ended.connects, 1U);
    EXPECT_EQ(ended.lines, 4U);
    EXPECT_EQ(stored(), 3U) << "the repeated one once";
}

TEST_F(ReceiverServerTest, StoresWhatComesOverUdp) {
    add_nmea(NmeaSettings::Transport::kUdp);
    start();
    const RawDatagram receiver(server->port(0));
    receiver.send(rmc_at(0));
    await_accepted(0, 1);
    receiver.send(rmc_at(1) + "\r\n" + rmc_at(2) + "\r\n");
    await_accepted(0, 3);
    EXPECT_EQ(stored(), 3U);
}

TEST_F(ReceiverServerTest, HearsOnlyTheAddressItIsTold) {
    add_nmea(NmeaSettings::Transport::kTcp, "127.0.0.9");
    add_nmea(NmeaSettings::Transport::kUdp, "127.0.0.9");
    add_nmea(NmeaSettings::Transport::kUdp, "127.0.0.1");
    start();
    RawSocket stranger(server->port(0));
    EXPECT_EQ(stranger.read_all(), "");
    RawDatagram(server->port(1)).send(rmc_at(0));
    RawDatagram(server->port(2)).send(rmc_at(1));
    await(0, [](const ReceiverFigures& f) { return f.failures == 1; });
    await(1, [](const ReceiverFigures& f) { return f.failures == 1; });
    await_accepted(2, 1);
    EXPECT_EQ(stored(), 1U);
}

TEST_F(ReceiverServerTest, KeepsWhatIsBrokenAsideAndCountsWhy) {
    add_nmea(NmeaSettings::Transport::kTcp);
    start();
    RawSocket receiver(server->port(0));
    receiver.send(rmc_at(0) + "\r\n$GPRMC,rubbish\r\n" +
                  test::nmea("GPRMC,,A,0926.316,S,12429.226,E,0.0,0.0,301124,,,A") + "\r\n");
    const auto figures = await(0, [](const ReceiverFigures& f) { return f.accepted == 1 && f.refused.size() == 2; });
    EXPECT_EQ(figures.refused, (std::map<std::string, std::uint64_t>{{"MALFORMED", 1}, {"MISSING_FIELD", 1}}));
    EXPECT_EQ(stored(), 1U);
    std::vector<std::string> reasons;
    StoreReader(bench.folder.path()).read_quarantine([&](const QuarantinedRecord& record) {
        EXPECT_EQ(record.source, "nmea.rakit-1");
        reasons.push_back(record.raw + " " + record.reasons);
    });
    EXPECT_THAT(reasons, testing::ElementsAre("$GPRMC,rubbish MALFORMED: byte 14: the checksum is missing",
                                              HasSubstr("MISSING_FIELD: RMC time is missing")));
}

TEST_F(ReceiverServerTest, ClosesOnWhoSendsSomethingElseOrNothing) {
    limits.nmea_broken_in_a_row = 3;
    add_nmea(NmeaSettings::Transport::kTcp);
    start();
    RawSocket browser(server->port(0));
    browser.send("GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\nUser-Agent: c\r\n\r\n");
    EXPECT_EQ(browser.read_all(), "");
    server.reset();
    limits.nmea_idle = std::chrono::milliseconds(20);
    start();
    RawSocket silent(server->port(0));
    EXPECT_EQ(silent.read_all(), "");
}

TEST_F(ReceiverServerTest, TurnsAwayMoreConnectionsThanItsLimit) {
    limits.nmea_connections = 1;
    add_nmea(NmeaSettings::Transport::kTcp);
    start();
    RawSocket first(server->port(0));
    first.send(rmc_at(0) + "\r\n");
    await_accepted(0, 1);
    RawSocket second(server->port(0));
    EXPECT_EQ(second.read_all(), "");
    await(0, [](const ReceiverFigures& f) { return f.failures == 1 && f.connections == 1; });
}

TEST_F(ReceiverServerTest, HearsAGpsdAndComesBackWhenItIsLost) {
    RawListener daemon;
    add_gpsd(daemon.port());
    start();
    {
        RawSocket client(daemon.accept());
        EXPECT_EQ(client.read_line(), R"(?WATCH={"enable":true,"json":true};)");
        client.send("{\"class\":\"VERSION\",\"release\":\"3.22\"}\r\n" + tpv_at(0));
        await_accepted(0, 1);
    }
    RawSocket again(daemon.accept());
    EXPECT_EQ(again.read_line(), R"(?WATCH={"enable":true,"json":true};)");
    again.send(tpv_at(0) + tpv_at(1));
    EXPECT_EQ(await_accepted(0, 3).connects, 2U);
    EXPECT_EQ(stored(), 2U) << "what it repeated once";
}

TEST_F(ReceiverServerTest, GoesOnTryingWhenNoGpsdIsThere) {
    std::uint16_t port = 0;
    {
        const RawListener nobody;
        port = nobody.port();
    }
    add_gpsd(port);
    start();
    const auto figures = await(0, [](const ReceiverFigures& f) { return f.failures >= 3; });
    EXPECT_EQ(figures.connections, 0U);
}

TEST_F(ReceiverServerTest, StopsWhileAllAreConnectedAndTheCoreIsFull) {
    RawListener daemon;
    add_nmea(NmeaSettings::Transport::kTcp);
    add_nmea(NmeaSettings::Transport::kUdp);
    add_gpsd(daemon.port());
    test::FakeInlet full;  // it answers nothing, so the gate stays shut
    start(&full);
    RawSocket gpsd(daemon.accept());
    gpsd.send(tpv_at(0));
    RawSocket receiver(server->port(0));
    receiver.send(rmc_at(0) + "\r\n");
    RawDatagram(server->port(1)).send(rmc_at(0));
    for (std::size_t i = 0; i < 3; ++i) await(i, [](const ReceiverFigures& f) { return f.lines == 1; });
    server->stop();
    EXPECT_EQ(receiver.read_all(), "");
}

TEST_F(ReceiverServerTest, SaysWhatItHearsAndNamesWhatItCannotOpen) {
    add_nmea(NmeaSettings::Transport::kUdp);
    add_gpsd(2947);
    start();
    EXPECT_THAT(server->open_ones(),
                testing::ElementsAre(
                    fmt::format("nmea.rakit-1 of RAJAWALI-04 over UDP: listening on 127.0.0.1:{}", server->port(0)),
                    "gpsd.mobil-1 of RAJAWALI-05: connecting to gpsd at 127.0.0.1:2947"));
    for (const auto transport : {NmeaSettings::Transport::kTcp, NmeaSettings::Transport::kUdp}) {
        ReceiverSettings bad;
        bad.nmea = settings.nmea;
        bad.nmea[0].address = "here";
        bad.nmea[0].transport = transport;
        try {
            const ReceiverServer second(bad, ingest, bench.clock);
            ADD_FAILURE() << "it opened";
        } catch (const Fault& fault) {
            EXPECT_THAT(fault.what(), HasSubstr("nmea rakit-1 listener here:0: "));
            EXPECT_THAT(fault.what(),
                        HasSubstr("give an address of this machine in [listener.nmea] in operation.toml"));
        }
    }
}

TEST(ReceiverMetrics, HaveTheFiguresOfEach) {
    Metrics metrics;
    metrics.receivers.resize(2);
    metrics.receivers[0].source = "nmea.rakit-1";
    metrics.receivers[0].accepted = 7;
    metrics.receivers[0].refused = {{"TELEPORT", 2}};
    metrics.receivers[1].source = "gpsd.mobil-1";
    const std::string text = metrics_text(metrics);
    EXPECT_THAT(text, HasSubstr("\nsiaga_receiver_accepted_total{receiver=\"nmea.rakit-1\"} 7\n"
                                "siaga_receiver_accepted_total{receiver=\"gpsd.mobil-1\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("\nsiaga_receiver_refused_total{receiver=\"nmea.rakit-1\",code=\"TELEPORT\"} 2\n"));
    EXPECT_EQ(metrics_text({}).find("siaga_receiver"), std::string::npos) << "none, no figures";
}

}  // namespace
}  // namespace siaga::net
