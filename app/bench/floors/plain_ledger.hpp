#pragma once
// The floors of the ledger: the physical work alone. Rows of the ledger's size into SQLite without any
// hash, the same rows out again, SHA-256 over as many bytes.

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/model/event.hpp"

namespace siaga::app::bench {

/// What the ledger writes of one entry, without its hashes.
struct PlainRow {
    std::int64_t event_time = 0, received = 0, seq = 0;
    std::string source;
    std::vector<std::uint8_t> body;
};
[[nodiscard]] std::vector<PlainRow> plain_rows(std::span<const std::shared_ptr<const Entry>> entries);

class PlainLedger {
public:
    /// A new database in `folder` (WAL, synchronous=FULL unless `bulk`), the ledger's columns and indexes.
    PlainLedger(const std::filesystem::path& folder, bool bulk);
    /// One transaction.
    void append(std::span<const PlainRow> rows);
    /// Reads number, leaf and chain of every row; answers how many there are.
    std::uint64_t read_hashes();

private:
    SQLite::Database db_;
    SQLite::Statement insert_;
    std::int64_t next_ = 0;
};

/// Two SHA-256 a row, over the row's bytes and over two hashes and more, as leaf and chain need.
void hash_rows(std::span<const PlainRow> rows);
/// The `count` - 1 node hashes of a tree.
void hash_nodes(std::uint64_t count);

}  // namespace siaga::app::bench
