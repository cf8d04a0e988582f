// The apps on the phones, played by curl byte for byte, against siagactl serve.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <charconv>
#include <csignal>
#include <fstream>
#include <map>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include "data/core/clock.hpp"
#include "data/store/store_reader.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"
#include "tests/support/rounds.hpp"

namespace siaga::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// The ports of the listeners, by what their line begins with.
class FieldServing {
public:
    explicit FieldServing(const std::string& folder, const std::vector<std::string>& more = {})
        : serving_(folder, more) {
        (void)serving_.await_port();
        phones = port_of("field clients over HTTP: ");
        monitor = port_of("/healthz and /metrics: ");
    }
    Process& process() { return serving_.process(); }
    Outcome end() { return serving_.end(); }

    std::uint16_t phones = 0, monitor = 0;

private:
    std::uint16_t port_of(const std::string& what) {
        std::uint16_t port = 0;
        const std::string line = serving_.process().out_line().value_or("");
        EXPECT_THAT(line, HasSubstr(what));
        std::from_chars(line.data() + line.rfind(':') + 1, line.data() + line.size(), port);
        return port;
    }
    Serving serving_;
};

class FieldClients : public testing::Test {
protected:
    void SetUp() override {
        if (run({"curl", "--version"}).exit != 0) GTEST_SKIP() << "curl is not installed; ./setup.sh installs it";
        ASSERT_EQ(run_siagactl({"init", folder_}).exit, 0);
        std::ofstream(folder_ + "/operation.toml", std::ios::app) << R"(
[listener.http]
port = 0

[listener.metrics]
port = 0

[[device]]
id = "hp-04"
unit = "RAJAWALI-04"

[[device]]
id = "hp-05"
unit = "RAJAWALI-05"
speed = "m/s"
)";
        for (const char* id : {"hp-04", "hp-05"}) tokens_[id] = add_token(folder_, id, "field");
    }

    void replace_in_toml(const std::string& from, const std::string& to) const {
        std::string toml = file_bytes(folder_ + "/operation.toml");
        toml.replace(toml.find(from), from.size(), to);
        std::ofstream(folder_ + "/operation.toml") << toml;
    }
    /// Status and body of one request, as "200 BODY".
    static std::string curl(std::vector<std::string> arguments) {
        std::vector<std::string> command{"curl", "--silent",    "--max-time",
                                         "30",   "--write-out", "%{stderr}%{http_code}"};
        command.insert(command.end(), arguments.begin(), arguments.end());
        const Outcome outcome = run(command);
        return outcome.err + " " + outcome.out;
    }
    [[nodiscard]] std::string url(const FieldServing& serving, const std::string& id) const {
        return fmt::format("http://127.0.0.1:{}/{}", serving.phones, tokens_.at(id));
    }
    [[nodiscard]] long long seconds(int after) const { return unix_ms(now_) / 1000 + after; }
    [[nodiscard]] std::string status() const { return run_siagactl({"status", "--operation", folder_, "--json"}).out; }
    [[nodiscard]] std::string state() const { return run_siagactl({"state", "--operation", folder_, "--json"}).out; }

    Scratch scratch_;
    std::string folder_ = scratch_ / "ops";
    std::map<std::string, std::string> tokens_;
    Time now_ = SystemClock().now() - 60s;
};

TEST_F(FieldClients, EachAppIsStoredAndShown) {
    FieldServing serving(folder_);
    // Traccar Client 8: a POST with everything in the query.
    EXPECT_EQ(curl({"--request", "POST",
                    fmt::format("{}?id=hp-04&timestamp={}&lat=-9.4386&lon=124.4871&speed=15.94&bearing=310.0&altitude="
                                "402.0&accuracy=12.0&batt=80.0",
                                url(serving, "hp-04"), seconds(0))}),
              "200 ");
    EXPECT_THAT(state(), HasSubstr(fmt::format(R"({{"unit":"RAJAWALI-04","time":{}000,"lat":-9.4386,"lon":124.4871,)"
                                               R"("speed_mps":8.2,"course_deg":310,)",
                                               seconds(0))));
    // Traccar Client 9: JSON.
    EXPECT_EQ(
        curl({"--header", "Content-Type: application/json", "--data-binary",
              fmt::format(R"({{"location":{{"timestamp":"{}","coords":{{"latitude":-9.4387,"longitude":124.4871,)"
                          R"("accuracy":12,"speed":-1,"heading":-1,"altitude":402}},"is_moving":false,)"
                          R"("battery":{{"level":0.79,"is_charging":false}},"extras":{{}}}},"device_id":"hp-04"}})",
                          to_rfc3339(time_from_ms(seconds(1) * 1000))),
              url(serving, "hp-04")}),
        "200 ");
    // Traccar Client 10: a form.
    EXPECT_EQ(curl({"--data", fmt::format("id=hp-04&timestamp={}&lat=-9.4388&lon=124.4871&speed=0&batt=79", seconds(2)),
                    url(serving, "hp-04") + "/"}),
              "200 ");
    // OsmAnd and GPSLogger: a GET with metres a second, GPSLogger with its own user and password.
    EXPECT_EQ(curl({fmt::format("{}?id=hp-05&lat=-9.44&lon=124.48&timestamp={}000&hdop=4&altitude=402&speed=8.2",
                                url(serving, "hp-05"), seconds(3))}),
              "200 ");
    EXPECT_EQ(curl({"--user", "hp-05:" + tokens_["hp-05"],
                    fmt::format("http://127.0.0.1:{}/?lat=-9.4401&lon=124.48&timestamp={}&speed=8.2", serving.phones,
                                to_rfc3339(time_from_ms(seconds(4) * 1000)))}),
              "200 ");
    EXPECT_THAT(state(), HasSubstr(R"("lat":-9.4401,"lon":124.48,"speed_mps":8.2,)"));
    // OwnTracks.
    EXPECT_EQ(curl({"--user", "hp-04:" + tokens_["hp-04"], "--header", "X-Limit-U: hp-04", "--header",
                    "X-Limit-D: hp-04", "--header", "Content-Type: application/json", "--data-binary",
                    fmt::format(R"({{"_type":"location","acc":12,"alt":402,"batt":78,"cog":10,"lat":-9.4389,)"
                                R"("lon":124.4871,"tid":"04","tst":{},"vel":29}})",
                                seconds(5)),
                    fmt::format("http://127.0.0.1:{}/owntracks", serving.phones)}),
              "200 []");
    EXPECT_THAT(status(), HasSubstr(R"("fixes":6,"quarantined":0,"units":2,)"));
    EXPECT_EQ(serving.end().exit, 0);
}

TEST_F(FieldClients, AnSosRaisesTheAlarmOnceHoweverOftenItIsRepeated) {
    FieldServing serving(folder_);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(curl({"--data", fmt::format("id=hp-04&timestamp={}&lat=-9.4386&lon=124.4871&alarm=sos", seconds(0)),
                        url(serving, "hp-04")}),
                  "200 ");
    }
    EXPECT_THAT(status(), HasSubstr(R"("fixes":1,"quarantined":0,"units":1,"open_alerts":1,)"));
    EXPECT_EQ(serving.end().exit, 0);
    int calls = 0;
    StoreReader(folder_).read_entries(
        0, [&](const Entry& entry) { calls += std::holds_alternative<Emergency>(entry.event.body) ? 1 : 0; });
    EXPECT_EQ(calls, 1);
}

TEST_F(FieldClients, ABadRecordIsKeptAsideAndDoesNotBlockThePhone) {
    FieldServing serving(folder_);
    EXPECT_EQ(
        curl({"--data", fmt::format("id=hp-04&timestamp={}&lat=-95&lon=124.4871", seconds(0)), url(serving, "hp-04")}),
        "200 ");
    EXPECT_EQ(curl({"--data", "id=hp-04&timestamp=soon&lat=-9.4&lon=124.4871", url(serving, "hp-04")}), "200 ");
    EXPECT_THAT(status(), HasSubstr(R"("fixes":0,"quarantined":2,)"));
    EXPECT_EQ(serving.end().exit, 0);
}

TEST_F(FieldClients, AStrangerIsRefusedAndTheLogNamesHimButNoToken) {
    FieldServing serving(folder_);
    const std::string form = fmt::format("id=hp-04&timestamp={}&lat=-9.4&lon=124.4871", seconds(0));
    EXPECT_EQ(curl({"--data", form, fmt::format("http://127.0.0.1:{}/", serving.phones)}),
              "401 a token is needed: /TOKEN\n");
    EXPECT_EQ(curl({"--data", form, url(serving, "hp-05")}), "401 token and source do not belong together here\n");
    EXPECT_EQ(curl({"--data", "lat=1", url(serving, "hp-04")}), "400 no id: the post does not name its device\n");
    EXPECT_THAT(status(), HasSubstr(R"("fixes":0,"quarantined":0,)"));
    const Outcome ended = serving.end();
    EXPECT_THAT(ended.err, HasSubstr("127.0.0.1: a post of device 'hp-04' refused with 401"));
    EXPECT_EQ(ended.err.find(tokens_["hp-05"]), std::string::npos);
}

TEST_F(FieldClients, AMonitorReadsHealthAndFigures) {
    FieldServing serving(folder_);
    std::string health;
    while (health != "200 ok\n") {  // until the core has said its first word
        health = curl({fmt::format("http://127.0.0.1:{}/healthz", serving.monitor)});
        ASSERT_TRUE(health == "200 ok\n" || health == "503 the core has not begun\n") << health;
    }
    EXPECT_EQ(
        curl({"--data", fmt::format("id=hp-04&timestamp={}&lat=-9.4&lon=124.4871", seconds(0)), url(serving, "hp-04")}),
        "200 ");
    EXPECT_THAT(curl({fmt::format("http://127.0.0.1:{}/metrics", serving.monitor)}),
                testing::AllOf(StartsWith("200 # HELP siaga_recording "),
                               HasSubstr("\nsiaga_http_answers_total{status=\"200\"} 1\n")));
    EXPECT_EQ(serving.end().exit, 0);
}

TEST_F(FieldClients, TheFeedMayStayOffWhenPhonesAreLetIn) {
    replace_in_toml("[listener.feed]", "[off]");
    Process serve(siagactl({"serve", "--operation", folder_}));
    EXPECT_THAT(serve.out_line().value_or(""), HasSubstr(": field clients over HTTP: listening on 127.0.0.1:"));
    serve.signal(SIGTERM);
    EXPECT_EQ(serve.finish().exit, 0);
    replace_in_toml("[listener.http]", "[off2]");
    EXPECT_THAT(run_siagactl({"serve", "--operation", folder_}).err,
                HasSubstr("nothing may come in: name [listener.feed], [listener.http], [listener.cot], "
                          "[[listener.nmea]] or [[gpsd]] in "
                          "operation.toml, or give --port"));
}

TEST_F(FieldClients, AnIdAloneOnAnOpenAddressIsRefusedAtTheStart) {
    replace_in_toml("[listener.http]", "[listener.http]\ndevice_id_alone = true\naddress = \"0.0.0.0\"");
    const Outcome refused = run_siagactl({"serve", "--operation", folder_});
    EXPECT_EQ(refused.exit, 3);
    EXPECT_THAT(refused.err, HasSubstr("whoever knows an id could send in its name to 0.0.0.0; use tokens, or a "
                                       "loopback address"));
}

/// How often each time was stored.
std::map<Time, int> stored_times(const std::string& folder) {
    std::map<Time, int> count;
    StoreReader(folder).read_fixes([&](const Fix& fix) { ++count[fix.time]; });
    return count;
}

/// A request of one app: where it goes, with the token behind that or in a header, and its record as the app writes it.
struct PhoneApp {
    std::string name, target;
    bool signs_in;
    std::string headers;
    std::string (*body)(long long second, int number);
};

void PrintTo(const PhoneApp& app, std::ostream* out) { *out << app.name; }

