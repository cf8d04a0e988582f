// [[listener.nmea]] and [[gpsd]] of operation.toml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/operation_samples.hpp"

namespace siaga {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

using test::fault_of_toml_with;
using test::toml_with;

TEST(OperationReceivers, AreNoneUntilTheyAreNamed) {
    EXPECT_TRUE(toml_with("").nmea.empty());
    EXPECT_TRUE(toml_with("").gpsd.empty());
}

TEST(OperationReceivers, ListenOnLoopbackOverTcpUnlessToldOtherwise) {
    const OperationFile file = toml_with(
        "[[listener.nmea]]\nname = \"rakit-1\"\nunit = \"RAJAWALI-04\"\n"
        "[[listener.nmea]]\nname = \"rakit-2\"\nunit = \"RAJAWALI-05\"\ntransport = \"udp\"\n"
        "address = \"10.8.0.1\"\nport = 10111\nfrom = \"10.8.0.4\"\n");
    ASSERT_EQ(file.nmea.size(), 2U);
    EXPECT_EQ(file.nmea[0].name, "rakit-1");
    EXPECT_EQ(file.nmea[0].unit.text(), "RAJAWALI-04");
    EXPECT_EQ(file.nmea[0].address, "127.0.0.1");
    EXPECT_EQ(file.nmea[0].port, 10110);
    EXPECT_EQ(file.nmea[0].transport, NmeaSettings::Transport::kTcp);
    EXPECT_EQ(file.nmea[1].transport, NmeaSettings::Transport::kUdp);
    EXPECT_EQ(file.nmea[1].port, 10111);
    EXPECT_EQ(file.nmea[1].from, "10.8.0.4");
}

TEST(OperationReceivers, NeedTheirAddressBeyondLoopback) {
    const std::string open = "[[listener.nmea]]\nname = \"a\"\nunit = \"A\"\naddress = \"0.0.0.0\"\n";
    EXPECT_THAT(fault_of_toml_with(open),
                AllOf(StartsWith("operation.toml:"), HasSubstr("whoever reaches 0.0.0.0 could move A"),
                      HasSubstr("name the sender's address in 'from'")));
    EXPECT_EQ(fault_of_toml_with(open + "from = \"10.8.0.4\"\n"), "");
    EXPECT_THAT(fault_of_toml_with(open + "from = \"rakit.local\"\n"), HasSubstr("'rakit.local' is no IP address"));
}

TEST(OperationReceivers, RefuseWhatTheyCannotBe) {
    EXPECT_THAT(fault_of_toml_with("[[listener.nmea]]\nname = \"a\"\nunit = \"A\"\ntransport = \"serial\"\n"),
                HasSubstr(R"(expected is "tcp" or "udp")"));
    EXPECT_THAT(fault_of_toml_with("[[listener.nmea]]\nname = \"a/b\"\nunit = \"A\"\n"),
                HasSubstr("'a/b' is not 1 to 48 of"));
    EXPECT_THAT(fault_of_toml_with("[[listener.nmea]]\nname = \"a\"\n"),
                HasSubstr("'unit' is missing in [[listener.nmea]]"));
    EXPECT_THAT(fault_of_toml_with("[[gpsd]]\nname = \"a\"\nunit = \"A;B\"\n"), HasSubstr("'unit': 'A;B' is not"));
    EXPECT_THAT(fault_of_toml_with("[[gpsd]]\nname = \"a\"\nunit = \"A\"\nhost = \"a b\"\n"),
                HasSubstr("expected is an address or the name of a machine"));
    EXPECT_THAT(fault_of_toml_with("[listener.nmea]\nname = \"a\"\nunit = \"A\"\n"),
                HasSubstr("tables, each under [[listener.nmea]]"));
    const std::string one = "[[listener.nmea]]\nname = \"a\"\nunit = \"A\"\n";
    EXPECT_THAT(fault_of_toml_with(one + one), HasSubstr("'a' is there twice"));
}

TEST(OperationReceivers, ConnectToAGpsdOfThisMachineUnlessToldOtherwise) {
    const OperationFile file = toml_with(
        "[[gpsd]]\nname = \"mobil-1\"\nunit = \"RAJAWALI-04\"\n"
        "[[gpsd]]\nname = \"mobil-2\"\nunit = \"RAJAWALI-05\"\nhost = \"10.8.0.5\"\nport = 2948\n"
        "device = \"/dev/ttyUSB0\"\n");
    ASSERT_EQ(file.gpsd.size(), 2U);
    EXPECT_EQ(file.gpsd[0].host, "127.0.0.1");
    EXPECT_EQ(file.gpsd[0].port, 2947);
    EXPECT_EQ(file.gpsd[0].device, "");
    EXPECT_EQ(file.gpsd[1].host, "10.8.0.5");
    EXPECT_EQ(file.gpsd[1].port, 2948);
    EXPECT_EQ(file.gpsd[1].device, "/dev/ttyUSB0");
}

TEST(OperationReceivers, HearEachDeviceOfADaemonOnce) {
    const std::string one = "[[gpsd]]\nname = \"a\"\nunit = \"A\"\n";
    const std::string other = "[[gpsd]]\nname = \"b\"\nunit = \"B\"\n";
    EXPECT_THAT(fault_of_toml_with(one + other), HasSubstr("'b' would hear the same receiver as one before"));
    EXPECT_EQ(fault_of_toml_with(one + other + "device = \"/dev/ttyUSB1\"\n"), "");
}

}  // namespace
}  // namespace siaga
