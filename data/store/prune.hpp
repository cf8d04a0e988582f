#pragma once
// Pruning: which sealed slices are old enough to go. The ledger is never touched.

#include <cstdint>
#include <span>
#include <vector>

#include "data/model/slice_source.hpp"

namespace siaga {

struct PrunePlan {
    Time kept_from;            ///< the slice that tells where all units were at `before` begins here; it stays
    std::vector<Time> slices;  ///< the starts of those that go
    std::uint64_t fixes = 0;   ///< that are in them
};

/// What of `slices` (by rising start) may go so that the state at `before` and at any later time stays as
/// it is: all before the last slice that begins by `before` and tells where all units were. It carries the
/// newest fix of each unit. Slices of wrong clocks alone go when they were received before `before`.
/// Example: slices of 12:00, 12:05 and 12:10, before = 12:07: the one of 12:00 goes.
[[nodiscard]] PrunePlan plan_prune(std::span<const SliceInfo> slices, Time before);

}  // namespace siaga
