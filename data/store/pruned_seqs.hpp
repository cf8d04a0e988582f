#pragma once
// The table `pruned_seq` of tracks.db: which sealed sequence numbers were removed with their slices. A hash of
// it is in the ledger, so that a slice cannot be taken away and called pruned.

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <span>
#include <vector>

#include "data/model/slice_source.hpp"
#include "data/store/seq_ranges.hpp"
#include "data/store/sha256.hpp"

namespace siaga {

/// Empty for a tracks.db of version 1.
[[nodiscard]] SourceSeqs read_pruned(SQLite::Database& db, const std::filesystem::path& folder);
/// Replaces the table. Inside a transaction.
void write_pruned(SQLite::Database& db, const SourceSeqs& pruned);

/// `pruned`, and the numbers in these slices. Throws what `slices` throws, and StorageFault kCorrupt when one
/// cannot be unpacked.
[[nodiscard]] SourceSeqs pruned_with(SourceSeqs pruned, SliceSource& slices, std::span<const Time> starts);

/// SHA-256("siaga pruned 1\n" || for each range, by source and first: source || first || last), each number as 8
/// bytes, big endian.
[[nodiscard]] Hash pruned_hash(const SourceSeqs& pruned);

}  // namespace siaga
