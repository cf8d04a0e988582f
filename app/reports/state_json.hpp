#pragma once
// The state as JSON (PROTOCOL: The state as JSON): what `siagactl state --json` prints and other
// systems read.

#include <cstdint>
#include <string>

#include "data/situation/situation.hpp"
#include "data/store/store.hpp"

namespace siaga::app {

struct StateFigures {
    LedgerTip ledger;
    std::uint64_t fixes_stored = 0;
    std::uint64_t fixes_quarantined = 0;
};

/// One line. lat and lon are the stored 1e-7 degree values, exactly; units sorted by name, districts
/// by code; unknown values are absent.
[[nodiscard]] std::string state_json(const Situation& situation, const StateFigures& figures);

}  // namespace siaga::app
