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
#include <vector>

#include "data/model/canonical.hpp"
#include "data/model/event.hpp"
#include "data/model/fix.hpp"
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

struct LedgerTip {
    std::uint64_t entries = 0;
    Hash root{};   ///< RFC 6962 Merkle tree head of the entries' canonical leaves
    Hash chain{};  ///< hash of the last entry, chained over all before it
    friend bool operator==(const LedgerTip&, const LedgerTip&) = default;
};

/// One commit. `n` of the entries and UnitIndex, SourceIndex of the fixes are given by the Store
/// beforehand (next_entry, unit_index, source_index).
struct StoreBatch {
    std::vector<std::shared_ptr<const Entry>> entries;
    std::vector<Fix> fixes;
    std::vector<RecordDigest> fix_digests;  ///< one per fix
    std::vector<QuarantinedRecord> quarantined;
};

enum class Durability {
    kFull,  ///< synchronous=FULL: every commit is synced before it returns
    kBulk,  ///< filling a folder nobody was answered for: synced once, by close()
};

/// Makes both databases, empty, at the newest version. Throws Fault when one of them exists or the
/// folder cannot be written.
void create_store(const std::filesystem::path& folder);

class Store {
public:
    /// Opens both databases for writing. Throws Fault: missing, read-only, newer version (left
    /// byte-identical), of another program, already open for writing by another process.
    Store(const std::filesystem::path& folder, Durability durability);
    /// Closes as close() does, but silently.
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    [[nodiscard]] std::uint64_t next_entry() const;
    /// A new name gets the next number, kept from the next commit on.
    [[nodiscard]] UnitIndex unit_index(const UnitName& name);
    [[nodiscard]] SourceIndex source_index(const SourceName& name);
    /// The committed record with this key, entry or fix. O(1) for a seq above last_seq(source).
    [[nodiscard]] std::optional<RecordDigest> find(const SourceName& source, std::uint64_t seq);
    /// Highest committed seq, 0 for a new source.
    [[nodiscard]] std::uint64_t last_seq(const SourceName& source) const;
    [[nodiscard]] std::vector<std::string> unit_names() const;
    [[nodiscard]] std::vector<std::string> source_names() const;
    [[nodiscard]] LedgerTip tip() const;
    [[nodiscard]] std::uint64_t quarantined_count() const;

    /// All of the batch or nothing of it, in both files. Precondition: no seq above kMaxSeq. Throws StorageFault (see
    /// storage_fault.hpp); then nothing of the batch counts, and after anything but "full" the store refuses all
    /// further commits.
    void commit(const StoreBatch& batch);

    /// In order of n. Throws StorageFault kCorrupt naming the first bad entry.
    void read_entries(std::uint64_t from, const std::function<void(Entry)>& visit) const;
    /// In order of arrival. Throws StorageFault kCorrupt naming the first bad batch.
    void read_fixes(const std::function<void(const Fix&)>& visit) const;

    /// Syncs, checkpoints and lets the folder go. Throws StorageFault when the end could not be made
    /// durable. A second call does nothing; every other call after it throws kClosed.
    void close();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga
