#include "net/device_book.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "data/core/fault.hpp"

namespace siaga::net {

DeviceBook::DeviceBook(const std::vector<Device>& devices, std::optional<std::filesystem::path> folder) {
    for (const Device& device : devices) given_.emplace(device.id, device);
    if (!folder) return;
    file_ = device_file(*folder);
    stamp_ = stamp_of(file_);
    decisions_ = read_devices(*folder);
}

bool DeviceBook::look_again() {
    if (file_.empty()) return true;
    try {
        const std::optional<FileStamp> now = stamp_of(file_);
        if (now == stamp_) return complaint_.empty();
        stamp_ = now;
        decisions_ = parse_devices(text_of(file_), file_);
        complaint_.clear();
        return true;
    } catch (const Fault& fault) {
        if (std::exchange(complaint_, fault.what()) != fault.what()) {
            spdlog::error("the devices stay as they were: {}", fault.what());
        }
        return false;
    }
}

std::optional<Device> DeviceBook::find(std::string_view id) {
    if (const auto given = given_.find(id); given != given_.end()) return given->second;
    const std::lock_guard lock(mutex_);
    look_again();
    const auto& accepted = decisions_.accepted;
    const auto found = std::find_if(accepted.begin(), accepted.end(), [&](const Device& d) { return d.id == id; });
    if (found == accepted.end()) return std::nullopt;
    return *found;
}

bool DeviceBook::is_refused(std::string_view id) {
    const std::lock_guard lock(mutex_);
    look_again();
    return std::find(decisions_.refused.begin(), decisions_.refused.end(), id) != decisions_.refused.end();
}

std::optional<DeviceDecisions> DeviceBook::decisions() {
    const std::lock_guard lock(mutex_);
    if (!look_again()) return std::nullopt;
    return decisions_;
}

}  // namespace siaga::net
