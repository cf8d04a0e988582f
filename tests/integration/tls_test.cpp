// siagactl cert, and a core whose feed is inside TLS: an import goes through it, and a TAK client of a certificate.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class Certificates : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(run_siagactl({"init", folder_, "--simulated"}).exit, 0); }
    [[nodiscard]] Outcome cert(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "cert");
        arguments.insert(arguments.end(), {"--operation", folder_});
        return run_siagactl(arguments);
    }
    [[nodiscard]] Outcome issue(const std::string& source, const std::string& out) const {
        return cert(
            {"issue", "--source", source, "--role", "field", "--units", "RAJAWALI-04", "--out", scratch_ / out});
    }
    /// [listener.feed] of operation.toml, with these lines.
    void set_feed(const std::string& lines) const {
        const std::string file = folder_ + "/operation.toml";
        std::ifstream in(file);
        std::string text(std::istreambuf_iterator<char>(in), {});
        const std::size_t table = text.find("[listener.feed]"), end = text.find("7117", table) + 5;
        text.replace(table, end - table, "[listener.feed]\n" + lines);
        std::ofstream(file) << text;
    }
    static mode_t mode_of(const fs::path& file) {
        struct stat info {};
        EXPECT_EQ(::stat(file.c_str(), &info), 0) << file;
        return info.st_mode & 0777U;
    }

    Scratch scratch_;
    std::string folder_ = scratch_ / "ops";
};

TEST_F(Certificates, AreMadeIssuedListedAndRevoked) {
    const Outcome made = cert({"init", "--name", "posko.example,10.8.0.1"});
    ASSERT_EQ(made.exit, 0) << made.err;
    EXPECT_THAT(made.out, HasSubstr("posko.example, 10.8.0.1, localhost, 127.0.0.1, ::1"));
    for (const char* key : {"ca.key", "server.key"}) EXPECT_EQ(mode_of(folder_ + "/keys/tls/" + key), 0600U);
    EXPECT_THAT(cert({"init", "--name", "posko.example"}).out, HasSubstr("the authority stays"));

    const Outcome issued = issue("hp-04", "hp-04");
    ASSERT_EQ(issued.exit, 0);
    EXPECT_THAT(issued.out, testing::MatchesRegex("[a-z2-9]{4}(-[a-z2-9]{4}){3}\n")) << "the password, alone";
    EXPECT_TRUE(fs::exists(scratch_ / "hp-04/client.p12"));
    EXPECT_TRUE(fs::exists(scratch_ / "hp-04/ca.p12"));
    EXPECT_EQ(mode_of(scratch_ / "hp-04/client.key"), 0600U);
    EXPECT_TRUE(fs::exists(scratch_ / "hp-04/client.pem"));
    EXPECT_TRUE(fs::exists(scratch_ / "hp-04/ca.pem"));
    EXPECT_THAT(cert({"list"}).out, testing::ContainsRegex("hp-04 +field +valid .*RAJAWALI-04"));
    EXPECT_EQ(run_siagactl({"token", "list", "--operation", folder_}).out, "") << "a certificate is no token";

    const Outcome again = issue("hp-04", "hp-04-b");
    EXPECT_EQ(again.exit, 3);
    EXPECT_THAT(again.err, HasSubstr("source 'hp-04' has a certificate already: end it with siagactl cert revoke"));
    ASSERT_EQ(cert({"revoke", "--source", "hp-04"}).exit, 0);
    EXPECT_THAT(cert({"list"}).out, HasSubstr("revoked"));
}

TEST_F(Certificates, ComeAsADataPackageWhereTheServerIsNamed) {
    ASSERT_EQ(cert({"init", "--name", "posko"}).exit, 0);
    const Outcome issued = cert({"issue", "--source", "hp-04", "--role", "field", "--units", "RAJAWALI-04", "--server",
                                 "posko", "--out", scratch_ / "hp-04"});
    ASSERT_EQ(issued.exit, 0) << issued.err;
    EXPECT_EQ(mode_of(scratch_ / "hp-04/tak.zip"), 0600U);
    EXPECT_EQ(
        cert({"issue", "--source", "hp-05", "--role", "field", "--server", "posko:x", "--out", scratch_ / "b"}).exit,
        2);
    EXPECT_FALSE(fs::exists(scratch_ / "b"));
}

TEST_F(Certificates, AreRefusedWithTheWayOut) {
    const Outcome early = issue("hp-04", "hp-04");
    EXPECT_EQ(early.exit, 3);
    EXPECT_THAT(early.err, HasSubstr("siagactl cert init"));
    EXPECT_FALSE(fs::exists(scratch_ / "hp-04"));
    EXPECT_EQ(cert({"init", "--name", "a b"}).exit, 2);
    ASSERT_EQ(cert({"init", "--name", "posko"}).exit, 0);
    fs::create_directory(scratch_ / "there");
    EXPECT_THAT(issue("hp-04", "there").err, HasSubstr("give --out a folder that is not there yet"));
    EXPECT_EQ(cert({"list"}).out, "");
}

TEST_F(Certificates, CarryAnImportAndAreInTheStatus) {
    set_feed("tls = true\nport = 0\n");
    ASSERT_EQ(cert({"init", "--name", "posko"}).exit, 0);
    Serving serving(folder_);
    const std::uint16_t port = serving.await_port();
    ASSERT_NE(port, 0);
    EXPECT_THAT(run_siagactl({"status", "--operation", folder_}).out, HasSubstr("(TLS)"));
    {
        std::ofstream(scratch_ / "a.gpx")
            << R"(<gpx version="1.1" creator="a" xmlns="http://www.topografix.com/GPX/1/1">)"
            << R"(<trk><trkseg><trkpt lat="-9.44" lon="124.48"><time>2024-11-30T06:00:00Z)"
            << "</time></trkpt></trkseg></trk></gpx>";
    }
    const Outcome import = run_siagactl({"import", "--operation", folder_, scratch_ / "a.gpx", "--unit", "RAJAWALI-04",
                                         "--connect", fmt::format("127.0.0.1:{}", port)});
    EXPECT_EQ(import.exit, 0) << import.err;
    EXPECT_THAT(import.out, HasSubstr("1 stored"));
    Connection plain(port);
    ASSERT_TRUE(plain.send(hello("token", "nc")));
    EXPECT_TRUE(plain.closes());
    EXPECT_EQ(serving.end().exit, 0);
    // The plain one is in the ledger.
    EXPECT_EQ(run_siagactl({"export", "events", "--operation", folder_, "--output", scratch_ / "events.csv"}).exit, 0);
    std::ifstream events(scratch_ / "events.csv");
    EXPECT_THAT(std::string(std::istreambuf_iterator<char>(events), {}), HasSubstr("TLS_GAGAL"));
}

TEST_F(Certificates, OfTheListenersAreMissedAtTheStart) {
    set_feed("tls = true\nport = 0\n");
    const Outcome refused = run_siagactl({"serve", "--operation", folder_});
    EXPECT_EQ(refused.exit, 3);
    EXPECT_THAT(refused.err, HasSubstr("siagactl cert init"));
}

}  // namespace
}  // namespace siaga::test
