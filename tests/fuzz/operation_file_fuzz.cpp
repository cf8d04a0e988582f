// Any text as operation.toml: a Fault with its place, or settings that no listener has to mistrust.

#include <spdlog/spdlog.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "data/core/fault.hpp"
#include "data/store/operation_file.hpp"
#include "data/store/operation_receivers.hpp"
#include "tests/fuzz/field_checks.hpp"

namespace {

using namespace siaga;

/// Where nothing proves who speaks, only this machine or one named address is heard.
void check_listeners(const OperationFile& operation) {
    test::require(!operation.feed.enabled || operation.feed.tls || is_loopback(operation.feed.address));
    test::require(!operation.cot.enabled || is_loopback(operation.cot.address));
    test::require(!operation.cot_tls.enabled || operation.cot_tls.tls);
    test::require(!operation.field.device_id_alone || is_loopback(operation.field.address));
    const auto bounded = [](const auto& listener) { return is_loopback(listener.address) || !listener.from.empty(); };
    test::require(!operation.cot_mesh.enabled || bounded(operation.cot_mesh));
    for (const NmeaSettings& nmea : operation.nmea) test::require(bounded(nmea) && valid_name(nmea.name));
    for (const GpsdSettings& gpsd : operation.gpsd) test::require(valid_name(gpsd.name) && gpsd.port > 0);
    for (const Device& device : operation.devices) test::require(valid_name(device.id) && !device.unit.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    spdlog::set_level(spdlog::level::off);  // unknown keys are logged
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const OperationFile operation = parse_operation_file(text, "operation.toml");
        test::require(operation.day_start < operation.day_end && !operation.contests.empty());
        for (const std::string* name : {&operation.areas, &operation.villages, &operation.sites})
            test::require(!name->empty() && name->find('/') == std::string::npos);
        check_listeners(operation);
    } catch (const Fault& fault) {
        test::require(std::string_view(fault.what()).starts_with("operation.toml"));
        test::require_one_line(fault.what());
    }
    return 0;
}
