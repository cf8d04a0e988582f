// siagactl import: the track of a recorder, with the core stopped and beside one that runs.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "data/core/clock.hpp"
#include "tests/integration/support/nmea_log.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class Import : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(run_siagactl({"init", folder_}).exit, 0); }

    /// A track of so many seconds, the first at `first`.
    std::string gpx(Time first, int seconds, const std::string& more = {}) const {
        std::string points;
        for (int i = 0; i < seconds; ++i) {
            points += fmt::format("<trkpt lat=\"-9.{:06}\" lon=\"124.4871\"><time>{}</time></trkpt>\n", 438'600 + i,
                                  to_rfc3339(first + std::chrono::seconds(i)));
        }
        return write("<gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\"><trk><trkseg>\n" + points +
                     "</trkseg></trk>" + more + "</gpx>\n");
    }
    [[nodiscard]] std::string write(const std::string& content) const {
        std::ofstream(scratch_ / "track.gpx") << content;
        return scratch_ / "track.gpx";
    }
    [[nodiscard]] Outcome import(const std::string& file, std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"import", "--operation", folder_, file, "--unit", "RAJAWALI-04"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_siagactl(arguments);
    }
    [[nodiscard]] std::string status() const { return run_siagactl({"status", "--operation", folder_, "--json"}).out; }

    Scratch scratch_;
    std::string folder_ = scratch_ / "ops";
    Time now_ = std::chrono::floor<std::chrono::seconds>(SystemClock().now());
};

TEST_F(Import, StoresATrackOnceHoweverOftenItIsImported) {
    const std::string file = gpx(now_ - 2h, 5000, "<wpt lat=\"1\" lon=\"2\"/>");
    const Outcome first = import(file);
    EXPECT_EQ(first.exit, 0) << first.err;
    EXPECT_EQ(first.out,
              "5000 points with a time: 1 tracks, 1 segments, 0 waypoints\n"
              "refused: 1 points without a time\n"
              "RAJAWALI-04: 5000 stored, 0 there already, 0 refused\n");
    EXPECT_EQ(first.err, "") << "no bar in a pipe";
    EXPECT_THAT(status(), HasSubstr(R"("fixes":5000,"quarantined":0,"units":1,)"));
    const Outcome second = import(file);
    EXPECT_EQ(second.exit, 0) << second.err;
    EXPECT_THAT(second.out, HasSubstr("RAJAWALI-04: 0 stored, 5000 there already, 0 refused\n"
                                      "nothing is new: this was imported before\n"));
    EXPECT_THAT(status(), HasSubstr(R"("fixes":5000,"quarantined":0,"units":1,)"));
}

TEST_F(Import, SpeaksToACoreThatRuns) {
    const std::string file = gpx(now_ - 2h, 5000);
    Serving serving(folder_);
    const std::string port = std::to_string(serving.await_port());
    const Outcome first = import(file, {"--connect", "127.0.0.1:" + port});
    EXPECT_EQ(first.exit, 0) << first.err;
    EXPECT_THAT(first.out, HasSubstr("RAJAWALI-04: 5000 stored, 0 there already, 0 refused\n"));
    const Outcome second = import(file, {"--connect", "127.0.0.1:" + port});
    EXPECT_EQ(second.exit, 0) << second.err;
    EXPECT_THAT(second.out, HasSubstr("RAJAWALI-04: 0 stored, 5000 there already, 0 refused\n"
                                      "nothing is new: this was imported before\n"));
    EXPECT_EQ(serving.end().exit, 0);
    EXPECT_THAT(import(file).out, HasSubstr("RAJAWALI-04: 0 stored, 5000 there already, 0 refused\n"))
        << "the same with the core stopped";
    EXPECT_THAT(status(), HasSubstr(R"("fixes":5000,"quarantined":0,"units":1,)"));
}

TEST_F(Import, SaysWhereItCannotReachTheCore) {
    const std::string file = gpx(now_ - 2h, 2);
    std::string toml = file_bytes(folder_ + "/operation.toml");
    toml.replace(toml.find("[listener.feed]"), 15, "[off]");
    std::ofstream(folder_ + "/operation.toml") << toml;
    Serving serving(folder_);
    ASSERT_NE(serving.await_port(), 0);
    const Outcome refused = import(file);
    EXPECT_EQ(refused.exit, 3);
    EXPECT_THAT(refused.err, HasSubstr("a core runs here and operation.toml does not say where its feed is: give "
                                       "--connect HOST:PORT, or end the core first"));
}

