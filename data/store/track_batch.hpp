#pragma once
// One row of the table `batch` of tracks.db: the fixes of one commit, packed and checksummed.

#include <SQLiteCpp/SQLiteCpp.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "data/store/fix_codec.hpp"
#include "data/store/sha256.hpp"

namespace siaga {

/// First 8 bytes of SHA-256("siaga batch 1\n" || id || needs_entries || received || count || min_time ||
/// max_time || payload), each number as 8 bytes, big endian.
using BatchChecksum = std::array<std::uint8_t, 8>;

struct TrackBatch {
    std::uint64_t id = 0;
    std::uint64_t needs_entries = 0;  ///< counts only when the ledger has as many entries
    Time received, min_time, max_time;
    std::uint64_t count = 0;
    Bytes payload;
};

[[nodiscard]] BatchChecksum checksum_of(const TrackBatch& batch);

/// What one commit's fixes become.
[[nodiscard]] TrackBatch make_batch(std::uint64_t id, std::uint64_t needs_entries, std::span<const Fix> fixes,
                                    Time received);

/// The batches from `from` on that count when the ledger has `entries` entries, in order; answers the
/// number after the last one. Throws StorageFault kCorrupt naming the first bad batch.
std::uint64_t read_batches(SQLite::Database& db, std::uint64_t from, std::uint64_t entries,
                           const std::filesystem::path& folder, const std::function<void(std::span<const Fix>)>& visit);

/// One batch. Throws StorageFault kCorrupt when it is missing or bad.
[[nodiscard]] std::vector<Fix> read_batch(SQLite::Database& db, std::uint64_t id, const std::filesystem::path& folder);

/// Batches that need more entries than the ledger has count from now on without them: a position is true
/// whatever became of the ledger. Inside a transaction.
void adopt_batches(SQLite::Database& db, std::uint64_t entries);

/// Table "unit" or "source", in order of their numbers. Throws StorageFault kCorrupt at a gap.
[[nodiscard]] std::vector<std::string> read_names(SQLite::Database& db, const std::string& table,
                                                  const std::filesystem::path& folder);

}  // namespace siaga
