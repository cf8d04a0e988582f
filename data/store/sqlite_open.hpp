#pragma once
// The two ways to open an operation's databases: ledger.db as main with tracks.db attached.

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "data/store/store.hpp"

namespace siaga {

/// Both databases, already at the newest version, for the one writer. Never checkpoints by itself.
/// Throws Fault or StorageFault.
[[nodiscard]] SQLite::Database open_for_writing(const std::filesystem::path& folder, Durability durability);

/// Both databases, read-only, also in a folder without write permission as long as no writer left a
/// journal there. Throws Fault or StorageFault.
[[nodiscard]] SQLite::Database open_for_reading(const std::filesystem::path& folder);

/// Throws Fault unless both files are there, of a version this program knows, and their journals are whole; changes
/// nothing.
void check_databases(const std::filesystem::path& folder);

}  // namespace siaga
