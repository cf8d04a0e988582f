#pragma once
// The part of verify that reads tracks.db: names, every batch and its checksum, the table that finds them.

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/store/verify.hpp"

namespace siaga {

struct TracksWalk {
    std::vector<std::string> units, sources;
    std::uint64_t batches = 0, fixes = 0;
    std::optional<Finding> finding;  ///< the first
};

/// `entries`: of the ledger. `pruned`: TracksPruned::removed of its entries; what tracks.db says was pruned must be
/// one of them or nothing.
[[nodiscard]] TracksWalk walk_tracks(SQLite::Database& db, std::uint64_t entries,
                                     const std::vector<std::string>& pruned, const std::filesystem::path& folder);

}  // namespace siaga
