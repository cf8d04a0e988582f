#include "net/door.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace siaga::net {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Time kOpening = time_from_ms(1'732'939'200'000);
const Identity kKnownPhone{SourceName::literal("hp-04"), Role::kField, {}, {}, "00112233aabbccdd"};

class DoorTest : public testing::Test {
protected:
    /// What the core would enter now.
    std::vector<Event> taken(bool ending = false) {
        std::vector<Event> events;
        live.time = now;
        door.take(live, ending, events);
        for (const Event& event : events) {
            const auto* in = std::get_if<SignedIn>(&event.body);
            if (in != nullptr) live.sign_ins[{in->who, in->listener}] = {*in, event.time};
        }
        return events;
    }
    /// Of the entries: count and address.
    std::vector<std::pair<unsigned, std::string>> refusals(bool ending = false) {
        std::vector<std::pair<unsigned, std::string>> found;
        for (const Event& event : taken(ending)) {
            const auto& refused = std::get<SignInRefused>(event.body);
            found.emplace_back(refused.count, refused.address);
        }
        return found;
    }
    void guess(const std::string& address, int times = 1) {
        for (int i = 0; i < times; ++i) door.refused(SignInFault::kToken, {"feed", address}, "poskotis-7", now);
    }

    Door door;
    Situation live;
    Time now = kOpening;
};

TEST_F(DoorTest, EntersEverySessionOfTheFeed) {
    door.entered(kKnownPhone, {"feed", "10.0.0.7"}, now);
    door.entered(kKnownPhone, {"feed", "10.0.0.8"}, now + 1s);
    const std::vector<Event> events = taken();
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_EQ(events[0],
              (Event{now, SignedIn{kKnownPhone.source, Role::kField, "feed", "10.0.0.7", "00112233aabbccdd"}, {}}));
    EXPECT_EQ(events[1].time, now + 1s);
    EXPECT_THAT(taken(), IsEmpty());
}

TEST_F(DoorTest, EntersAPhoneOnceADay) {
    for (int i = 0; i < 3; ++i) door.called(kKnownPhone, {"http", "10.0.0.7"}, now + i * 10s);
    EXPECT_THAT(taken(), SizeIs(1));
    now += 23h;
    door.called(kKnownPhone, {"http", "10.0.0.9"}, now);
    EXPECT_THAT(taken(), IsEmpty());
    now += 1h;
    door.called(kKnownPhone, {"http", "10.0.0.9"}, now);
    EXPECT_THAT(taken(), SizeIs(1));
}

TEST_F(DoorTest, EntersAPhoneAgainWithAnotherToken) {
    door.called(kKnownPhone, {"http", "10.0.0.7"}, now);
    Identity fresh = kKnownPhone;
    fresh.fingerprint = "ffffffffffffffff";
    door.called(fresh, {"http", "10.0.0.7"}, now);
    EXPECT_THAT(taken(), SizeIs(2));
}

TEST_F(DoorTest, KnowsAfterARestartWhoCameInThatDay) {
    door.called(kKnownPhone, {"http", "10.0.0.7"}, now);
    EXPECT_THAT(taken(), SizeIs(1));
    Door again;
    again.called(kKnownPhone, {"http", "10.0.0.7"}, now + 1h);
    std::vector<Event> events;
    again.take(live, false, events);
    EXPECT_THAT(events, IsEmpty());
}

TEST_F(DoorTest, EntersTheFirstRefusalAtOnceThenOneAMinute) {
    guess("10.0.0.7", 3);
    EXPECT_THAT(refusals(), ElementsAre(std::pair(3U, std::string("10.0.0.7"))));
    for (int second = 1; second < 60; ++second) {
        now += 1s;
        guess("10.0.0.7", 10);
        EXPECT_THAT(refusals(), IsEmpty());
    }
    now += 1s;
    EXPECT_THAT(refusals(), ElementsAre(std::pair(590U, std::string("10.0.0.7"))));
}

