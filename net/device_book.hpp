#pragma once
// DeviceBook: which devices are let in, those of operation.toml and those of keys/devices.toml, which is read again
// when it changed. Any thread.

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/device_file.hpp"
#include "net/key_folder.hpp"

namespace siaga::net {

class DeviceBook {
public:
    /// `folder`: of the operation; nothing: only the given ones. Throws Fault when its file cannot be read.
    explicit DeviceBook(const std::vector<Device>& devices, std::optional<std::filesystem::path> folder = {});

    [[nodiscard]] std::optional<Device> find(std::string_view id);
    [[nodiscard]] bool is_refused(std::string_view id);
    /// Nothing: the file cannot be read now; what it said last still holds.
    [[nodiscard]] std::optional<DeviceDecisions> decisions();

private:
    bool look_again();  ///< under the lock

    std::map<std::string, Device, std::less<>> given_;
    std::filesystem::path file_;
    std::mutex mutex_;
    std::optional<FileStamp> stamp_;
    DeviceDecisions decisions_;
    std::string complaint_;  ///< the last one in the log
};

}  // namespace siaga::net
