#pragma once
// Staged: what one batch becomes before its commit, and what later records of the same batch must see of
// the earlier ones.

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "data/ingest/core.hpp"
#include "data/ingest/fix_checks.hpp"
#include "data/ingest/submission.hpp"
#include "data/store/store.hpp"

namespace siaga {

struct StagedFix {
    Time time;
    LonLat position;
    bool moves_marker = true;
};

struct Staged {
    StoreBatch batch;
    std::vector<Reply> replies;      ///< one per submission, in order
    CoreCounts added;                ///< counted once the batch is committed
    std::vector<AlertMoved> alerts;  ///< raised by the door itself, written with those of the rules
    std::unordered_map<SourceName, std::map<std::uint64_t, RecordDigest>> keys;
    std::unordered_map<std::uint32_t, std::multimap<Time, StagedFix>> fixes;  ///< by UnitIndex

    [[nodiscard]] bool nothing_to_write() const {
        return batch.entries.empty() && batch.fixes.empty() && batch.quarantined.empty();
    }
};

}  // namespace siaga
