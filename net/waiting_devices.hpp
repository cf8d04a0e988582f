#pragma once
// WaitingDevices: phones that called and that nobody has accepted yet, for siagactl device and the wall. Bounded, all
// and per address: a stranger can push out other strangers, never fill the disk. keys/waiting.toml holds them, so that
// siagactl sees them beside a running core and a restart does not forget them. Any thread.

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "data/core/time.hpp"
#include "data/geo/lonlat.hpp"

namespace siaga::net {

struct WaitingDevice {
    std::string id;  ///< a valid name
    std::string address;
    Time first, last;
    std::uint64_t count = 1;
    std::optional<LonLat> place;  ///< the last one it could be read from
    friend bool operator==(const WaitingDevice&, const WaitingDevice&) = default;
};

class WaitingDevices {
public:
    static constexpr std::size_t kMost = 64;
    static constexpr std::size_t kMostOfOneAddress = 8;
    static constexpr Millis kWrittenEvery{5'000};

    /// `folder`: of the operation, whose file is read and written; nothing: memory alone.
    explicit WaitingDevices(std::optional<std::filesystem::path> folder = {});

    /// It called. Of more than there may be, the one that has been silent longest is forgotten.
    void note(const std::string& id, const std::string& address, std::optional<LonLat> place, Time now);
    /// It waits no longer.
    void forget(const std::string& id);
    /// By id.
    [[nodiscard]] std::vector<WaitingDevice> list() const;
    /// Writes the file when something changed, at most every kWrittenEvery unless `ending`. A disk that takes nothing
    /// is a line in the log.
    void save(Time now, bool ending);

private:
    void make_room(const std::string& address);

    std::filesystem::path file_;
    mutable std::mutex mutex_;
    std::map<std::string, WaitingDevice> devices_;
    bool changed_ = false;
    std::optional<Time> written_;
};

/// What the file holds; nothing readable is nothing.
[[nodiscard]] std::vector<WaitingDevice> parse_waiting(const std::string& text);
/// The same of an operation, without those that somebody has decided about since.
[[nodiscard]] std::vector<WaitingDevice> read_waiting(const std::filesystem::path& operation_folder);

}  // namespace siaga::net
