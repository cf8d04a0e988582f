// Devices that were accepted or refused, and those that wait.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "data/core/fault.hpp"
#include "net/device_book.hpp"
#include "net/waiting_devices.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::net {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Time kNoon = time_from_ms(1'732'939'200'000);
const Device kDevice{"hp-07", UnitName::literal("RAJAWALI-07"), SpeedUnit::kMetresPerSecond};

std::string fault_of(const std::string& text) {
    try {
        (void)parse_devices(text, "devices.toml");
    } catch (const Fault& fault) {
        return fault.what();
    }
    return "none";
}

class DevicesTest : public testing::Test {
protected:
    siaga::test::TempFolder folder;
};

TEST_F(DevicesTest, AreReadAsTheyWereWritten) {
    accept_device(folder.path(), kDevice);
    refuse_device(folder.path(), "hp-99");
    EXPECT_EQ(read_devices(folder.path()), (DeviceDecisions{{kDevice}, {"hp-99"}}));
    accept_device(folder.path(), {"hp-99", UnitName::literal("RAJAWALI-09")});
    refuse_device(folder.path(), "hp-07");
    EXPECT_EQ(read_devices(folder.path()), (DeviceDecisions{{{"hp-99", UnitName::literal("RAJAWALI-09")}}, {"hp-07"}}));
}

TEST_F(DevicesTest, AreAcceptedOnce) {
    accept_device(folder.path(), kDevice);
    EXPECT_THROW(accept_device(folder.path(), kDevice), Fault);
}

TEST_F(DevicesTest, NameThePlaceOfAMistake) {
    EXPECT_EQ(fault_of("[[device]]\nid = \"a/b\"\n"),
              "devices.toml:2:6: 'id': 'a/b' is not 1 to 48 of letters, digits, . _ - and space");
    EXPECT_THAT(fault_of("[[device]\n"), HasSubstr("devices.toml:1:"));
    EXPECT_THAT(fault_of("[[device]]\nid = \"a\"\nunit = \"U\"\nspeed = \"mph\"\n"), HasSubstr("\"knots\" or \"m/s\""));
    const std::string one = "[[device]]\nid = \"a\"\nunit = \"U\"\n";
    EXPECT_THAT(fault_of(one + one), HasSubstr("device 'a' is there twice"));
    EXPECT_THAT(fault_of(one + "[[refused]]\nid = \"a\"\n"), HasSubstr("device 'a' is accepted above"));
}

TEST_F(DevicesTest, AreKnownWithoutARestartAndStayWhenTheFileIsBroken) {
    DeviceBook book({{"hp-04", UnitName::literal("RAJAWALI-04")}}, folder.path());
    EXPECT_EQ(book.find("hp-04")->unit.text(), "RAJAWALI-04");
    EXPECT_FALSE(book.find("hp-07"));
    accept_device(folder.path(), kDevice);
    EXPECT_EQ(book.find("hp-07"), kDevice);
    siaga::test::write_file(device_file(folder.path()), "[[device]");
    EXPECT_EQ(book.find("hp-07"), kDevice);
    EXPECT_EQ(book.decisions(), std::nullopt);
    replace_key_file(device_file(folder.path()), "");
    EXPECT_FALSE(book.find("hp-07"));
    refuse_device(folder.path(), "hp-07");
    EXPECT_TRUE(book.is_refused("hp-07"));
}

TEST_F(DevicesTest, WaitWithTheirCallsCounted) {
    WaitingDevices waiting;
    waiting.note("hp-07", "10.0.0.7", LonLat{1, 2}, kNoon);
    waiting.note("hp-07", "10.0.0.8", {}, kNoon + 10s);
    EXPECT_THAT(waiting.list(), ElementsAre(WaitingDevice{"hp-07", "10.0.0.8", kNoon, kNoon + 10s, 2, LonLat{1, 2}}));
    waiting.forget("hp-07");
    EXPECT_THAT(waiting.list(), IsEmpty());
}

TEST_F(DevicesTest, WaitInBoundedNumbersAndAStrangerPushesOutOnlyItself) {
    WaitingDevices waiting;
    waiting.note("hp-07", "10.0.0.1", {}, kNoon);
    for (int i = 0; i < 1000; ++i) waiting.note("x" + std::to_string(i), "10.0.0.66", {}, kNoon + i * 1s);
    EXPECT_EQ(waiting.list().size(), 1 + WaitingDevices::kMostOfOneAddress);
    EXPECT_EQ(waiting.list()[0].id, "hp-07");
    for (int i = 0; i < 1000; ++i) waiting.note("y" + std::to_string(i), "10.1.0." + std::to_string(i), {}, kNoon + 1h);
    EXPECT_EQ(waiting.list().size(), WaitingDevices::kMost);
}

TEST_F(DevicesTest, WaitAcrossARestart) {
    std::vector<WaitingDevice> before;
    {
        WaitingDevices waiting(folder.path());
        waiting.note("hp-07", "10.0.0.7", LonLat{1'244'871'000, -94'386'000}, kNoon);
        waiting.save(kNoon, false);
        EXPECT_EQ(read_waiting(folder.path()), waiting.list());
        waiting.note("hp-08", "10.0.0.8", {}, kNoon + 1s);
        waiting.save(kNoon + 1s, false);
        EXPECT_EQ(read_waiting(folder.path()).size(), 1U) << "not written every second";
        waiting.save(kNoon + 5s, false);
        before = waiting.list();
    }
    EXPECT_EQ(WaitingDevices(folder.path()).list(), before);
}

TEST_F(DevicesTest, WaitNoMoreOnceSomebodyHasDecided) {
    WaitingDevices waiting(folder.path());
    for (const char* id : {"hp-07", "hp-08", "hp-99"}) waiting.note(id, "10.0.0.7", {}, kNoon);
    waiting.save(kNoon, true);
    accept_device(folder.path(), kDevice);
    refuse_device(folder.path(), "hp-99");
    const std::vector<WaitingDevice> left = read_waiting(folder.path());
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].id, "hp-08");
    std::ofstream(device_file(folder.path())) << "[[device]";
    EXPECT_EQ(read_waiting(folder.path()).size(), 3U) << "a broken file decides nothing";
}

TEST_F(DevicesTest, WaitNoMoreWhenTheirFileIsDamaged) {
    EXPECT_THAT(parse_waiting("[[waiting]"), IsEmpty());
    EXPECT_THAT(parse_waiting("waiting = 3"), IsEmpty());
    EXPECT_THAT(parse_waiting("[[waiting]]\nid = \"a/b\"\nfirst = \"2024-11-30T00:00:00Z\"\n"), IsEmpty());
}

}  // namespace
}  // namespace siaga::net
