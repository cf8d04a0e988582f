#pragma once
// How a running core is, asked by another program of the same machine and user: whoever connects to core.sock in the
// operation's folder is given one CoreStatus as JSON, and that is the end of the connection.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "net/core_status.hpp"

namespace siaga::net {

/// The answering side, on a thread of its own.
class StatusSocket {
public:
    /// For one who asks and does not read.
    static constexpr std::chrono::milliseconds kTakenWithin{2'000};
    static constexpr std::chrono::milliseconds kLookEvery{1'000};

    /// Opens core.sock, over what a killed core left there: whoever writes the records is alone in the folder. For the
    /// user alone. `look` is called on its thread for whoever asks, and every second for the rates that are counted
    /// from look to look; it outlives the socket. Where a folder can hold no socket, that is a line in the log, and
    /// nobody is answered.
    StatusSocket(const std::filesystem::path& operation_folder, std::function<CoreStatus()> look);
    ~StatusSocket();  ///< stop()
    StatusSocket(const StatusSocket&) = delete;
    StatusSocket& operator=(const StatusSocket&) = delete;

    /// Removes core.sock.
    void stop();

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

/// The asking side: nothing when no core answers within `wait`, because none runs on this machine for this folder.
[[nodiscard]] std::optional<CoreStatus> ask_core(const std::filesystem::path& operation_folder,
                                                 std::chrono::milliseconds wait = std::chrono::seconds(2));

}  // namespace siaga::net
