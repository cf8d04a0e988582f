#pragma once
// The writer's side of tracks.db: one batch per commit, the names and the quarantine.
//
// With a journal per file, SQLite makes a transaction over two files all or nothing in each file, not
// over both. So tracks.db is committed first, each batch with the number of entries that the ledger
// must have for it to count, and the ledger's commit decides. A batch that its ledger part did not
// follow is an orphan: readers pass over it, the writer removes it before anything else.

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/store/name_table.hpp"
#include "data/store/store.hpp"

namespace siaga {

/// Holds prepared statements: must not outlive `db`.
class TrackTable {
public:
    /// Reads names and counters. `entries`: of the ledger.
    TrackTable(SQLite::Database& db, std::uint64_t entries, const std::filesystem::path& folder);

    [[nodiscard]] NameTable& units() { return units_; }
    [[nodiscard]] NameTable& sources() { return sources_; }
    [[nodiscard]] const NameTable& units() const { return units_; }
    [[nodiscard]] const NameTable& sources() const { return sources_; }
    [[nodiscard]] std::uint64_t quarantined() const { return quarantined_; }
    /// Batches from here on do not count.
    [[nodiscard]] std::uint64_t next_batch() const { return next_batch_; }

    /// True when write() would have something to do.
    [[nodiscard]] bool has_work(const StoreBatch& batch) const;
    /// Inside a transaction: the names not saved yet and the batch, to count once the ledger has
    /// `needs_entries`.
    void write(const StoreBatch& batch, std::uint64_t needs_entries);
    /// That transaction is committed: the names are saved, the batch awaits the ledger.
    void written(const StoreBatch& batch);
    /// The ledger's part is committed too.
    void counted(const StoreBatch& batch);

    [[nodiscard]] bool has_orphan() const { return has_orphan_; }
    /// Inside a transaction.
    void remove_orphan();
    void orphan_removed() { has_orphan_ = false; }

    [[nodiscard]] std::optional<RecordDigest> find(std::uint32_t source, std::uint64_t seq);
    /// Highest seq of a source in the batches that count, 0 for none.
    [[nodiscard]] std::uint64_t last_seq(std::uint32_t source);

private:
    struct Key {
        std::uint32_t source;
        std::uint64_t seq;
        RecordDigest digest;
        [[nodiscard]] bool before(const Key& other) const {
            return source != other.source ? source < other.source : seq < other.seq;
        }
    };
    struct Decoded {
        std::uint64_t batch;
        std::vector<Key> keys;  ///< by source, then seq
    };
    void check_orphans(std::uint64_t orphans, std::uint64_t entries);
    void write_names(NameTable& table, SQLite::Statement& insert);
    void write_ranges(const StoreBatch& batch);
    void write_quarantine(const StoreBatch& batch);
    const Decoded& decoded(std::uint64_t batch);

    SQLite::Database& db_;
    std::filesystem::path folder_;
    NameTable units_, sources_;
    std::uint64_t next_batch_ = 0;
    std::uint64_t quarantined_ = 0;
    bool has_orphan_ = false;
    std::vector<Decoded> cache_;  ///< most recently used last
    SQLite::Statement insert_unit_, insert_source_, insert_batch_, insert_range_, insert_quarantine_, ranges_, newest_;
};

}  // namespace siaga
