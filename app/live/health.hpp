#pragma once
// Health: what the health panel shows of the core, gathered when somebody looks.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "data/store/store.hpp"
#include "net/waiting_devices.hpp"

namespace siaga::app {

struct ListenerHealth {
    std::string name;   ///< "feed", "http", "metrics"
    std::string place;  ///< "127.0.0.1:7117"; "": it is off
    std::size_t sessions = 0;
    std::uint64_t accepted = 0;                    ///< connections since the start
    std::uint64_t taken = 0;                       ///< lines or answers since the start
    double per_second = 0;                         ///< of these, over the last second
    std::map<std::string, std::uint64_t> refused;  ///< by code or status, since the start
    friend bool operator==(const ListenerHealth&, const ListenerHealth&) = default;
};

struct Health {
    static constexpr std::size_t kQuarantinedShown = 6;

    bool here = false;  ///< the core runs in this program; else its listeners are not known
    std::vector<ListenerHealth> listeners;
    std::vector<net::WaitingDevice> waiting;
    std::vector<QuarantinedRecord> quarantined;  ///< the newest first
    std::uint64_t quarantined_total = 0;
    friend bool operator==(const Health&, const Health&) = default;
};

}  // namespace siaga::app
