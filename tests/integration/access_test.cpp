// Who may come in, changed by siagactl beside a running siagactl serve.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "data/core/clock.hpp"
#include "data/store/store_reader.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::test {
namespace {

using testing::HasSubstr;

class AccessOfServe : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(run_siagactl({"init", folder_}).exit, 0); }

    /// `siagactl WORD WORD ... --operation FOLDER`
    Outcome ctl(std::vector<std::string> words) const {
        words.insert(words.end(), {"--operation", folder_});
        return run_siagactl(words);
    }
    /// The last line, as of a token.
    static std::string last_line(std::string text) {
        while (!text.empty() && text.back() == '\n') text.pop_back();
        return text.substr(text.rfind('\n') + 1);
    }
    /// How many entries of each kind the ledger has, with their step where they have one.
    [[nodiscard]] std::map<std::string, int> kinds() const {
        std::map<std::string, int> kinds;
        StoreReader(folder_).read_entries(0, [&](const Entry& entry) {
            std::string kind(kind_of(entry.event));
            if (const auto* access = std::get_if<AccessChanged>(&entry.event.body))
                kind += " " + std::string(name_of(access->step));
            if (const auto* device = std::get_if<DeviceDecided>(&entry.event.body))
                kind += " " + std::string(name_of(device->step));
            ++kinds[kind];
        });
        return kinds;
    }

    Scratch scratch_;
    std::string folder_ = scratch_ / "ops";
};

TEST_F(AccessOfServe, ARevokedTokenEndsItsSessionWithoutARestart) {
    const std::string token = add_token(folder_, "poskotis-7", "field");
    const std::string other = add_token(folder_, "poskotis-8", "field");
    Serving serving(folder_);
    const std::uint16_t port = serving.await_port();
    Connection revoked(port);
    Connection stays(port);
    revoked.send(hello(token, "poskotis-7"));
    stays.send(hello(other, "poskotis-8"));
    EXPECT_THAT(revoked.line().value_or(""), HasSubstr("welcome"));
    EXPECT_THAT(stays.line().value_or(""), HasSubstr("welcome"));

    EXPECT_EQ(ctl({"token", "revoke", "--source", "poskotis-7"}).exit, 0);
    EXPECT_THAT(revoked.line().value_or(""), HasSubstr("TOKEN_REVOKED"));
    EXPECT_TRUE(revoked.closes());
    stays.send(R"({"type":"fix","seq":1,"unit":"A","time":)" + std::to_string(unix_ms(SystemClock().now())) +
               R"(,"lat":-9.4,"lon":124.5})" + "\n");
    EXPECT_THAT(stays.line().value_or(""), HasSubstr(R"("ack","seq":1)"));
    Connection again(port);
    again.send(hello(token, "poskotis-7"));
    EXPECT_THAT(again.line().value_or(""), HasSubstr("TOKEN_REVOKED"));

    const Outcome list = ctl({"token", "list", "--json"});
    EXPECT_THAT(list.out, HasSubstr(R"({"source":"poskotis-7","role":"field","units":[],"state":"revoked",)"));
    EXPECT_THAT(list.out, HasSubstr(R"({"source":"poskotis-8","role":"field","units":[],"state":"valid",)"));
    EXPECT_THAT(list.out, testing::Not(HasSubstr(token)));
    EXPECT_EQ(serving.end().exit, 0);
    std::map<std::string, int> found = kinds();
    EXPECT_EQ(found["access DITAMBAH"], 2);
    EXPECT_EQ(found["access DICABUT"], 1);
    EXPECT_EQ(found["sign_in"], 2);
    EXPECT_EQ(found["sign_in_refused"], 1);
    EXPECT_EQ(ctl({"verify"}).exit, 0);
}

TEST_F(AccessOfServe, AKeyThatWasChangedWhileNoCoreRanIsEnteredAtItsStart) {
    (void)add_token(folder_, "poskotis-7", "field");
    {
        Serving serving(folder_);
        (void)serving.await_port();
        EXPECT_EQ(serving.end().exit, 0);
    }
    EXPECT_EQ(kinds()["access DITAMBAH"], 1);
    EXPECT_EQ(ctl({"token", "revoke", "--source", "poskotis-7"}).exit, 0);
    EXPECT_EQ(kinds()["access DICABUT"], 0);
    Serving serving(folder_);
    (void)serving.await_port();
    EXPECT_EQ(serving.end().exit, 0);
    EXPECT_EQ(kinds()["access DICABUT"], 1);
    EXPECT_EQ(kinds()["access DITAMBAH"], 1);
}