TEST_F(DoorTest, ForgetsAnAddressAfterAQuietMinute) {
    guess("10.0.0.7");
    EXPECT_THAT(refusals(), SizeIs(1));
    now += 1min;
    EXPECT_THAT(refusals(), IsEmpty());
    EXPECT_EQ(door.figures().groups, 0U);
}

TEST_F(DoorTest, EntersWhatIsLeftAtTheEnd) {
    guess("10.0.0.7");
    EXPECT_THAT(refusals(), SizeIs(1));
    guess("10.0.0.7", 5);
    EXPECT_THAT(refusals(true), ElementsAre(std::pair(5U, std::string("10.0.0.7"))));
}

TEST_F(DoorTest, GoesOnWhenTheClockIsSetBack) {
    guess("10.0.0.7");
    EXPECT_THAT(refusals(), SizeIs(1));
    now -= 10h;
    guess("10.0.0.7");
    EXPECT_THAT(refusals(), SizeIs(1));
}

TEST_F(DoorTest, CountsTogetherWhatIsOfMoreAddressesThanItTellsApart) {
    for (unsigned i = 0; i < 10'000; ++i) guess("10.1." + std::to_string(i / 256) + "." + std::to_string(i % 256));
    const auto entries = refusals();
    ASSERT_THAT(entries, SizeIs(RefusalGroups::kMost + 1));
    EXPECT_EQ(entries[0], std::pair(unsigned(10'000 - RefusalGroups::kMost), std::string()));
}

TEST_F(DoorTest, EscapesAndCutsWhatAStrangerCallsItself) {
    door.refused(SignInFault::kUnknownDevice, {"http", "10.0.0.7"}, "a\x1b[31m\n" + std::string(9'000, 'x'), now);
    const std::vector<Event> events = taken();
    const std::string claimed = std::get<SignInRefused>(events.at(0).body).claimed;
    EXPECT_TRUE(claimed.starts_with("a\\x1b[31m\\x0axxx")) << claimed;
    EXPECT_LE(claimed.size(), 86U) << "80, an escape and dots";
}

TEST_F(DoorTest, LetsTheAnswerToAWrongTokenWaitTwiceAsLongEachTime) {
    Steady::time_point at{};
    const auto delay = [&](const std::string& address) { return door.delay_of({"feed", address}, at).count(); };
    std::vector<std::int64_t> delays;
    for (int i = 0; i < 7; ++i) delays.push_back(delay("10.0.0.7"));
    EXPECT_THAT(delays, ElementsAre(250, 500, 1000, 2000, 4000, 8000, 8000));
    EXPECT_EQ(delay("10.0.0.8"), 250) << "another address";
    at += 10min;
    EXPECT_EQ(delay("10.0.0.7"), 8000);
    at += 10min + 1ms;
    EXPECT_EQ(delay("10.0.0.7"), 250) << "quiet for so long";
}

TEST_F(DoorTest, RemembersABoundedNumberOfAddresses) {
    const Limits limits;
    Steady::time_point at{};
    for (std::size_t i = 0; i < 3 * limits.guess_addresses; ++i) {
        at += 1ms;
        (void)door.delay_of({"feed", std::to_string(i)}, at);
        (void)door.delay_of({"feed", "10.0.0.7"}, at);
    }
    EXPECT_EQ(door.figures().slowed, limits.guess_addresses);
    EXPECT_EQ(door.delay_of({"feed", "10.0.0.7"}, at), limits.guess_delay_most) << "whoever goes on is not forgotten";
}

TEST(AddressGroup, IsTheNetworkOfOneHousehold) {
    EXPECT_EQ(address_group("10.0.0.7"), "10.0.0.7");
    EXPECT_EQ(address_group("127.0.0.1"), "127.0.0.1");
    EXPECT_EQ(address_group("::1"), "::1");
    EXPECT_EQ(address_group("::ffff:10.0.0.7"), "10.0.0.7");
    EXPECT_EQ(address_group("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(address_group("2001:db8:1:2:ffff::"), "2001:db8:1:2::/64");
    EXPECT_EQ(address_group("fe80::1%3"), "fe80::/64");
    EXPECT_EQ(address_group("no address"), "no address");
}

}  // namespace
}  // namespace siaga::net