TEST_F(Import, KeepsATeleportAsideOnceAndNamesIt) {
    const std::string file =
        write(fmt::format("<gpx version=\"1.1\"><trk><trkseg><trkpt lat=\"-9.4\" lon=\"124.4\"><time>{}</time></trkpt>"
                          "<trkpt lat=\"-9.9\" lon=\"124.4\"><time>{}</time></trkpt>"
                          "<trkpt lat=\"-9.4\" lon=\"124.4\"><time>{}</time></trkpt></trkseg></trk></gpx>",
                          to_rfc3339(now_ - 300s), to_rfc3339(now_ - 299s), to_rfc3339(now_ - 298s)));
    for (const char* counts : {"RAJAWALI-04: 2 stored, 0 there already, 1 refused\n",
                               "RAJAWALI-04: 0 stored, 2 there already, 1 refused\n"}) {
        const Outcome outcome = import(file);
        EXPECT_EQ(outcome.exit, 1);
        EXPECT_THAT(outcome.out, AllOf(HasSubstr(counts), HasSubstr("the first refused is point 2: TELEPORT: ")));
    }
    EXPECT_THAT(status(), HasSubstr(R"("fixes":2,"quarantined":1,"units":1,)"));
}

TEST_F(Import, KeepsOldTracksAsHistory) {
    const Outcome outcome = import(gpx(now_ - std::chrono::hours(24 * 400), 10));
    EXPECT_EQ(outcome.exit, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("RAJAWALI-04: 10 stored, "));
    EXPECT_THAT(run_siagactl({"state", "--operation", folder_, "--json"}).out,
                AllOf(HasSubstr(R"("units":[],)"), HasSubstr(R"("alert":"JAM_SALAH RAJAWALI-04")")))
        << "the marker does not go there";
    EXPECT_THAT(import(gpx(now_ - std::chrono::hours(24 * 400), 10)).out, HasSubstr(": 0 stored, 10 there already, "));
}

TEST_F(Import, RefusesWhatIsNoTrackWithTheReason) {
    const auto refused = [&](const std::string& content) {
        const Outcome outcome = import(write(content));
        EXPECT_NE(outcome.exit, 0);
        return outcome.err;
    };
    EXPECT_THAT(refused("\x1f\x8b\x08"), HasSubstr("track.gpx: byte 0: it is compressed; unpack it with gunzip first"));
    EXPECT_THAT(refused("<!DOCTYPE gpx><gpx version=\"1.1\"/>"), HasSubstr("a DOCTYPE, which is refused"));
    EXPECT_THAT(refused("<gpx version=\"1.1\"><wpt lat=\"1\" lon=\"2\"/></gpx>"),
                HasSubstr("there is nothing to import: no point with a time that can be read"));
    EXPECT_THAT(import(scratch_ / "none.gpx").err, HasSubstr("none.gpx"));
    const Outcome unit = run_siagactl({"import", "--operation", folder_, write(""), "--unit", "A;B"});
    EXPECT_EQ(unit.exit, 2);
    EXPECT_THAT(unit.err, HasSubstr("--unit: 'A;B' is not 1 to 64 of letters"));
}

TEST_F(Import, TakesWhatGpsBabelWrites) {
    if (run({"gpsbabel", "-V"}).exit != 0) GTEST_SKIP() << "gpsbabel is not installed; ./setup.sh installs it";
    const Time first = now_ - 2h;
    std::ofstream(scratch_ / "receiver.nmea") << nmea_log(first, 20);
    for (const char* version : {"1.0", "1.1"}) {
        const Outcome made = run({"gpsbabel", "-t", "-i", "nmea", "-f", scratch_ / "receiver.nmea", "-o",
                                  std::string("gpx,gpxver=") + version, "-F", scratch_ / "babel.gpx"});
        ASSERT_EQ(made.exit, 0) << made.err;
        const Outcome outcome = import(scratch_ / "babel.gpx");
        EXPECT_EQ(outcome.exit, 0) << outcome.err << outcome.out;
        EXPECT_THAT(outcome.out, HasSubstr("20 points with a time: 1 tracks, "));
    }
    EXPECT_THAT(status(), HasSubstr(R"("fixes":20,"quarantined":0,"units":1,)")) << "the same track in two versions";
    // The last second: 0926.31600 + 19 x 0.0001 minutes; only 1.0 has speed and course.
    EXPECT_THAT(run_siagactl({"state", "--operation", folder_, "--json"}).out,
                HasSubstr(fmt::format(R"({{"unit":"RAJAWALI-04","time":{},"lat":-9.4386317,"lon":124.4871,)"
                                      R"("speed_mps":8.2,"course_deg":310,)",
                                      unix_ms(first + 19s))));
}

}  // namespace
}  // namespace siaga::test
