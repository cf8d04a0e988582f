#pragma once
// The tables `slice` and `sealed_seq` of tracks.db: the finished five minutes, and which sequence numbers of
// each source are in them.

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/model/slice_source.hpp"
#include "data/store/seq_ranges.hpp"

namespace siaga {

/// XXH3, 64 bits, of start || needs_entries || received || fixes || moving || positions || first || last (each
/// 8 bytes, little endian), then the payload.
[[nodiscard]] std::uint64_t slice_checksum(const SliceInfo& info, std::uint64_t needs_entries,
                                           std::span<const std::uint8_t> payload);

[[nodiscard]] SliceInfo info_of(const TrackSlice& slice);

/// Reads through a connection it does not own and must not outlive. A tracks.db of version 1 has no slices.
class StoredSlices final : public SliceSource {
public:
    /// Throws StorageFault when the file cannot be read as a tracks.db.
    StoredSlices(SQLite::Database& db, std::filesystem::path folder);

    [[nodiscard]] std::vector<SliceInfo> list() override;
    /// Throws StorageFault kCorrupt naming the slice.
    [[nodiscard]] std::shared_ptr<const Bytes> read(Time start) override;
    /// The own fixes of all slices, by rising start, then unit, then time. Inside a transaction. Throws StorageFault
    /// kCorrupt naming the first bad slice.
    void read_fixes(const std::function<void(const Fix&)>& visit);
    /// How many entries the ledger must have for all slices to count.
    [[nodiscard]] std::uint64_t needs_entries();
    [[nodiscard]] SourceSeqs seqs();

private:
    SQLite::Database& db_;
    std::filesystem::path folder_;
    bool there_ = false;
    std::optional<SQLite::Statement> list_, read_;
};

/// A table of source, first, last. Throws StorageFault kCorrupt at a source that is not there.
[[nodiscard]] SourceSeqs read_seqs(SQLite::Database& db, const std::string& table, const std::filesystem::path& folder);
/// The sequence numbers of the slice's own fixes.
void add_own_seqs(const TrackSlice& slice, SourceSeqs& seqs);

/// As adopt_batches of track_batch.hpp: slices that need more entries count without them. Inside a transaction.
void adopt_slices(SQLite::Database& db, std::uint64_t entries);

/// The writer's side. Holds prepared statements: must not outlive `db`. Everything inside a transaction.
class SliceWriter {
public:
    explicit SliceWriter(SQLite::Database& db);
    void write(const TrackSlice& slice, std::uint64_t needs_entries);
    /// Replaces the ranges of one source.
    void write_seqs(std::uint32_t source, const std::vector<SeqRange>& before, const std::vector<SeqRange>& after);

private:
    SQLite::Statement replace_, remove_range_, add_range_;
};

}  // namespace siaga
