#pragma once
// Store: the one connection that writes and checkpoints ledger.db (main) and tracks.db (attached).
// Ingest thread only. Everything that one commit() was given is durable when it returns.
//
//   create_store(folder);                              // once, by init_operation
//   Store store(folder, Durability::kFull);
//   batch.entries.push_back(entry with n = store.next_entry());
//   store.commit(batch);                               // durable, or StorageFault and nothing counts
//
// Others read the same files through StoreReader (store_reader.hpp), also while a Store writes.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "data/model/canonical.hpp"
#include "data/model/event.hpp"
#include "data/model/fix.hpp"
#include "data/model/slice_source.hpp"
#include "data/store/ledger_entry.hpp"
#include "data/store/sha256.hpp"

namespace siaga {

/// The database's numbers are signed. A seq beyond it is refused at the door.
inline constexpr std::uint64_t kMaxSeq = std::numeric_limits<std::int64_t>::max();

struct QuarantinedRecord {
    Time received;
    std::string source;
    std::uint64_t seq = 0;
    std::string reasons;  ///< "TELEPORT: 812 m/s ...; COORDINATE_RANGE: ..."
    std::string raw;
    friend bool operator==(const QuarantinedRecord&, const QuarantinedRecord&) = default;
};

/// What is committed under a key (source, seq): a fix, of an event the digest of its canonical bytes, or only
/// that something else is.
using StoredRecord = std::variant<std::monostate, Fix, RecordDigest>;

/// One commit. `n` of the entries and UnitIndex, SourceIndex of the fixes are given by the Store
/// beforehand (next_entry, unit_index, source_index).
struct StoreBatch {
    std::vector<std::shared_ptr<const Entry>> entries;
    std::vector<Fix> fixes;
    std::vector<QuarantinedRecord> quarantined;
};

enum class Durability {
    kFull,  ///< synchronous=FULL: every commit is synced before it returns
    kBulk,  ///< filling a folder nobody was answered for: commits go in groups, synced once, by close()
};

/// Makes both databases, empty, at the newest version. Throws Fault when one of them exists or the
/// folder cannot be written.
void create_store(const std::filesystem::path& folder);

class StoreCopy;

class Store {
public:
    /// Opens both databases for writing. Throws Fault: missing, read-only, newer version (left
    /// byte-identical), of another program, already open for writing by another process.
    /// Refused too: a ledger that is not the one its signed tips speak of, unless `accept_loss` says why
    /// to go on (accepted_loss() is then to be recorded first), and a key that is gone or readable by others.
    Store(const std::filesystem::path& folder, Durability durability, const std::string& accept_loss = {});
    /// Closes as close() does, but silently.
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    [[nodiscard]] std::uint64_t next_entry() const;
    /// A new name gets the next number, kept from the next commit on.
    [[nodiscard]] UnitIndex unit_index(const UnitName& name);
    [[nodiscard]] SourceIndex source_index(const SourceName& name);
    /// The committed record with this key; a sealed fix only when it was measured at `time`. O(1) for a seq
    /// above last_seq(source).
    [[nodiscard]] std::optional<StoredRecord> find(const SourceName& source, std::uint64_t seq, Time time);
    /// Highest committed seq, 0 for a new source.
    [[nodiscard]] std::uint64_t last_seq(const SourceName& source) const;
    [[nodiscard]] std::vector<std::string> unit_names() const;
    [[nodiscard]] std::vector<std::string> source_names() const;
    [[nodiscard]] LedgerTip tip() const;
    /// When the first entry of the ledger was received.
    [[nodiscard]] std::optional<Time> began() const;
    [[nodiscard]] std::uint64_t quarantined_count() const;

    /// All of the batch or nothing of it, in both files. Precondition: no seq above kMaxSeq. Throws StorageFault (see
    /// storage_fault.hpp); then nothing of the batch counts, and after anything but "full" the store refuses all
    /// further commits.
    void commit(const StoreBatch& batch);

    /// Are there fixes measured before `before`, or of a wrong clock, that are in no slice yet?
    [[nodiscard]] bool can_seal(Time before) const;
    /// Moves them from the batches into slices, all or none. `before` is the start of a slice that is not
    /// finished. Throws like commit().
    void seal(Time before);
    /// What the ledger must say before remove_slices(starts): pruned_hash() (pruned_seqs.hpp) as it will be then.
    [[nodiscard]] Hash hash_without(const std::vector<Time>& starts) const;
    /// For good, all or none, and their bytes overwritten in the file; which ones may go is told by
    /// plan_prune() (prune.hpp). That their keys were used is still known. Throws like commit().
    void remove_slices(const std::vector<Time>& starts);
    /// Fixes in no slice yet.
    [[nodiscard]] std::uint64_t open_fixes() const;
    /// The sealed ones. Only while the store is open, and on its thread.
    [[nodiscard]] SliceSource& slices();

    /// A loss that was accepted when this store was opened, until it is committed as an event.
    [[nodiscard]] const std::optional<LossAccepted>& accepted_loss() const;
    /// What need not be waited for: after the acknowledgement of a commit and at every tick of the clock. Shortens long
    /// journals; signs the tip and writes it outside the database when that is due (README.md: Signed tips). Nothing
    /// once closed. Never throws for want of room; any other failure ends the commits.
    void settle(Time now);
    /// Commits an entry that hands over to a new key, and signs with that one. Throws Fault.
    void rotate_key(Time now);

    /// In order of n. Throws StorageFault kCorrupt naming the first bad entry.
    void read_entries(std::uint64_t from, const std::function<void(Entry)>& visit) const;
    /// Those in no slice yet, in order of arrival. Throws StorageFault kCorrupt naming the first bad batch.
    void read_open_fixes(const std::function<void(const Fix&)>& visit) const;

    /// A copy of both databases in the folder `to`, made in steps between the commits; it is to end before the store
    /// is closed. Throws Fault.
    [[nodiscard]] std::unique_ptr<StoreCopy> begin_copy(const std::filesystem::path& to);

    /// Syncs, checkpoints and lets the folder go. Throws StorageFault when the end could not be made
    /// durable. A second call does nothing; every other call after it throws kClosed.
    void close();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga
