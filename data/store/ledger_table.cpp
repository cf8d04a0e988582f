#include "data/store/ledger_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <variant>

#include "data/model/canonical.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/storage_fault.hpp"

namespace siaga {
namespace {

[[noreturn]] void corrupt(const std::filesystem::path& folder, std::uint64_t n, std::string_view what) {
    throw StorageFault(StorageTrouble::kCorrupt,
                       fmt::format("{}: entry {}: {}; keep the folder as it is and restore the newest backup",
                                   (folder / "ledger.db").string(), n, what));
}

/// Columns: n, event_time, received, source, seq, body, leaf.
Entry entry_from(SQLite::Statement& row, std::uint64_t expected, const std::filesystem::path& folder) {
    Entry entry;
    entry.n = uint_of(row.getColumn(0));
    if (entry.n != expected) corrupt(folder, expected, fmt::format("is missing, entry {} follows", entry.n));
    entry.received = time_of(row.getColumn(2));
    const std::string source = row.getColumn(3).getString();
    entry.seq = uint_of(row.getColumn(4));
    const SQLite::Column body = row.getColumn(5);
    const Bytes bound = entry_bytes(entry.n, entry.received, source, entry.seq, blob_of(body));
    if (!holds(row.getColumn(6), merkle_leaf(bound))) corrupt(folder, entry.n, "its content does not give its hash");

    Result<SourceName> name = SourceName::parse(source);
    Result<Event> event = event_from_canonical(blob_of(body));
    if (!name) corrupt(folder, entry.n, name.problem().detail);
    if (!event) corrupt(folder, entry.n, event.problem().detail);
    entry.source = std::move(name).value();
    entry.event = std::move(event).value();
    if (time_of(row.getColumn(1)) != entry.event.time) corrupt(folder, entry.n, "event_time is not that of its body");
    return entry;
}

}  // namespace

void advance_head(SQLite::Database& db, LedgerHead& head, const std::filesystem::path& folder, std::uint64_t until) {
    SQLite::Statement rows(db, "SELECT n, leaf, chain FROM main.entry WHERE n >= ? AND n < ? ORDER BY n");
    bind_uint(rows, 1, head.entries());
    bind_uint(rows, 2, until);
    while (rows.executeStep()) {
        const std::uint64_t n = head.entries();
        const std::uint64_t found = uint_of(rows.getColumn(0));
        if (found != n) corrupt(folder, n, fmt::format("is missing, entry {} follows", found));
        const SQLite::Column stored = rows.getColumn(1);
        Hash leaf{};
        if (blob_of(stored).size() != leaf.size()) corrupt(folder, n, "its hash is not 32 bytes");
        std::copy_n(blob_of(stored).begin(), leaf.size(), leaf.begin());
        head.append(leaf);
        if (!holds(rows.getColumn(2), head.chain))
            corrupt(folder, n, "its chain does not follow from the entry before");
    }
}

void read_ledger(SQLite::Database& db, std::uint64_t from, const std::function<void(Entry)>& visit,
                 const std::filesystem::path& folder) {
    SQLite::Statement rows(
        db, "SELECT n, event_time, received, source, seq, body, leaf FROM main.entry WHERE n >= ? ORDER BY n");
    bind_uint(rows, 1, from);
    for (std::uint64_t n = from; rows.executeStep(); ++n) visit(entry_from(rows, n, folder));
}

std::optional<KeyRotated> last_rotation(SQLite::Database& db) {
    // The canonical bytes begin with version and kind, a byte each.
    SQLite::Statement rows(db, "SELECT body FROM main.entry WHERE substr(body, 1, 2) = ? ORDER BY n DESC LIMIT 1");
    const Bytes beginning = canonical_bytes(Event{{}, KeyRotated{}, {}});
    bind_blob(rows, 1, std::span(beginning).first(2));
    if (!rows.executeStep()) return std::nullopt;
    const Result<Event> event = event_from_canonical(blob_of(rows.getColumn(0)));
    const KeyRotated* rotation = event ? std::get_if<KeyRotated>(&event->body) : nullptr;
    return rotation != nullptr ? std::optional(*rotation) : std::nullopt;
}

Hash read_origin(SQLite::Database& db) {
    Hash origin{};
    SQLite::Statement row(db, "SELECT leaf FROM main.entry WHERE n = 0");
    if (row.executeStep() && blob_of(row.getColumn(0)).size() == origin.size()) {
        std::copy_n(blob_of(row.getColumn(0)).begin(), origin.size(), origin.begin());
    }
    return origin;
}

std::uint64_t count_entries(SQLite::Database& db) {
    // n is gap-free from 0, which advance_head and read_ledger check.
    return uint_of(db.execAndGet("SELECT coalesce(max(n) + 1, 0) FROM main.entry"));
}

std::optional<Time> first_received(SQLite::Database& db) {
    SQLite::Statement row(db, "SELECT received FROM main.entry WHERE n = 0");
    if (!row.executeStep()) return std::nullopt;
    return time_of(row.getColumn(0));
}

void read_last_seqs(SQLite::Database& db, const std::function<void(const std::string&, std::uint64_t)>& visit) {
    SQLite::Statement rows(db, "SELECT source, max(seq) FROM main.entry GROUP BY source");
    while (rows.executeStep()) visit(rows.getColumn(0).getString(), uint_of(rows.getColumn(1)));
}

LedgerTable::LedgerTable(SQLite::Database& db)
    : insert_(db,
              "INSERT INTO main.entry(n, event_time, received, source, seq, body, leaf, chain) "
              "VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
      find_(db, "SELECT body FROM main.entry WHERE source = ? AND seq = ?") {}

LedgerHead LedgerTable::append(std::span<const std::shared_ptr<const Entry>> entries, LedgerHead head) {
    for (const auto& entry : entries) {
        const Bytes body = canonical_bytes(entry->event);
        const Hash leaf = merkle_leaf(entry_bytes(entry->n, entry->received, entry->source.text(), entry->seq, body));
        head.append(leaf);
        const ResetAtEnd reset(insert_);
        int column = 0;
        bind_uint(insert_, ++column, entry->n);
        bind_time(insert_, ++column, entry->event.time);
        bind_time(insert_, ++column, entry->received);
        insert_.bindNoCopy(++column, entry->source.text());
        bind_uint(insert_, ++column, entry->seq);
        bind_blob(insert_, ++column, body);
        bind_blob(insert_, ++column, leaf);
        bind_blob(insert_, ++column, head.chain);
        insert_.exec();
    }
    return head;
}

std::optional<RecordDigest> LedgerTable::find(const std::string& source, std::uint64_t seq) {
    const ResetAtEnd reset(find_);
    find_.bindNoCopy(1, source);
    bind_uint(find_, 2, seq);
    if (!find_.executeStep()) return std::nullopt;
    return record_digest(blob_of(find_.getColumn(0)));
}

}  // namespace siaga
