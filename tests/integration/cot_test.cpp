// A TAK client against siagactl serve: its position in the state, an emergency that becomes an alarm, an unknown one
// that an operator accepts while the core runs, and a kill.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <charconv>
#include <csignal>
#include <fstream>
#include <memory>
#include <string>

#include "data/core/clock.hpp"
#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"
#include "tests/integration/support/serving.hpp"

namespace siaga::test {
namespace {

using testing::HasSubstr;

class TakClient : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(run_siagactl({"init", folder_}).exit, 0);
        std::ofstream(folder_ + "/operation.toml", std::ios::app)
            << "[listener.cot]\nport = 0\n[[device]]\nid = \"ANDROID-1f\"\nunit = \"RAJAWALI-04\"\n";
    }
    void serve() {
        serving_.reset();
        serving_ = std::make_unique<Serving>(folder_);
        ASSERT_NE(serving_->await_port(), 0);
        const std::string line = serving_->process().out_line().value_or("");
        EXPECT_THAT(line, HasSubstr("TAK clients: listening on 127.0.0.1:"));
        std::from_chars(line.data() + line.rfind(':') + 1, line.data() + line.size(), port_);
    }
    [[nodiscard]] std::string event(std::string_view uid, std::string_view type, Millis after,
                                    std::string_view detail = {}) const {
        return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?><event version="2.0" uid="{}" type="{}" time="{}">)"
                           R"(<point lat="-9.4386" lon="124.4871" hae="402.0" ce="12.0" le="9999999.0"/>)"
                           R"(<detail>{}</detail></event>)",
                           uid, type, to_rfc3339(now_ + after), detail);
    }
    [[nodiscard]] std::string contact(std::string_view uid, Millis after) const {
        return event(uid, "a-f-G-U-C", after,
                     R"(<contact callsign="R4"/><status battery="80"/><track course="310.0" speed="8.2"/>)");
    }
    /// What siagactl prints once it has that in it; the machine may be busy.
    [[nodiscard]] std::string await(const std::vector<std::string>& command, const std::string& text) const {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        std::string said;
        while (std::chrono::steady_clock::now() < deadline) {
            said = run_siagactl(command).out;
            if (said.find(text) != std::string::npos) break;
        }
        return said;
    }
    [[nodiscard]] std::string await_state(const std::string& text) const {
        return await({"state", "--operation", folder_, "--json"}, text);
    }

    Scratch scratch_;
    std::string folder_ = scratch_ / "ops";
    Time now_ = std::chrono::floor<std::chrono::seconds>(SystemClock().now()) - 60s;
    std::unique_ptr<Serving> serving_;
    std::uint16_t port_ = 0;
};

TEST_F(TakClient, IsStoredShownAndHeardWhenItCallsForHelp) {
    serve();
    Connection phone(port_);
    ASSERT_TRUE(phone.send(contact("ANDROID-1f", 0s)));
    const std::string fix = fmt::format(R"({{"unit":"RAJAWALI-04","time":{},"lat":-9.4386,"lon":124.4871,)"
                                        R"("speed_mps":8.2,"course_deg":310,)",
                                        unix_ms(now_));
    EXPECT_THAT(await_state(fix), HasSubstr(fix));
    ASSERT_TRUE(
        phone.send(event("ANDROID-1f-9-1-1", "b-a-o-tbl", 1s, R"(<emergency type="911 Alert">R4</emergency>)")));
    EXPECT_THAT(await_state(R"("rule":"SOS")"), HasSubstr(R"("rule":"SOS")"));
    EXPECT_EQ(serving_->end().exit, 0);
}

TEST_F(TakClient, AnUnknownOneIsAcceptedWhileTheCoreRuns) {
    serve();
    {
        Connection phone(port_);
        ASSERT_TRUE(phone.send(contact("ANDROID-77", 0s)));
        EXPECT_THAT(await({"device", "list", "--operation", folder_}, "ANDROID-77"), HasSubstr("ANDROID-77"));
    }
    ASSERT_EQ(run_siagactl({"device", "accept", "ANDROID-77", "--unit", "RAJAWALI-05", "--operation", folder_}).exit,
              0);
    Connection phone(port_);
    ASSERT_TRUE(phone.send(contact("ANDROID-77", 1s)));
    EXPECT_THAT(await_state(R"("unit":"RAJAWALI-05")"), HasSubstr(R"("unit":"RAJAWALI-05")"));
}

TEST_F(TakClient, WhatItRepeatsAfterAKillIsStoredOnce) {
    serve();
    {
        Connection phone(port_);
        for (int i = 0; i < 5; ++i) ASSERT_TRUE(phone.send(contact("ANDROID-1f", std::chrono::seconds(i))));
        const std::string last = fmt::format(R"("time":{},)", unix_ms(now_ + 4s));
        EXPECT_THAT(await_state(last), HasSubstr(last));
    }
    serving_->process().signal(SIGKILL);
    (void)serving_->process().finish();
    serve();
    Connection phone(port_);
    for (int i = 0; i < 6; ++i) ASSERT_TRUE(phone.send(contact("ANDROID-1f", std::chrono::seconds(i))));
    const std::string last = fmt::format(R"("time":{},)", unix_ms(now_ + 5s));
    EXPECT_THAT(await_state(last), HasSubstr(last));
    EXPECT_THAT(run_siagactl({"status", "--operation", folder_, "--json"}).out, HasSubstr(R"("fixes":6,)"));
}

}  // namespace
}  // namespace siaga::test