TEST_F(AccessOfServe, ATokenHasAnEnd) {
    const Outcome added =
        ctl({"token", "add", "--source", "tamu", "--role", "viewer", "--expires", "2199-12-02T00:00+08:00"});
    EXPECT_EQ(added.exit, 0);
    EXPECT_THAT(added.err, HasSubstr("token of tamu (viewer), until 2199-12-01T16:00:00.000Z"));
    EXPECT_EQ(ctl({"token", "add", "--source", "b", "--role", "viewer", "--for", "7d"}).exit, 0);
    const Outcome list = ctl({"token", "list"});
    EXPECT_THAT(list.out, HasSubstr("2199-12-02T00:00:00.000+08:00"));
    const Outcome over = ctl({"token", "add", "--source", "c", "--role", "viewer", "--expires", "2024-01-01T00:00Z"});
    EXPECT_EQ(over.exit, 2);
    EXPECT_THAT(over.err, HasSubstr("--expires: is over: it is "));
    const Outcome both =
        ctl({"token", "add", "--source", "d", "--role", "viewer", "--for", "7d", "--expires", "2199-01-01T00:00Z"});
    EXPECT_EQ(both.exit, 2);
}

class DevicesOfServe : public AccessOfServe {
protected:
    void SetUp() override {
        if (run({"curl", "--version"}).exit != 0) GTEST_SKIP() << "curl is not installed; ./setup.sh installs it";
        AccessOfServe::SetUp();
        std::ofstream(folder_ + "/operation.toml", std::ios::app) << "\n[listener.http]\nport = 0\n";
    }
    /// The status of a post of the phone hp-07.
    static std::string post(std::uint16_t port, const std::string& token) {
        const long long now = unix_ms(SystemClock().now()) / 1000;
        return run({"curl", "--silent", "--max-time", "60", "--output", "/dev/null", "--write-out", "%{http_code}",
                    "--data", fmt::format("id=hp-07&lat=-9.4386&lon=124.4871&timestamp={}", now),
                    fmt::format("http://127.0.0.1:{}/{}", port, token)})
            .out;
    }
};

TEST_F(DevicesOfServe, AnUnknownPhoneWaitsAndIsAcceptedWithoutARestart) {
    Serving serving(folder_);
    (void)serving.await_port();
    const std::string line = serving.process().out_line().value_or("");
    std::uint16_t port = 0;
    std::from_chars(line.data() + line.rfind(':') + 1, line.data() + line.size(), port);
    EXPECT_EQ(post(port, "guess"), "401");

    std::string list;
    while (list.find("waiting") == std::string::npos) list = ctl({"device", "list"}).out;
    EXPECT_THAT(list, HasSubstr("hp-07                    waiting   1 calls from 127.0.0.1"));
    EXPECT_THAT(list, HasSubstr("lat -9.43860 lon 124.48710"));
    EXPECT_THAT(ctl({"status"}).out, HasSubstr("waiting    hp-07 from 127.0.0.1"));

    const Outcome accepted = ctl({"device", "accept", "hp-07", "--unit", "RAJAWALI-07"});
    EXPECT_EQ(accepted.exit, 0) << accepted.err;
    const std::string token = last_line(accepted.out);
    EXPECT_EQ(token.size(), 64U);
    EXPECT_EQ(post(port, token), "200");
    EXPECT_EQ(post(port, "guess"), "401") << "it still needs its token";
    EXPECT_THAT(ctl({"state", "--json"}).out, HasSubstr(R"({"unit":"RAJAWALI-07",)"));
    EXPECT_EQ(ctl({"device", "accept", "hp-07", "--unit", "RAJAWALI-08"}).exit, 2);

    while (kinds()["device DITERIMA"] == 0) std::this_thread::yield();  // the core looks once a second
    EXPECT_EQ(ctl({"device", "refuse", "hp-07"}).exit, 0);
    EXPECT_EQ(post(port, token), "401");
    EXPECT_EQ(serving.end().exit, 0);
    EXPECT_THAT(ctl({"device", "list"}).out, HasSubstr("hp-07                    refused"));
    std::map<std::string, int> found = kinds();
    EXPECT_EQ(found["device DITERIMA"], 1);
    EXPECT_EQ(found["device DITOLAK"], 1);
    EXPECT_EQ(found["access DITAMBAH"], 1);
    EXPECT_EQ(found["access DICABUT"], 1);
    EXPECT_EQ(found["sign_in"], 1);
    EXPECT_THAT(ctl({"status"}).out, HasSubstr("TOKEN_SALAH by http from 127.0.0.1 as 'hp-07'"));
    EXPECT_EQ(ctl({"verify"}).exit, 0);
}

}  // namespace
}  // namespace siaga::test
