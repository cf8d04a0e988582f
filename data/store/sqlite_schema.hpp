#pragma once
// What the two databases are: their marks, their versions and the steps from one version to the next.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace siaga {

struct DatabaseKind {
    std::string_view file;                    ///< "ledger.db"
    std::uint32_t application_id;             ///< PRAGMA application_id
    std::uint32_t page_bytes;                 ///< of a new file
    std::span<const std::string_view> steps;  ///< steps[v] takes version v to v + 1, in one transaction

    [[nodiscard]] std::uint32_t version() const { return static_cast<std::uint32_t>(steps.size()); }
};

[[nodiscard]] const DatabaseKind& ledger_kind();
[[nodiscard]] const DatabaseKind& tracks_kind();

struct DatabaseMarks {
    std::uint32_t application_id = 0;
    std::uint32_t user_version = 0;
};

/// From the first 100 bytes of the file (SQLite file format 1.3), without opening it as a database,
/// so that a refused file stays as it was. Throws Fault: missing, unreadable, not SQLite.
[[nodiscard]] DatabaseMarks read_marks(const std::filesystem::path& file);

/// Throws Fault when the marks are of another program, or of a newer version of this one.
void check_marks(const DatabaseMarks& marks, const DatabaseKind& kind, const std::filesystem::path& folder);

/// Brings folder/kind.file to kind.version(); a new file is made when there is none. Each step is one
/// transaction, so a cut leaves a version behind or before it, never between. Throws StorageFault.
void migrate(const std::filesystem::path& folder, const DatabaseKind& kind);

}  // namespace siaga
