#include "app/common/prune.hpp"

#include <algorithm>
#include <limits>
#include <memory>

namespace siaga::app {

Pruned prune_tracks(Store& store, Time now, Millis age) {
    const Time before = now - age;
    Pruned pruned{plan_prune(store.slices().list(), before), std::nullopt};
    if (pruned.plan.slices.empty()) return pruned;
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
    auto entry = std::make_shared<Entry>();
    entry->n = store.next_entry();
    entry->received = now;
    entry->source = SourceName::literal("siaga");  // the core's own
    entry->seq = store.last_seq(entry->source) + 1;
    entry->event = {now,
                    TracksPruned{pruned.plan.kept_from,
                                 static_cast<std::uint32_t>(std::min<std::uint64_t>(pruned.plan.fixes, kMost)),
                                 to_hex(store.hash_without(pruned.plan.slices))},
                    {}};
    StoreBatch batch;
    batch.entries.push_back(entry);
    store.commit(batch);
    pruned.entry = entry->n;
    store.remove_slices(pruned.plan.slices);
    return pruned;
}

}  // namespace siaga::app
