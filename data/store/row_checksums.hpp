#pragma once
// Checksums of the rows of tracks.db that are kept for good and have no hash of their own.

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string_view>

#include "data/store/store.hpp"

namespace siaga {

/// Of a row of the tables `unit` and `source`: XXH3, 64 bits, of the canonical bytes (data/model/canonical.hpp) of
/// index and name.
[[nodiscard]] std::uint64_t name_checksum(std::uint64_t index, std::string_view name);

/// Of a row of the table `quarantine`: the same of batch, received, source, seq, reasons, raw.
[[nodiscard]] std::uint64_t quarantine_checksum(std::uint64_t batch, const QuarantinedRecord& record);

/// Makes both known to SQL, for the step from version 1 of tracks.db, whose rows have none:
/// name_checksum(idx, name), quarantine_checksum(batch, received, source, seq, reasons, raw).
void define_row_checksums(SQLite::Database& db);

}  // namespace siaga
