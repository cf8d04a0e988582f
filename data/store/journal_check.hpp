#pragma once
// check_journal: finds what SQLite passes over without a word. It reads a journal up to the first frame whose
// checksum is wrong and drops the rest, which is right for the last commit of a cut, and wrong for commits that
// were synced before: a flipped bit would take them all.

#include <filesystem>
#include <string_view>

namespace siaga {

/// Throws StorageFault kCorrupt when a commit that was synced lies behind a frame that was damaged, or frames
/// lie behind a damaged header. A damaged last commit cannot be told from one that was cut. `file`: "ledger.db".
/// May run beside a writer.
void check_journal(const std::filesystem::path& folder, std::string_view file);

}  // namespace siaga
