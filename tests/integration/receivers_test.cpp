// Real receivers' programs against siagactl serve: gpsd fed by gpsfake, gpspipe and gps2udp behind it; and
// sentences typed by hand, through a kill.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>
#include <csignal>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "data/core/clock.hpp"
#include "data/store/store_reader.hpp"
#include "tests/integration/support/nmea_log.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"
#include "tests/support/rounds.hpp"

namespace siaga::test {
namespace {

using testing::HasSubstr;

/// How often each time of each unit was stored.
std::map<std::string, std::map<Time, int>> stored_by_unit(const std::string& folder) {
    std::map<UnitIndex, std::map<Time, int>> count;
    const StoreReader reader(folder);
    reader.read_fixes([&](const Fix& fix) { ++count[fix.unit][fix.time]; });
    // Their names afterwards: a unit has one when its first fix is there.
    const std::vector<std::string> units = reader.unit_names();
    std::map<std::string, std::map<Time, int>> named;
    for (auto& [unit, times] : count) named[units.at(static_cast<std::size_t>(unit))] = std::move(times);
    return named;
}

class Receivers : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(run_siagactl({"init", folder_}).exit, 0); }
    void add_to_toml(const std::string& text) const {
        std::ofstream(folder_ + "/operation.toml", std::ios::app) << text;
    }
    /// Serves, and remembers the ports of the NMEA listeners by their names.
    Serving& serve() {
        serving_.reset();
        serving_ = std::make_unique<Serving>(folder_);
        EXPECT_NE(serving_->await_port(), 0);
        for (std::size_t i = 0; i < listeners_; ++i) {
            const std::string line = serving_->process().out_line().value_or("");
            const std::size_t name = line.find("nmea.");
            std::uint16_t port = 0;
            std::from_chars(line.data() + line.rfind(':') + 1, line.data() + line.size(), port);
            EXPECT_NE(port, 0) << line;
            ports_[line.substr(name, line.find(' ', name) - name)] = port;
        }
        return *serving_;
    }
    /// Until each unit has so many positions; the machine may be busy.
    void await_stored(const std::map<std::string, std::size_t>& wanted) const {
        const auto deadline = std::chrono::steady_clock::now() + 2 * kPatience;
        while (true) {
            auto stored = stored_by_unit(folder_);
            bool all = true;
            std::string seen;
            for (const auto& [unit, count] : wanted) {
                all = all && stored[unit].size() >= count;
                seen += fmt::format(" {} {}", unit, stored[unit].size());
            }
            if (all) return;
            ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "stored:" << seen;
        }
    }

    Scratch scratch_;
    std::string folder_ = scratch_ / "ops";
    std::size_t listeners_ = 0;
    std::unique_ptr<Serving> serving_;
    std::map<std::string, std::uint16_t> ports_;
};

TEST_F(Receivers, ADaemonAndItsClientsAreStoredAndShown) {
    for (const char* program : {"gpsfake", "gpspipe", "gps2udp"}) {
        if (run({program, "-V"}).exit != 0) GTEST_SKIP() << program << " is not installed; ./setup.sh installs it";
    }
    constexpr int kSeconds = 12;
    const Time first = std::chrono::floor<std::chrono::seconds>(SystemClock().now()) - 60s;
    std::ofstream(scratch_ / "receiver.nmea") << nmea_log(first, kSeconds);
    const std::uint16_t daemon = free_port();
    add_to_toml(
        fmt::format("[[listener.nmea]]\nname = \"tcp\"\nunit = \"RAJAWALI-01\"\nport = 0\n"
                    "[[listener.nmea]]\nname = \"udp\"\nunit = \"RAJAWALI-02\"\nport = 0\ntransport = \"udp\"\n"
                    "[[gpsd]]\nname = \"mobil\"\nunit = \"RAJAWALI-03\"\nport = {}\n",
                    daemon));
    listeners_ = 2;
    Serving& serving = serve();
    EXPECT_THAT(serving.process().out_line().value_or(""),
                HasSubstr(fmt::format("gpsd.mobil of RAJAWALI-03: connecting to gpsd at 127.0.0.1:{}", daemon)));
    const std::string address = fmt::format("127.0.0.1:{}", daemon);
    Process gpsfake({"gpsfake", "-q", "-n", "-c", "0.02", "-P", std::to_string(daemon), scratch_ / "receiver.nmea"});
    ASSERT_TRUE(await_listener(daemon)) << "gpsd does not start: " << gpsfake.finish(Patience(0)).err;
    Process udp({"gps2udp", "-n", "-u", fmt::format("127.0.0.1:{}", ports_["nmea.udp"]), address});
    Process pipe({"gpspipe", "-r", address});
    Connection tcp(ports_["nmea.tcp"]);
    // gpspipe ends with the daemon; what it says goes on as it is, as through nc.
    for (std::size_t lines = 0; lines < 6U * kSeconds; ++lines) {
        const auto line = pipe.out_line();
        ASSERT_TRUE(line) << pipe.finish(Patience(0)).err;
        ASSERT_TRUE(tcp.send(*line + "\n"));
    }
    await_stored({{"RAJAWALI-01", kSeconds}, {"RAJAWALI-02", kSeconds}, {"RAJAWALI-03", kSeconds}});
    gpsfake.signal(SIGTERM);
    (void)gpsfake.finish();
    EXPECT_EQ(serving.end().exit, 0);
    for (const auto& [unit, times] : stored_by_unit(folder_)) {
        EXPECT_EQ(times.size(), std::size_t{kSeconds}) << unit;
        for (const auto& [time, count] : times) EXPECT_EQ(count, 1) << unit << " " << to_rfc3339(time);
        EXPECT_EQ(times.begin()->first, first) << unit;
    }
    // The last second of the log: 0926.31600 + 11 x 0.0001 minutes, 15.94 knots, 310 degrees.
    const std::string state = run_siagactl({"state", "--operation", folder_, "--json"}).out;
    for (const char* unit : {"RAJAWALI-01", "RAJAWALI-02", "RAJAWALI-03"}) {
        EXPECT_THAT(state, HasSubstr(fmt::format(R"({{"unit":"{}","time":{},"lat":-9.4386183,"lon":124.4871,)"
                                                 R"("speed_mps":8.2,"course_deg":310,)",
                                                 unit, unix_ms(first + std::chrono::seconds(kSeconds - 1)))));
    }
}

