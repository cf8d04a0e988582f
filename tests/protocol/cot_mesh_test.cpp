// TAK clients that send datagrams over loopback, in front of a real core and store.
#include "net/cot_mesh.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <thread>

#include "data/core/fault.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "net/tak_message.hpp"
#include "tests/protocol/raw_socket.hpp"
#include "tests/protocol/session_bench.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga::net {
namespace {

using siaga::test::kNow;
using siaga::test::RawDatagram;
using testing::HasSubstr;

std::string heard_event(std::string_view uid, int second, std::string_view type = "a-f-G-U-C") {
    return fmt::format(R"(<event version="2.0" uid="{}" type="{}" time="{}"><point lat="-9.4386" lon="{:.6f}" )"
                       R"(hae="402" ce="12" le="9999999"/><detail><contact callsign="R4"/></detail></event>)",
                       uid, type, to_rfc3339(kNow + std::chrono::seconds(second)), 124.4871 + second * 1e-6);
}
/// In the frame of a mesh.
std::string in_mesh(const std::string& xml) {
    const std::string frame = tak_frames(xml);
    const TakFrame at = tak_frame(frame)->value();
    return "\xBF\x01\xBF" + frame.substr(at.begin);
}

class CotMeshTest : public testing::Test {
protected:
    void start() {
        settings.port = 0;
        mesh = std::make_unique<CotMesh>(settings, ingest, Gate{auth, door, devices, waiting}, bench.clock);
    }
    CotStatus await(const std::function<bool(const CotStatus&)>& wanted) {
        const auto deadline = Steady::now() + std::chrono::seconds(60);
        CotStatus status = mesh->status();
        while (!wanted(status) && Steady::now() < deadline) {
            std::this_thread::yield();
            status = mesh->status();
        }
        EXPECT_TRUE(wanted(status)) << status.accepted << " accepted of " << status.events.events << " events";
        return status;
    }

    siaga::test::CoreBench bench;
    IngestThread ingest{std::move(bench.core)};
    test::FakeAuth auth;
    Door door;
    DeviceBook devices{
        {{"ANDROID-1f", UnitName::literal("RAJAWALI-04")}, {"ANDROID-2a", UnitName::literal("RAJAWALI-05")}}};
    WaitingDevices waiting;
    CotMeshSettings settings;
    std::unique_ptr<CotMesh> mesh;
};

TEST_F(CotMeshTest, HearsEveryFormOfEveryKnownDevice) {
    start();
    RawDatagram radio(mesh->port());
    radio.send(heard_event("ANDROID-1f", 0));
    radio.send(in_mesh(heard_event("ANDROID-2a", 0)));
    radio.send(tak_frames(heard_event("ANDROID-2a", 1)));
    radio.send(tak_frames(heard_event("ANDROID-2a", 1)));
    const CotStatus status = await([](const CotStatus& s) { return s.accepted >= 4; });
    EXPECT_EQ(status.sessions, 2U);
    EXPECT_EQ(status.connects, 2U);
    EXPECT_EQ(status.events.events, 4U);
    const std::vector<SessionFigures> heard = door.sessions().list(Steady::now());
    ASSERT_EQ(heard.size(), 2U);
    EXPECT_EQ(heard[1].listener + " " + heard[1].who + " " + heard[1].address, "cot_mesh ANDROID-2a 127.0.0.1");
    EXPECT_EQ(heard[1].messages, 3U);
    mesh.reset();
    ingest.stop();
    EXPECT_EQ(bench.fixes_stored(), 3U) << "the repeated one is stored once";
}

TEST_F(CotMeshTest, StrangersWaitAndWhatIsBrokenIsCounted) {
    start();
    RawDatagram radio(mesh->port());
    radio.send(heard_event("ANDROID-99", 0));
    radio.send(heard_event("../../etc/passwd", 0));
    radio.send("hello");
    radio.send(heard_event("ANDROID-1f", 0) + heard_event("ANDROID-2a", 0));
    radio.send(heard_event("ANDROID-1f", 0, "t-x-d-d"));
    radio.send(heard_event("ANDROID-1f", 1));
    const CotStatus status = await([](const CotStatus& s) { return s.accepted == 1; });
    EXPECT_EQ(status.events.events, 6U);
    EXPECT_EQ(status.events.strangers, 2U);
    EXPECT_EQ(status.events.foreign, 1U);
    EXPECT_EQ(status.refused.at("MALFORMED"), 2U);
    ASSERT_EQ(waiting.list().size(), 1U);
    EXPECT_EQ(waiting.list()[0].id, "ANDROID-99");
    EXPECT_EQ(waiting.list()[0].place, LonLat::from_degrees(124.4871, -9.4386));
}

TEST_F(CotMeshTest, OnlyTheNamedAddressIsHeard) {
    settings.from = "127.0.0.9";
    start();
    RawDatagram other(mesh->port());
    other.send(heard_event("ANDROID-1f", 0));
    const CotStatus status = await([](const CotStatus& s) { return s.turned_away == 1; });
    EXPECT_EQ(status.events.events, 0U);
}

TEST_F(CotMeshTest, HearsAGroupOnTheInterfaceOfItsAddress) {
    settings.group = "239.2.3.1";
    start();
    RawDatagram radio(mesh->port(), settings.group);
    radio.send(in_mesh(heard_event("ANDROID-1f", 0)));
    await([](const CotStatus& s) { return s.accepted == 1; });
}

TEST_F(CotMeshTest, ACallForHelpReachesTheCore) {
    start();
    RawDatagram radio(mesh->port());
    radio.send(in_mesh(heard_event("ANDROID-1f-9-1-1", 0, "b-a-o-tbl")));
    await([](const CotStatus& s) { return s.accepted == 1; });
    mesh.reset();
    ingest.stop();
    EXPECT_EQ(bench.fixes_stored(), 0U);
}

TEST_F(CotMeshTest, SaysWhatIsWrongWithItsAddress) {
    settings.address = "192.0.2.1";  // of no machine
    try {
        start();
        FAIL() << "it listens";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(), HasSubstr("cot_mesh listener 192.0.2.1:"));
        EXPECT_THAT(fault.what(), HasSubstr("[listener.cot_mesh] in operation.toml"));
    }
}

}  // namespace
}  // namespace siaga::net
