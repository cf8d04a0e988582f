#include "data/store/prune.hpp"

#include <algorithm>

namespace siaga {

PrunePlan plan_prune(std::span<const SliceInfo> slices, Time before) {
    PrunePlan plan;
    const auto kept = std::find_if(slices.rbegin(), slices.rend(),
                                   [&](const SliceInfo& slice) { return slice.positions && slice.start <= before; });
    if (kept == slices.rend()) return plan;
    plan.kept_from = kept->start;
    for (const SliceInfo& slice : slices) {
        if (slice.start >= plan.kept_from) break;
        if (!slice.positions && slice.received >= before) continue;
        plan.slices.push_back(slice.start);
        plan.fixes += slice.fixes;
    }
    return plan;
}

}  // namespace siaga
