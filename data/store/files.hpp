#pragma once
// Small files whole, written so that they last.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace siaga {

/// Throws Fault: missing, not a file, unreadable, larger than `max_bytes`.
[[nodiscard]] std::string read_whole_file(const std::filesystem::path& file, std::size_t max_bytes);

/// Creates the file, which must not exist, and syncs it. Throws Fault.
void write_new_file(const std::filesystem::path& file, std::string_view content);

/// Makes the file's content last. Throws Fault.
void sync_file(const std::filesystem::path& file);

/// Puts the file in its place, over one that is there: beside it, synced, renamed, the folder synced. A
/// cut leaves the old content or the new. `mode`: of the new file. Throws Fault.
void replace_file(const std::filesystem::path& file, std::string_view content, unsigned mode = 0644);

/// Makes the names inside the folder last. Throws Fault.
void sync_folder(const std::filesystem::path& folder);

/// Every file and folder below, then the folder itself. Throws Fault.
void sync_tree(const std::filesystem::path& folder);

}  // namespace siaga
