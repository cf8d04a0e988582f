#pragma once
// Pruning an operation's tracks by age, explained by an entry of its ledger.

#include <cstdint>
#include <optional>

#include "data/store/prune.hpp"
#include "data/store/store.hpp"

namespace siaga::app {

struct Pruned {
    PrunePlan plan;
    std::optional<std::uint64_t> entry;  ///< of the ledger; none when there was nothing to remove
};

/// Removes what is older than `age` at `now`, by the operation's clock. First the entry, then the tracks: a
/// cut between the two leaves an entry too many, never a hole that nothing explains. Throws as commit() does.
[[nodiscard]] Pruned prune_tracks(Store& store, Time now, Millis age);

}  // namespace siaga::app
