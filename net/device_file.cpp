#include "net/device_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "data/core/fault.hpp"
#include "data/store/toml_table.hpp"
#include "net/key_folder.hpp"

namespace siaga::net {
namespace {

std::string id_of(TomlTable& table) {
    std::string id = table.text("id");
    if (!valid_name(id) || id.size() > Device::kIdMaxBytes) {
        table.refuse("id", fmt::format("'{}' is not 1 to {} of letters, digits, . _ - and space", printable(id),
                                       Device::kIdMaxBytes));
    }
    return id;
}

Device device_of(TomlTable& table) {
    Device device;
    device.id = id_of(table);
    const Result<UnitName> unit = UnitName::parse(table.text("unit"));
    if (!unit) table.refuse("unit", unit.problem().detail);
    device.unit = *unit;
    const std::string speed = table.text_if_there("speed").value_or("knots");
    if (speed != "knots" && speed != "m/s") table.refuse("speed", R"(expected is "knots" or "m/s")");
    if (speed == "m/s") device.speed_unit = SpeedUnit::kMetresPerSecond;
    return device;
}

std::string written(const DeviceDecisions& decisions) {
    std::string text = "# Devices that were accepted and refused; siagactl device changes this file.\n";
    for (const Device& device : decisions.accepted) {
        text += fmt::format("\n[[device]]\nid = \"{}\"\nunit = \"{}\"\n", device.id, device.unit.text());
        if (device.speed_unit == SpeedUnit::kMetresPerSecond) text += "speed = \"m/s\"\n";
    }
    for (const std::string& id : decisions.refused) text += fmt::format("\n[[refused]]\nid = \"{}\"\n", id);
    return text;
}

void forget(DeviceDecisions& decisions, const std::string& id) {
    std::erase_if(decisions.accepted, [&](const Device& device) { return device.id == id; });
    std::erase(decisions.refused, id);
}

}  // namespace

bool DeviceDecisions::about(std::string_view id) const {
    return std::find(refused.begin(), refused.end(), id) != refused.end() ||
           std::any_of(accepted.begin(), accepted.end(), [&](const Device& device) { return device.id == id; });
}

std::filesystem::path device_file(const std::filesystem::path& operation_folder) {
    return key_file(operation_folder, "devices.toml");
}

DeviceDecisions parse_devices(const std::string& text, const std::filesystem::path& file) {
    toml::table root;
    try {
        root = toml::parse(text, file.string());
    } catch (const toml::parse_error& error) {
        const toml::source_position& place = error.source().begin;
        throw Fault(fmt::format("{}:{}:{}: {}", file.string(), place.line, place.column, error.description()));
    }
    TomlTable top(root, file.string(), "");
    DeviceDecisions decisions;
    const auto twice = [&](const std::string& id) {
        return std::any_of(decisions.accepted.begin(), decisions.accepted.end(),
                           [&](const Device& device) { return device.id == id; });
    };
    top.each_table("device", [&](TomlTable& table) {
        Device device = device_of(table);
        if (twice(device.id)) table.refuse("id", fmt::format("device '{}' is there twice", device.id));
        decisions.accepted.push_back(std::move(device));
    });
    top.each_table("refused", [&](TomlTable& table) {
        std::string id = id_of(table);
        if (twice(id)) table.refuse("id", fmt::format("device '{}' is accepted above", id));
        decisions.refused.push_back(std::move(id));
    });
    return decisions;
}

DeviceDecisions read_devices(const std::filesystem::path& operation_folder) {
    const std::filesystem::path file = device_file(operation_folder);
    (void)stamp_of(file);  // throws when others may read it
    return parse_devices(text_of(file), file);
}

void accept_device(const std::filesystem::path& operation_folder, const Device& device) {
    const KeyFolderLock lock(operation_folder);
    DeviceDecisions decisions = read_devices(operation_folder);
    for (const Device& other : decisions.accepted) {
        if (other.id != device.id) continue;
        throw Fault(fmt::format("{}: device '{}' is accepted already, for {}", device_file(operation_folder).string(),
                                other.id, other.unit.text()));
    }
    forget(decisions, device.id);
    decisions.accepted.push_back(device);
    replace_key_file(device_file(operation_folder), written(decisions));
}

void refuse_device(const std::filesystem::path& operation_folder, const std::string& id) {
    const KeyFolderLock lock(operation_folder);
    DeviceDecisions decisions = read_devices(operation_folder);
    forget(decisions, id);
    decisions.refused.push_back(id);
    replace_key_file(device_file(operation_folder), written(decisions));
}

}  // namespace siaga::net
