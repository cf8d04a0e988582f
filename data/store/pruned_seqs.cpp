#include "data/store/pruned_seqs.hpp"

#include <utility>

#include "data/model/track_slice.hpp"
#include "data/store/slice_table.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/storage_fault.hpp"

namespace siaga {

SourceSeqs read_pruned(SQLite::Database& db, const std::filesystem::path& folder) {
    if (db.execAndGet("PRAGMA tracks.user_version").getInt() < 2) return {};
    return read_seqs(db, "pruned_seq", folder);
}

void write_pruned(SQLite::Database& db, const SourceSeqs& pruned) {
    db.exec("DELETE FROM tracks.pruned_seq");
    SQLite::Statement insert(db, "INSERT INTO tracks.pruned_seq(source, first, last) VALUES(?, ?, ?)");
    for (std::size_t source = 0; source < pruned.size(); ++source) {
        for (const SeqRange& range : pruned[source]) {
            const ResetAtEnd reset(insert);
            bind_uint(insert, 1, source);
            bind_uint(insert, 2, range.first);
            bind_uint(insert, 3, range.last);
            insert.exec();
        }
    }
}

SourceSeqs pruned_with(SourceSeqs pruned, SliceSource& slices, std::span<const Time> starts) {
    for (const Time start : starts) {
        const std::shared_ptr<const Bytes> bytes = slices.read(start);
        if (bytes == nullptr) continue;
        const Result<TrackSlice> slice = unpack_slice(start, *bytes);
        if (!slice) throw StorageFault(StorageTrouble::kCorrupt, slice.problem().detail);
        add_own_seqs(*slice, pruned);
    }
    return pruned;
}

Hash pruned_hash(const SourceSeqs& pruned) {
    Sha256 hasher;
    hasher.add("siaga pruned 1\n");
    for (std::size_t source = 0; source < pruned.size(); ++source) {
        for (const SeqRange& range : pruned[source]) {
            hasher.add_number(source).add_number(range.first).add_number(range.last);
        }
    }
    return hasher.finish();
}

}  // namespace siaga
