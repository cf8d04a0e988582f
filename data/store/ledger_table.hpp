#pragma once
// The table `entry` of ledger.db: appending to it and reading it back, each entry checked against the
// hashes beside it.

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "data/model/event.hpp"
#include "data/store/ledger_entry.hpp"

namespace siaga {

/// Advances `head` over the entries after it, up to `until` of them. Throws StorageFault kCorrupt at the
/// first entry whose number or chain does not follow.
void advance_head(SQLite::Database& db, LedgerHead& head, const std::filesystem::path& folder,
                  std::uint64_t until = std::numeric_limits<std::int64_t>::max());

/// Entries from n = `from` on, in order. Throws StorageFault kCorrupt at the first whose bytes do not
/// give its leaf hash.
void read_ledger(SQLite::Database& db, std::uint64_t from, const std::function<void(Entry)>& visit,
                 const std::filesystem::path& folder);

/// The newest KeyRotated of the ledger. Reads the beginning of every entry.
[[nodiscard]] std::optional<KeyRotated> last_rotation(SQLite::Database& db);
/// Leaf hash of the first entry: what names this ledger. Precondition: there is one.
[[nodiscard]] Hash read_origin(SQLite::Database& db);

[[nodiscard]] std::uint64_t count_entries(SQLite::Database& db);
/// When the first entry was received.
[[nodiscard]] std::optional<Time> first_received(SQLite::Database& db);

/// Calls visit(source, highest seq) for each source of the ledger.
void read_last_seqs(SQLite::Database& db, const std::function<void(const std::string&, std::uint64_t)>& visit);

/// The writer's side. Holds prepared statements: must not outlive `db`.
class LedgerTable {
public:
    explicit LedgerTable(SQLite::Database& db);
    /// Inside a transaction. Answers the head that holds once it is committed.
    [[nodiscard]] LedgerHead append(std::span<const std::shared_ptr<const Entry>> entries, LedgerHead head);
    [[nodiscard]] std::optional<RecordDigest> find(const std::string& source, std::uint64_t seq);

private:
    SQLite::Statement insert_;
    SQLite::Statement find_;
};

}  // namespace siaga
