#include "net/waiting_devices.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <toml++/toml.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "data/core/fault.hpp"
#include "data/core/name.hpp"
#include "data/store/operation.hpp"
#include "net/device_file.hpp"
#include "net/key_folder.hpp"

namespace siaga::net {
namespace {

std::filesystem::path waiting_file(const std::filesystem::path& folder) { return key_file(folder, "waiting.toml"); }

std::string written(const std::map<std::string, WaitingDevice>& devices) {
    std::string text = "# Devices that nobody has accepted yet; the core writes this file.\n";
    for (const auto& [id, device] : devices) {
        text +=
            fmt::format("\n[[waiting]]\nid = \"{}\"\naddress = \"{}\"\nfirst = \"{}\"\nlast = \"{}\"\ncount = {}\n", id,
                        printable(device.address), to_rfc3339(device.first), to_rfc3339(device.last), device.count);
        if (device.place) text += fmt::format("lat_e7 = {}\nlon_e7 = {}\n", device.place->lat_e7, device.place->lon_e7);
    }
    return text;
}

std::optional<WaitingDevice> device_of(const toml::table& table) {
    const auto text = [&](const char* key) { return table[key].value_or(std::string()); };
    // Whole numbers alone: what the library makes of a large real number is undefined.
    const auto whole = [&](const char* key, std::int64_t least, std::int64_t most) -> std::optional<std::int64_t> {
        const auto* number = table[key].as_integer();
        if (number == nullptr || number->get() < least || number->get() > most) return std::nullopt;
        return number->get();
    };
    const Result<Time> first = parse_rfc3339(text("first"));
    const Result<Time> last = parse_rfc3339(text("last"));
    WaitingDevice device{text("id"), text("address"), {}, {}, 1, {}};
    if (!valid_name(device.id) || device.id.size() > Device::kIdMaxBytes || !first || !last) return std::nullopt;
    device.first = *first;
    device.last = *last;
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t kLatE7 = 900'000'000, kLonE7 = 1'800'000'000;
    device.count = static_cast<std::uint64_t>(whole("count", 1, kMost).value_or(1));
    const auto lat = whole("lat_e7", -kLatE7, kLatE7), lon = whole("lon_e7", -kLonE7, kLonE7);
    if (lat && lon) device.place = LonLat{static_cast<std::int32_t>(*lon), static_cast<std::int32_t>(*lat)};
    return device;
}

}  // namespace

std::vector<WaitingDevice> parse_waiting(const std::string& text) {
    std::vector<WaitingDevice> devices;
    try {
        const toml::table root = toml::parse(text);
        const toml::array* list = root["waiting"].as_array();
        for (std::size_t i = 0; list != nullptr && i < list->size() && devices.size() < WaitingDevices::kMost; ++i) {
            const toml::table* table = list->get_as<toml::table>(i);
            if (table == nullptr) continue;
            if (auto device = device_of(*table)) devices.push_back(*std::move(device));
        }
    } catch (const toml::parse_error&) {
        devices.clear();  // what waits will call again
    }
    return devices;
}

std::vector<WaitingDevice> read_waiting(const std::filesystem::path& operation_folder) {
    std::vector<WaitingDevice> waiting = parse_waiting(text_of(waiting_file(operation_folder)));
    try {
        // The core writes its file now and then; what somebody decided meanwhile holds at once.
        const DeviceDecisions decided = read_devices(operation_folder);
        std::erase_if(waiting, [&](const WaitingDevice& device) { return decided.about(device.id); });
    } catch (const Fault&) {
        // A broken keys/devices.toml decides nothing, and is told of where it is needed.
    }
    return waiting;
}

WaitingDevices::WaitingDevices(std::optional<std::filesystem::path> folder) {
    if (!folder) return;
    file_ = waiting_file(*folder);
    for (WaitingDevice& device : read_waiting(*folder)) devices_.emplace(device.id, std::move(device));
}

void WaitingDevices::make_room(const std::string& address) {
    const auto older = [](const auto& a, const auto& b) { return a.second.last < b.second.last; };
    const auto from_there = [&](const auto& named) { return named.second.address == address; };
    const auto count = std::count_if(devices_.begin(), devices_.end(), from_there);
    if (static_cast<std::size_t>(count) >= kMostOfOneAddress) {
        auto oldest = devices_.end();
        for (auto at = devices_.begin(); at != devices_.end(); ++at) {
            if (from_there(*at) && (oldest == devices_.end() || older(*at, *oldest))) oldest = at;
        }
        devices_.erase(oldest);
    } else if (devices_.size() >= kMost) {
        devices_.erase(std::min_element(devices_.begin(), devices_.end(), older));
    }
}

void WaitingDevices::note(const std::string& id, const std::string& address, std::optional<LonLat> place, Time now) {
    const std::lock_guard lock(mutex_);
    changed_ = true;
    auto found = devices_.find(id);
    if (found == devices_.end()) {
        make_room(address);
        found = devices_.emplace(id, WaitingDevice{id, address, now, now, 0, {}}).first;
    }
    WaitingDevice& device = found->second;
    ++device.count;
    device.address = address;
    device.last = now;
    if (place) device.place = place;
}

void WaitingDevices::forget(const std::string& id) {
    const std::lock_guard lock(mutex_);
    if (devices_.erase(id) > 0) changed_ = true;
}

std::vector<WaitingDevice> WaitingDevices::list() const {
    const std::lock_guard lock(mutex_);
    std::vector<WaitingDevice> all;
    for (const auto& [id, device] : devices_) all.push_back(device);
    return all;
}

void WaitingDevices::save(Time now, bool ending) {
    std::string text;
    {
        const std::lock_guard lock(mutex_);
        const bool due = !written_ || now >= *written_ + kWrittenEvery || now < *written_;
        if (file_.empty() || !changed_ || (!due && !ending)) return;
        text = written(devices_);
        changed_ = false;
        written_ = now;
    }
    try {
        replace_key_file(file_, text);
    } catch (const Fault& fault) {
        spdlog::error("{}", fault.what());
    }
}

}  // namespace siaga::net
