// The files of keys/ about devices, of which one holds what strangers said: a Fault with its place, or devices that
// are written and read again as they were.

#include <cstdint>
#include <string>
#include <string_view>

#include "data/core/fault.hpp"
#include "data/core/name.hpp"
#include "net/device_file.hpp"
#include "net/waiting_devices.hpp"
#include "tests/fuzz/field_checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace siaga;
    using namespace siaga::net;
    const std::string text(reinterpret_cast<const char*>(data), size);
    try {
        const DeviceDecisions decisions = parse_devices(text, "devices.toml");
        for (const Device& device : decisions.accepted) {
            test::require(valid_name(device.id) && device.id.size() <= Device::kIdMaxBytes && !device.unit.empty());
        }
        for (const std::string& id : decisions.refused) test::require(valid_name(id));
    } catch (const Fault& fault) {
        test::require(std::string_view(fault.what()).starts_with("devices.toml:"));
    }
    const std::vector<WaitingDevice> waiting = parse_waiting(text);
    test::require(waiting.size() <= WaitingDevices::kMost);
    for (const WaitingDevice& device : waiting) {
        test::require(valid_name(device.id) && device.id.size() <= Device::kIdMaxBytes);
    }
    return 0;
}
