#pragma once
// Health: what the health panel shows of the core, gathered when somebody looks.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "data/store/store.hpp"
#include "net/core_status.hpp"
#include "net/waiting_devices.hpp"

namespace siaga::app {

struct Health {
    static constexpr std::size_t kQuarantinedShown = 6;

    std::optional<net::CoreStatus> core;  ///< nothing: no core runs, or on another machine
    std::vector<net::WaitingDevice> waiting;
    std::vector<QuarantinedRecord> quarantined;  ///< the newest first
    friend bool operator==(const Health&, const Health&) = default;
};

}  // namespace siaga::app
