#pragma once
// Store: the one connection that writes and checkpoints ledger.db (main) and tracks.db (attached).
// Ingest thread only. Everything that one commit() was given is durable when it returns.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/model/canonical.hpp"
#include "data/model/event.hpp"
#include "data/model/fix.hpp"

namespace siaga {

using Hash = std::array<std::uint8_t, 32>;  ///< SHA-256

/// What identifies a stored record's content: SHA-256 of its canonical bytes.
using RecordDigest = Hash;

struct QuarantinedRecord {
    Time received;
    std::string source;
    std::uint64_t seq = 0;
    std::string reasons;   ///< "TELEPORT: 812 m/s ...; COORDINATE_RANGE: ..."
    std::string raw;
};

struct LedgerTip {
    std::uint64_t entries = 0;
    Hash root{};           ///< RFC 6962 Merkle tree head of the entries' canonical leaves
    Hash chain{};          ///< hash of the last entry, chained over all before it
};

/// One commit. `n` of the entries and UnitIndex, SourceIndex of the fixes are given by the Store
/// beforehand (next_entry, unit_index, source_index).
struct StoreBatch {
    std::vector<std::shared_ptr<const Entry>> entries;
    std::vector<Fix> fixes;
    std::vector<RecordDigest> fix_digests;   ///< one per fix
    std::vector<QuarantinedRecord> quarantined;
};

enum class Durability {
    kFull,   ///< synchronous=FULL: every commit is synced before it returns
    kBulk,   ///< filling a folder nobody was answered for: synced once, by close()
};

class Store {
public:
    /// Opens both databases for writing. Throws Fault: missing, read-only, newer version (left
    /// byte-identical), of another program, already open for writing by another process.
    Store(const std::filesystem::path& folder, Durability durability);
    ~Store();

    [[nodiscard]] std::uint64_t next_entry() const;
    [[nodiscard]] UnitIndex unit_index(const UnitName& name);       ///< a new name gets the next number
    [[nodiscard]] SourceIndex source_index(const SourceName& name);
    [[nodiscard]] std::optional<RecordDigest> find(const SourceName& source, std::uint64_t seq);
    [[nodiscard]] std::uint64_t last_seq(const SourceName& source) const;
    [[nodiscard]] std::vector<std::string> unit_names() const;
    [[nodiscard]] LedgerTip tip() const;
    [[nodiscard]] std::uint64_t quarantined_count() const;

    /// One transaction over both files. Throws StorageFault (see storage_fault.hpp); then nothing of
    /// the batch counts, and after anything but "full" the store refuses all further commits.
    void commit(const StoreBatch& batch);

    void read_entries(std::uint64_t from, const std::function<void(Entry)>& visit) const;
    void read_fixes(const std::function<void(const Fix&)>& visit) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga
