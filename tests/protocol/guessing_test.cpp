// Somebody tries tokens, at the feed and as a phone: nobody gets in, and what is kept of it stays small. A million
// of them in the long form.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <random>

#include "net/field_desk.hpp"
#include "net/token_file.hpp"
#include "tests/protocol/session_bench.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::net {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class GuessingTest : public testing::Test {
protected:
    void SetUp() override { spdlog::set_level(spdlog::level::off); }  // each refusal is logged
    void TearDown() override { spdlog::set_level(spdlog::level::info); }

    std::string guess() {
        std::string token;
        for (int i = 0; i < 64; ++i) token += "0123456789abcdef"[random() % 16];
        return token;
    }
    /// Mostly one address, else any of many.
    std::string address() {
        return random() % 4 != 0 ? "10.0.0.7"
                                 : "10." + std::to_string(random() % 200) + ".0." + std::to_string(random() % 200);
    }
    /// The core's tick, once a second of its clock.
    void tick() {
        std::vector<Event> events;
        Situation live;
        live.time = clock.now();
        door.take(live, false, events);
        for (const Event& event : events) attempts += std::get<SignInRefused>(event.body).count;
        entries += events.size();
        most_groups = std::max(most_groups, door.figures().groups);
    }
    std::string feed_answer(const std::string& token) {
        FeedSession session(1, world, steady, address());
        session.on_bytes(R"({"type":"hello","v":1,"token":")" + token + R"(","source":"poskotis-7"})" + "\n", steady);
        EXPECT_FALSE(session.identity());
        EXPECT_TRUE(session.held_back());
        EXPECT_EQ(session.take_output(), "") << "not before its time";
        EXPECT_LE(session.deadline(), steady + limits.guess_delay_most);
        session.on_deadline(session.deadline());
        return session.take_output();
    }

    siaga::test::TempFolder folder;
    std::mt19937_64 random{20241130};
    ManualClock clock{time_from_ms(1'732'939'200'000)};
    Steady::time_point steady{};
    const Limits limits{};
    std::string right = add_token(folder.path(), {SourceName::literal("poskotis-7"), Role::kField, {}});
    TokenFile tokens{folder.path(), clock};
    Door door;
    DeviceBook devices{{{"poskotis-7", UnitName::literal("RAJAWALI-04")}}};
    WaitingDevices waiting;
    test::FakeInlet inlet;
    FollowLog log;
    FeedDecoder decoder;
    PlainFixReader plain_fixes;
    SessionWorld world{inlet,
                       tokens,
                       door,
                       clock,
                       log,
                       limits,
                       decoder,
                       plain_fixes,
                       [](SessionId, const SourceName&) {},
                       [](SessionId) {},
                       [](std::uint64_t) {},
                       [](Refusal) {}};
    FieldDesk desk{{},
                   inlet,
                   Gate{tokens, door, devices, waiting},
                   clock,
                   [](SessionId, const HttpAnswer&) {},
                   [this] { return steady; }};
    std::size_t entries = 0, most_groups = 0;
    std::uint64_t attempts = 0;
};

TEST_F(GuessingTest, LetsNobodyInAndKeepsLittleOfIt) {
    desk.on_subscribed();
    const int guesses = siaga::test::rounds(20'000, 1'000'000);
    constexpr int kASecond = 500;
    for (int i = 0; i < guesses; ++i) {
        if (i % 2 == 0) {
            ASSERT_THAT(feed_answer(guess()), HasSubstr("AUTH_FAILED"));
        } else {
            const auto answer = desk.take(2, {.method = "POST",
                                              .target = "/" + guess(),
                                              .body = "id=poskotis-7&lat=1&lon=2&timestamp=3",
                                              .address = address()});
            ASSERT_TRUE(answer && answer->status == 401U);
            ASSERT_GE(answer->held, limits.guess_delay);
        }
        if (i % kASecond != 0) continue;
        clock.advance(1s);
        steady += 1s;
        tick();
    }
    clock.advance(1min);
    tick();
    EXPECT_TRUE(inlet.taken.empty());
    EXPECT_EQ(attempts, static_cast<std::uint64_t>(guesses));
    // At once, then a minute each: the addresses told apart, and the rest together for each listener.
    const std::size_t minutes = static_cast<std::size_t>(guesses / kASecond / 60 + 2);
    EXPECT_LE(entries, minutes * (RefusalGroups::kMost + 2));
    EXPECT_LE(most_groups, RefusalGroups::kMost + 2);
    EXPECT_LE(door.figures().slowed, limits.guess_addresses);

    FeedSession session(1, world, steady, "10.0.0.7");
    session.on_bytes(R"({"type":"hello","v":1,"token":")" + right + R"(","source":"poskotis-7"})" + "\n", steady);
    EXPECT_TRUE(session.identity()) << "a right token from the same address passes at once";
    EXPECT_EQ(desk.take(3, {.method = "POST",
                            .target = "/" + right,
                            .body = "id=poskotis-7&lat=1&lon=2&timestamp=1732939200",
                            .address = "10.0.0.7"}),
              std::nullopt);
    EXPECT_EQ(inlet.taken.size(), 1U);
}

}  // namespace
}  // namespace siaga::net
