#pragma once
// What was decided about devices while a core may run: keys/devices.toml, made by siagactl device. Devices that are
// known beforehand are in operation.toml.
//   [[device]]
//   id = "hp-07"
//   unit = "RAJAWALI-07"
//   speed = "m/s"            # absent: knots
//   [[refused]]
//   id = "hp-99"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/result.hpp"
#include "data/store/operation.hpp"

namespace siaga::net {

struct DeviceDecisions {
    std::vector<Device> accepted;
    std::vector<std::string> refused;  ///< ids
    /// Whether it was accepted or refused.
    [[nodiscard]] bool about(std::string_view id) const;
    friend bool operator==(const DeviceDecisions&, const DeviceDecisions&) = default;
};

/// keys/devices.toml
[[nodiscard]] std::filesystem::path device_file(const std::filesystem::path& operation_folder);
/// `file` is for messages. Throws Fault with file:line:column.
[[nodiscard]] DeviceDecisions parse_devices(const std::string& text, const std::filesystem::path& file);
[[nodiscard]] DeviceDecisions read_devices(const std::filesystem::path& operation_folder);

/// Accepts a device, refused or not until now. Throws Fault when it is accepted already.
void accept_device(const std::filesystem::path& operation_folder, const Device& device);
/// Refuses it, accepted or not until now; its token is another matter.
void refuse_device(const std::filesystem::path& operation_folder, const std::string& id);

}  // namespace siaga::net
