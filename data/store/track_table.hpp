#pragma once
// The writer's side of tracks.db: one batch per commit until its fixes are sealed into slices, the names and
// the quarantine.
//
// With a journal per file, SQLite makes a transaction over two files all or nothing in each file, not
// over both. So tracks.db is committed first, each batch with the number of entries that the ledger
// must have for it to count, and the ledger's commit decides. A batch that its ledger part did not
// follow is an orphan: readers pass over it, the writer removes it before anything else.

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "data/store/name_table.hpp"
#include "data/store/open_fixes.hpp"
#include "data/store/quarantine_table.hpp"
#include "data/store/slice_table.hpp"
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

    /// A fix measured at `time` under this key; monostate when one of another time is.
    [[nodiscard]] std::optional<std::variant<std::monostate, Fix>> find(std::uint32_t source, std::uint64_t seq,
                                                                        Time time);
    /// Highest seq of a source in the slices and the batches that count, 0 for none.
    [[nodiscard]] std::uint64_t last_seq(std::uint32_t source) const;

    /// Are there fixes that seal() would move?
    [[nodiscard]] bool can_seal(Time before) const;
    /// Inside a transaction, without an orphan: moves every fix measured before `before`, and every one of a
    /// wrong clock, from the batches into slices. What is left becomes one batch.
    void seal(Time before, std::uint64_t entries);
    /// That transaction is committed.
    void sealed();
    /// What pruned_seq will hold once these slices are removed.
    [[nodiscard]] SourceSeqs pruned_with(std::span<const Time> starts);
    /// Inside a transaction.
    void remove_slices(std::span<const Time> starts);
    [[nodiscard]] StoredSlices& slices() { return slices_; }
    /// Fixes in no slice yet.
    [[nodiscard]] std::uint64_t open_fixes() const { return open_.all().size(); }

private:
    void check_orphans(std::uint64_t orphans, std::uint64_t entries);
    void write_names(NameTable& table, SQLite::Statement& insert);
    [[nodiscard]] std::optional<Fix> find_sealed(std::uint32_t source, std::uint64_t seq, Time time);
    void write_batch(std::span<const Fix> fixes, std::uint64_t id, std::uint64_t needs_entries, Time received);
    void write_total(std::uint64_t next_batch, std::uint64_t quarantined);
    void add_sealed_seqs(Time end);

    SQLite::Database& db_;
    std::filesystem::path folder_;
    NameTable units_, sources_;
    std::uint64_t next_batch_ = 0;
    std::uint64_t quarantined_ = 0;
    bool has_orphan_ = false;
    OpenFixes open_;
    SourceSeqs sealed_seqs_;
    std::vector<std::pair<std::uint32_t, std::vector<SeqRange>>> changed_seqs_;  ///< what seal() wrote
    std::vector<Fix> left_open_;           ///< what seal() moves into the batch it leaves
    std::optional<TrackSlice> looked_up_;  ///< by find_sealed
    StoredSlices slices_;
    SliceWriter slice_writer_;
    QuarantineWriter quarantine_writer_;
    SQLite::Statement insert_unit_, insert_source_, insert_batch_, set_total_;
};

}  // namespace siaga
