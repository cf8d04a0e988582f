// [listener.*] and [[device]] of operation.toml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/operation_samples.hpp"

namespace siaga {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using test::fault_of_toml_with;
using test::toml_with;

TEST(OperationListeners, AreOffUntilTheyAreNamed) {
    const OperationFile file = toml_with("");
    EXPECT_FALSE(file.field.enabled);
    EXPECT_FALSE(file.metrics.enabled);
    EXPECT_TRUE(file.devices.empty());
}

TEST(OperationListeners, AreOnLoopbackWithTheirUsualPorts) {
    const OperationFile file = toml_with("[listener.http]\n[listener.metrics]\n");
    EXPECT_TRUE(file.field.enabled);
    EXPECT_EQ(file.field.address, "127.0.0.1");
    EXPECT_EQ(file.field.port, 5055);
    EXPECT_FALSE(file.field.device_id_alone);
    EXPECT_TRUE(file.metrics.enabled);
    EXPECT_EQ(file.metrics.address, "127.0.0.1");
    EXPECT_EQ(file.metrics.port, 7118);
}

TEST(OperationListeners, TakeAddressAndPort) {
    const OperationFile file = toml_with("[listener.http]\naddress = \"10.1.2.3\"\nport = 80\n");
    EXPECT_EQ(file.field.address, "10.1.2.3");
    EXPECT_EQ(file.field.port, 80);
}

TEST(OperationListeners, OfTheFeedBeyondLoopbackSpeakTls) {
    EXPECT_FALSE(toml_with("").feed.tls);
    EXPECT_THAT(fault_of_toml_with("address = \"10.1.2.3\"\n"),  // the sample ends with [listener.feed]
                testing::AllOf(StartsWith("operation.toml:"), HasSubstr("readable by everybody on the way"),
                               HasSubstr("write tls = true and run siagactl cert init")));
    const OperationFile file = toml_with("address = \"10.1.2.3\"\ntls = true\n");
    EXPECT_TRUE(file.feed.tls);
    EXPECT_EQ(file.feed.address, "10.1.2.3");
}

TEST(OperationListeners, OfTakClientsArePlainOnLoopbackAndInsideTlsAnywhere) {
    EXPECT_FALSE(toml_with("").cot_tls.enabled);
    EXPECT_THAT(fault_of_toml_with("[listener.cot]\naddress = \"10.1.2.3\"\n"), HasSubstr("use a loopback address"));
    const OperationFile file = toml_with("[listener.cot]\n[listener.cot_tls]\naddress = \"0.0.0.0\"\n");
    EXPECT_EQ(file.cot.port, 8087);
    EXPECT_FALSE(file.cot.tls);
    EXPECT_EQ(file.cot_tls.port, 8089);
    EXPECT_TRUE(file.cot_tls.enabled);
    EXPECT_TRUE(file.cot_tls.tls);
}

TEST(OperationListeners, HearAMeshOnLoopbackOrFromOneAddress) {
    EXPECT_FALSE(toml_with("").cot_mesh.enabled);
    const OperationFile here = toml_with("[listener.cot_mesh]\n");
    EXPECT_TRUE(here.cot_mesh.enabled);
    EXPECT_EQ(here.cot_mesh.address, "127.0.0.1");
    EXPECT_EQ(here.cot_mesh.port, 6969);
    const OperationFile far =
        toml_with("[listener.cot_mesh]\naddress = \"10.8.0.1\"\nfrom = \"10.8.0.4\"\ngroup = \"239.2.3.1\"\n");
    EXPECT_EQ(far.cot_mesh.from, "10.8.0.4");
    EXPECT_EQ(far.cot_mesh.group, "239.2.3.1");
    EXPECT_THAT(
        fault_of_toml_with("[listener.cot_mesh]\naddress = \"10.8.0.1\"\n"),
        HasSubstr("whoever reaches 10.8.0.1 could speak for every device; name the sender's address in 'from'"));
    EXPECT_THAT(fault_of_toml_with("[listener.cot_mesh]\nfrom = \"radio\"\n"), HasSubstr("'radio' is no IP address"));
    for (const std::string group : {"10.8.0.4", "240.0.0.1", "ff02::1", "mesh"}) {
        EXPECT_THAT(fault_of_toml_with("[listener.cot_mesh]\ngroup = \"" + group + "\"\n"),
                    HasSubstr("'" + group + "' is no multicast address of IPv4"));
    }
}

TEST(OperationListeners, LetAnIdAloneInOnlyOnLoopback) {
    for (const char* address : {"127.0.0.1", "127.1.2.3", "::1"}) {
        EXPECT_TRUE(toml_with("[listener.http]\ndevice_id_alone = true\naddress = \"" + std::string(address) + "\"\n")
                        .field.device_id_alone);
    }
    for (const char* address : {"0.0.0.0", "10.1.2.3", "::", "localhost"}) {
        EXPECT_THAT(
            fault_of_toml_with("[listener.http]\ndevice_id_alone = true\naddress = \"" + std::string(address) + "\"\n"),
            testing::AllOf(StartsWith("operation.toml:"), HasSubstr("whoever knows an id could send in its name to "),
                           HasSubstr("use tokens, or a loopback address")))
            << address;
    }
}

TEST(OperationDevices, NameTheirUnitAndTheirSpeed) {
    const OperationFile file = toml_with(
        "[[device]]\nid = \"hp-04\"\nunit = \"RAJAWALI-04\"\n"
        "[[device]]\nid = \"48241179\"\nunit = \"RAJAWALI-04\"\nspeed = \"m/s\"\n");
    EXPECT_THAT(file.devices, testing::ElementsAre(
                                  Device{"hp-04", UnitName::literal("RAJAWALI-04"), SpeedUnit::kKnots},
                                  Device{"48241179", UnitName::literal("RAJAWALI-04"), SpeedUnit::kMetresPerSecond}));
}

TEST(OperationDevices, RefuseAnIdThatComesTwice) {
    const std::string one = "[[device]]\nid = \"hp-04\"\nunit = \"A\"\n";
    EXPECT_THAT(fault_of_toml_with(one + one),
                testing::AllOf(StartsWith("operation.toml:36:6: "), HasSubstr("device 'hp-04' is there twice")));
}

TEST(OperationDevices, RefuseWhatIsNoName) {
    EXPECT_THAT(fault_of_toml_with("[[device]]\nid = \"a/b\"\nunit = \"A\"\n"),
                HasSubstr("'id': 'a/b' is not 1 to 48 of letters, digits, . _ - and space"));
    EXPECT_THAT(fault_of_toml_with("[[device]]\nid = \"" + std::string(49, 'a') + "\"\nunit = \"A\"\n"),
                HasSubstr("1 to 48"));
    EXPECT_THAT(fault_of_toml_with("[[device]]\nid = \"a\"\nunit = \"A;B\"\n"), HasSubstr("'unit': 'A;B' is not"));
    EXPECT_THAT(fault_of_toml_with("[[device]]\nid = \"a\"\n"), HasSubstr("'unit' is missing in [[device]]"));
    EXPECT_THAT(fault_of_toml_with("[[device]]\nid = \"a\"\nunit = \"A\"\nspeed = \"km/h\"\n"),
                HasSubstr(R"('speed': expected is "knots" or "m/s")"));
}

}  // namespace
}  // namespace siaga
