#pragma once
// Staged: what one batch becomes before its commit, and what later records of the same batch must see of
// the earlier ones.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "data/ingest/core.hpp"
#include "data/ingest/submission.hpp"
#include "data/ingest/unit_book.hpp"
#include "data/store/store.hpp"

namespace siaga {

/// The staged fixes by key and by unit and time. Fixes that come in order never ask, so the maps are
/// brought up to date only when somebody does.
class StagedFixes {
public:
    using ByTime = std::multimap<Time, std::size_t>;  ///< indexes into the fixes

    /// `fixes` only grows, and outlives this.
    explicit StagedFixes(const std::vector<Fix>& fixes) : fixes_(fixes) {}

    /// Null: none. Valid until the next fix is staged.
    [[nodiscard]] const Fix* with_key(SourceIndex source, std::uint64_t seq);
    [[nodiscard]] const ByTime& of(UnitIndex unit);
    [[nodiscard]] const Fix& operator[](std::size_t index) const { return fixes_[index]; }

private:
    void catch_up();

    const std::vector<Fix>& fixes_;
    std::size_t known_ = 0;  ///< how many of them are in the maps
    std::map<std::pair<SourceIndex, std::uint64_t>, std::size_t> by_key_;
    std::unordered_map<UnitIndex, ByTime> by_unit_;
};

/// A source in one batch.
struct StagedSource {
    std::optional<SourceIndex> index;  ///< none before its first accepted fix in this batch
    std::uint64_t highest = 0;         ///< seq, committed or staged: above it every key is new
    std::map<std::uint64_t, std::shared_ptr<const Entry>> entries;  ///< staged, by seq
};

struct Staged {
    Staged() = default;
    Staged(const Staged&) = delete;
    Staged& operator=(const Staged&) = delete;

    StoreBatch batch;
    std::vector<Reply> replies;      ///< in the order of the records
    CoreCounts added;                ///< counted once the batch is committed
    std::vector<AlertMoved> alerts;  ///< raised by the door itself, written with those of the rules
    std::unordered_map<SourceName, StagedSource> sources;
    StagedFixes fixes{batch.fixes};
    std::vector<std::pair<SourceName, std::string>> refused;                    ///< raw, of senders without numbers
    std::vector<std::pair<UnitPage*, std::optional<Neighbour>>> newest_before;  ///< per staged fix

    void reserve(std::size_t records) {
        batch.fixes.reserve(records);
        newest_before.reserve(records);
    }
    /// The batch was not committed: the units' pages are as they were.
    void undo();
};

}  // namespace siaga
