// Other people's libraries against siagactl serve, inside TLS and each with a certificate: node-tak in XML, node-cot in
// protobuf after the negotiation. Each is stored with the right units, and shown to the other.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "data/core/clock.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::test {
namespace {

using testing::HasSubstr;

const std::string kLibraries = SIAGA_SOURCE_DIR "/build/deps/tak-peers";

/// What one of them says of itself.
struct Peer {
    std::string source, unit, mode;
    double lat_deg, lon_deg;
    int altitude_m;
    double course_deg, speed_mps;
    int battery_pct;
};

const Peer kInXml{"hp-04", "RAJAWALI-04", "xml", -9.4386, 124.4871, 402, 310, 8.2, 80};
const Peer kInProtobuf{"hp-05", "RAJAWALI-05", "protobuf", -9.31, 124.52, 300, 45.5, 3.5, 55};

class TakPeers : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(kLibraries + "/cot/node_modules") ||
            !std::filesystem::exists(kLibraries + "/tak/node_modules")) {
            GTEST_SKIP() << "node-cot and node-tak are not installed; ./setup.sh --checks installs them where there is "
                            "Node.js 20 with npm";
        }
        ASSERT_EQ(run_siagactl({"init", folder_}).exit, 0);
        std::ofstream(folder_ + "/operation.toml", std::ios::app) << "[listener.cot_tls]\nport = 0\n";
        ASSERT_EQ(run_siagactl({"cert", "init", "--operation", folder_, "--name", "localhost"}).exit, 0);
        for (const Peer& peer : {kInXml, kInProtobuf}) {
            ASSERT_EQ(run_siagactl({"cert", "issue", "--operation", folder_, "--source", peer.source, "--role", "field",
                                    "--units", peer.unit, "--out", scratch_ / peer.source})
                          .exit,
                      0);
        }
        serving_ = std::make_unique<Serving>(folder_);
        ASSERT_NE(serving_->await_port(), 0);
        const std::string line = serving_->process().out_line().value_or("");
        const std::size_t place = line.find("127.0.0.1:");
        ASSERT_NE(place, std::string::npos) << line;
        std::from_chars(line.data() + place + 10, line.data() + line.size(), port_);
    }
    [[nodiscard]] std::vector<std::string> command(const Peer& peer, const Peer& other) const {
        const std::string settings = fmt::format(
            R"({{"port":{},"cert":"{}/client.pem","key":"{}/client.key","uid":"NODE-{}","lat":{},"lon":{},"hae":{},)"
            R"("course":{},"speed":{},"battery":{},"time":"{}","await":"siaga-unit-{}"}})",
            port_, scratch_ / peer.source, scratch_ / peer.source, peer.source, peer.lat_deg, peer.lon_deg,
            peer.altitude_m, peer.course_deg, peer.speed_mps, peer.battery_pct, to_rfc3339(time_), other.unit);
        return {"node", SIAGA_SOURCE_DIR "/tests/integration/peers/tak_peer.mjs", kLibraries, peer.mode, settings};
    }
    /// As the library of the other understood it.
    [[nodiscard]] std::string shown(const Peer& peer, bool pinged) const {
        return fmt::format(R"({{"uid":"siaga-unit-{}","callsign":"{}","time":"{}","course":{},"speed":{},)"
                           R"("battery":"{}","place":[{},{},{}],"pinged":{}}})",
                           peer.unit, peer.unit, to_rfc3339(time_), peer.course_deg, peer.speed_mps, peer.battery_pct,
                           peer.lon_deg, peer.lat_deg, peer.altitude_m, pinged);
    }
    [[nodiscard]] std::string stored(const Peer& peer) const {
        return fmt::format(R"({{"unit":"{}","time":{},"lat":{},"lon":{},"speed_mps":{},"course_deg":{},)"
                           R"("altitude_m":{},"battery_pct":{},)",
                           peer.unit, unix_ms(time_), peer.lat_deg, peer.lon_deg, peer.speed_mps, peer.course_deg,
                           peer.altitude_m, peer.battery_pct);
    }

    Scratch scratch_;
    std::string folder_ = scratch_ / "ops";
    Time time_ = std::chrono::floor<std::chrono::seconds>(SystemClock().now()) - 30s + 250ms;
    std::unique_ptr<Serving> serving_;
    std::uint16_t port_ = 0;
};

TEST_F(TakPeers, AreStoredAndShownToEachOtherInXmlAndInProtobuf) {
    Process in_xml(command(kInXml, kInProtobuf)), in_protobuf(command(kInProtobuf, kInXml));
    const Outcome xml = in_xml.finish(), protobuf = in_protobuf.finish();
    ASSERT_EQ(xml.exit, 0) << xml.err;
    ASSERT_EQ(protobuf.exit, 0) << protobuf.err;
    EXPECT_EQ(xml.out, shown(kInProtobuf, true) + "\n");
    EXPECT_EQ(protobuf.out, shown(kInXml, false) + "\n");
    const std::string state = run_siagactl({"state", "--operation", folder_, "--json"}).out;
    EXPECT_THAT(state, HasSubstr(stored(kInXml)));
    EXPECT_THAT(state, HasSubstr(stored(kInProtobuf)));
    EXPECT_EQ(serving_->end().exit, 0);
}

}  // namespace
}  // namespace siaga::test
