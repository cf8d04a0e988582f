#include "app/bench/floors/plain_ledger.hpp"

#include <array>

#include "app/bench/bench.hpp"
#include "data/model/canonical.hpp"
#include "data/store/sha256.hpp"

namespace siaga::app::bench {
namespace {

SQLite::Database new_database(const std::filesystem::path& folder, bool bulk) {
    SQLite::Database db((folder / "plain.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("PRAGMA journal_mode = WAL");
    db.exec(bulk ? "PRAGMA synchronous = OFF" : "PRAGMA synchronous = FULL");
    db.exec(
        "CREATE TABLE entry(n INTEGER PRIMARY KEY, event_time INTEGER, received INTEGER, source TEXT, seq INTEGER, "
        "body BLOB, leaf BLOB, chain BLOB) STRICT; CREATE UNIQUE INDEX entry_by_key ON entry(source, seq); "
        "CREATE INDEX entry_by_time ON entry(event_time, n)");
    return db;
}

constexpr std::size_t kHashBytes = 32, kChainBytes = 22 + 2 * kHashBytes, kNodeBytes = 1 + 2 * kHashBytes;

}  // namespace

std::vector<PlainRow> plain_rows(std::span<const std::shared_ptr<const Entry>> entries) {
    std::vector<PlainRow> rows;
    rows.reserve(entries.size());
    for (const auto& entry : entries) {
        rows.push_back({unix_ms(entry->event.time), unix_ms(entry->received), static_cast<std::int64_t>(entry->seq),
                        entry->source.text(), canonical_bytes(entry->event)});
    }
    return rows;
}

PlainLedger::PlainLedger(const std::filesystem::path& folder, bool bulk)
    : db_(new_database(folder, bulk)), insert_(db_, "INSERT INTO entry VALUES(?, ?, ?, ?, ?, ?, ?, ?)") {}

void PlainLedger::append(std::span<const PlainRow> rows) {
    static constexpr std::array<std::uint8_t, kHashBytes> kNoHash{};
    db_.exec("BEGIN");
    for (const PlainRow& row : rows) {
        insert_.bind(1, next_++);
        insert_.bind(2, row.event_time);
        insert_.bind(3, row.received);
        insert_.bindNoCopy(4, row.source);
        insert_.bind(5, row.seq);
        insert_.bindNoCopy(6, row.body.data(), static_cast<int>(row.body.size()));
        insert_.bindNoCopy(7, kNoHash.data(), static_cast<int>(kNoHash.size()));
        insert_.bindNoCopy(8, kNoHash.data(), static_cast<int>(kNoHash.size()));
        insert_.exec();
        insert_.reset();
    }
    db_.exec("COMMIT");
}

std::uint64_t PlainLedger::read_hashes() {
    SQLite::Statement rows(db_, "SELECT n, leaf, chain FROM entry ORDER BY n");
    std::uint64_t count = 0;
    for (; rows.executeStep(); ++count) keep(*static_cast<const char*>(rows.getColumn(2).getBlob()));
    return count;
}

void hash_rows(std::span<const PlainRow> rows) {
    static constexpr std::array<std::uint8_t, kChainBytes> kChain{};
    for (const PlainRow& row : rows) {
        keep(sha256(row.body));
        keep(sha256(kChain));
    }
}

void hash_nodes(std::uint64_t count) {
    static constexpr std::array<std::uint8_t, kNodeBytes> kNode{};
    for (std::uint64_t i = 1; i < count; ++i) keep(sha256(kNode));
}

}  // namespace siaga::app::bench