const PhoneApp kPhoneApps[] = {
    {"TraccarForm", "/", false, "",
     [](long long second, int number) {
         return fmt::format("id=hp-04&timestamp={}&lat=-9.{:06}&lon=124.4871", second, 400'000 + number);
     }},
    {"TraccarJson", "/", false, "Content-Type: application/json\r\n",
     [](long long second, int number) {
         return fmt::format(R"({{"device_id":"hp-04","location":{{"timestamp":"{}","coords":{{"latitude":-9.{:06},)"
                            R"("longitude":124.4871,"accuracy":12,"speed":-1,"heading":-1,"altitude":402}}}}}})",
                            to_rfc3339(time_from_ms(second * 1000)), 400'000 + number);
     }},
    {"OwnTracks", "/owntracks", true, "Content-Type: application/json\r\n",
     [](long long second, int number) {
         return fmt::format(R"({{"_type":"location","lat":-9.{:06},"lon":124.4871,"tid":"04","tst":{}}})",
                            400'000 + number, second);
     }},
};

/// The header with which an app signs in by name and password.
std::string basic_auth(const std::string& name, const std::string& password) {
    const std::string pair = name + ":" + password;
    std::string encoded(4 * (pair.size() / 3 + 1) + 1, '\0');
    encoded.resize(static_cast<std::size_t>(::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                                              reinterpret_cast<const unsigned char*>(pair.data()),
                                                              static_cast<int>(pair.size()))));
    return "Authorization: Basic " + encoded + "\r\n";
}

class FieldClientsKilled : public FieldClients, public testing::WithParamInterface<PhoneApp> {
protected:
    [[nodiscard]] std::string post(int n) const {
        const PhoneApp& app = GetParam();
        const std::string body = app.body(seconds(n - kBefore), n);
        const std::string& token = tokens_.at("hp-04");
        return fmt::format("POST {} HTTP/1.1\r\nHost: siaga\r\n{}{}Content-Length: {}\r\n\r\n{}",
                           app.signs_in ? app.target : app.target + token,
                           app.signs_in ? basic_auth("hp-04", token) : "", app.headers, body.size(), body);
    }
    [[nodiscard]] std::size_t stored() const { return stored_times(folder_).size(); }
    /// Posts record `next_` and hears its 200.
    void deliver(Connection& phone) {
        ASSERT_TRUE(phone.send(post(next_)));
        // Behind what was left of the last answer: OwnTracks gets "[]".
        ASSERT_THAT(phone.line().value_or("nothing"), EndsWith("HTTP/1.1 200 OK\r"));
        while (phone.line().value_or("\r") != "\r") {
        }
        ASSERT_EQ(stored(), static_cast<std::size_t>(++next_)) << "answered, not stored";
    }
    /// Posts record `next_` and kills the core before the phone hears of it; every second time once it is committed.
    void cut_off(FieldServing& serving, Connection& phone, bool once_committed) {
        ASSERT_TRUE(phone.send(post(next_)));
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (once_committed && stored() == static_cast<std::size_t>(next_)) {
            ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "never committed";
        }
        serving.process().signal(SIGKILL);
        EXPECT_EQ(serving.process().finish().exit, 128 + SIGKILL);
        committed_ += stored() > static_cast<std::size_t>(next_) ? 1 : 0;
    }

    static constexpr int kBefore = 20'000;  ///< seconds; the records are as many apart
    int next_ = 0;
    int committed_ = 0;  ///< kills between the commit and what the phone knows
};

// A phone posts one record after the other and repeats what was not answered with 2xx.
TEST_P(FieldClientsKilled, APhoneLosesNothingAndDoublesNothing) {
    const int rounds = test::rounds(6, 1'000);
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
        SCOPED_TRACE(fmt::format("round {}", round));
        FieldServing serving(folder_);
        Connection phone(serving.phones);
        for (int i = 0; i < 3 && !HasFatalFailure(); ++i) deliver(phone);
        if (!HasFatalFailure()) cut_off(serving, phone, round % 2 == 1);
    }
    FieldServing serving(folder_);
    Connection phone(serving.phones);
    deliver(phone);
    EXPECT_EQ(serving.end().exit, 0);
    const auto times = stored_times(folder_);
    EXPECT_EQ(times.size(), static_cast<std::size_t>(next_));
    for (const auto& [time, count] : times) EXPECT_EQ(count, 1) << to_rfc3339(time);
    EXPECT_GE(committed_, rounds / 2) << "no kill fell between the commit and the repeat";
    fmt::print("{} records, {} kills between commit and repeat\n", next_, committed_);
}

INSTANTIATE_TEST_SUITE_P(Apps, FieldClientsKilled, testing::ValuesIn(kPhoneApps),
                         [](const auto& app) { return app.param.name; });

}  // namespace
}  // namespace siaga::test
