#pragma once
// The part of verify that walks the ledger: every entry, every hash, every key.

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "data/model/event.hpp"
#include "data/store/key_rotation.hpp"
#include "data/store/verify.hpp"

namespace siaga {

struct PlacedLoss {
    std::uint64_t entry = 0;
    LossAccepted what;
};

struct LedgerWalk {
    LedgerHead head;  ///< over the entries that are sound
    Hash origin{};
    std::map<std::uint64_t, LedgerTip> tips;         ///< at the sizes asked for, as far as the walk came
    std::map<std::uint64_t, RotatedKeys> rotations;  ///< by entry
    std::vector<PlacedLoss> losses;
    std::vector<std::string> pruned;  ///< TracksPruned::removed of every such entry
    std::optional<Finding> finding;   ///< the first bad entry
};

/// `sizes`: where the tree is wanted.
[[nodiscard]] LedgerWalk walk_ledger(SQLite::Database& db, const std::vector<std::uint64_t>& sizes);

}  // namespace siaga