TEST_F(Receivers, BrokenSentencesAreKeptAsideAndTheListenerGoesOn) {
    add_to_toml(
        "[listener.metrics]\nport = 0\n"
        "[[listener.nmea]]\nname = \"rakit-1\"\nunit = \"RAJAWALI-04\"\nport = 0\n");
    listeners_ = 1;
    Serving& serving = serve();
    const Time now = std::chrono::floor<std::chrono::seconds>(SystemClock().now());
    Connection receiver(ports_["nmea.rakit-1"]);
    std::string broken = rmc_sentence(now - 3s, 0);
    broken[10] = 'x';
    ASSERT_TRUE(receiver.send(rmc_sentence(now - 4s, 0) + broken + std::string(5000, '$') + "\r\n" +
                              rmc_sentence(now - 2s, 1)));
    await_stored({{"RAJAWALI-04", 2}});
    EXPECT_EQ(serving.end().exit, 0);
    EXPECT_THAT(
        run_siagactl({"status", "--operation", folder_, "--json"}).out,
        testing::AllOf(HasSubstr(R"("fixes":2,"quarantined":2,"units":1,)"),
                       HasSubstr(R"("receivers":[{"source":"nmea.rakit-1","unit":"RAJAWALI-04","place":"tcp )")));
    EXPECT_THAT(run_siagactl({"status", "--operation", folder_}).out,
                HasSubstr("nmea         tcp 127.0.0.1:0, rakit-1 of RAJAWALI-04\n"));
}

// A gateway sends each second and, when its connection breaks, all it has again: it hears no answer.
TEST_F(Receivers, AKillLosesNothingThatIsRepeatedAndDoublesNothing) {
    add_to_toml("[[listener.nmea]]\nname = \"rakit-1\"\nunit = \"RAJAWALI-04\"\nport = 0\n");
    listeners_ = 1;
    const int rounds = test::rounds(6, 1'000);
    constexpr int kPerRound = 5;
    const Time first = std::chrono::floor<std::chrono::seconds>(SystemClock().now()) - 20h;
    std::string all;
    int sent = 0;
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
        SCOPED_TRACE(fmt::format("round {}", round));
        Serving& serving = serve();
        Connection gateway(ports_["nmea.rakit-1"]);
        for (int i = 0; i < kPerRound; ++i, ++sent) all += rmc_sentence(first + std::chrono::seconds(sent), sent % 50);
        ASSERT_TRUE(gateway.send(all));
        // Every second time once all is committed, else whenever it falls.
        if (round % 2 == 1) await_stored({{"RAJAWALI-04", static_cast<std::size_t>(sent)}});
        serving.process().signal(SIGKILL);
        EXPECT_EQ(serving.process().finish().exit, 128 + SIGKILL);
    }
    Serving& serving = serve();
    Connection gateway(ports_["nmea.rakit-1"]);
    ASSERT_TRUE(gateway.send(all));
    await_stored({{"RAJAWALI-04", static_cast<std::size_t>(sent)}});
    EXPECT_EQ(serving.end().exit, 0);
    const auto stored = stored_by_unit(folder_)["RAJAWALI-04"];
    EXPECT_EQ(stored.size(), static_cast<std::size_t>(sent));
    for (const auto& [time, count] : stored) EXPECT_EQ(count, 1) << to_rfc3339(time);
}

}  // namespace
}  // namespace siaga::test
