#include "data/store/verify_tracks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "data/model/track_slice.hpp"
#include "data/store/pruned_seqs.hpp"
#include "data/store/quarantine_table.hpp"
#include "data/store/slice_table.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/storage_fault.hpp"
#include "data/store/track_batch.hpp"

namespace siaga {
namespace {

/// Ends the walk at the first finding.
struct Found {
    Finding finding;
};

[[noreturn]] void found(std::string where, std::string what) {
    throw Found{{"tracks.db, " + std::move(where), std::move(what)}};
}

/// Sources without any number may be missing at the end.
bool same_seqs(SourceSeqs a, SourceSeqs b) {
    const std::size_t sources = std::max(a.size(), b.size());
    a.resize(sources), b.resize(sources);
    return a == b;
}

class TracksWalker {
public:
    TracksWalker(SQLite::Database& db, std::uint64_t entries, const std::vector<std::string>& pruned,
                 const std::filesystem::path& folder, TracksWalk& out)
        : db_(db), entries_(entries), pruned_(pruned), folder_(folder), out_(out) {}

    void walk() {
        out_.units = read_names(db_, "unit", folder_);
        out_.sources = read_names(db_, "source", folder_);
        walk_slices();
        walk_batches();
        check_quarantine();
    }

private:
    void check_fix(const std::string& where, const Fix& fix) const {
        if (static_cast<std::size_t>(fix.unit) >= out_.units.size()) found(where, "names a unit that is not there");
        if (static_cast<std::size_t>(fix.source) >= out_.sources.size()) {
            found(where, "names a source that is not there");
        }
    }
    void walk_slices() {
        StoredSlices slices(db_, folder_);
        SourceSeqs seqs = pruned_seqs();
        for (const SliceInfo& info : slices.list()) {
            const std::string where = fmt::format("slice {}", to_rfc3339(info.start));
            const auto bytes = slices.read(info.start);
            if (!bytes) found(where, "is missing");
            const Result<TrackSlice> slice = unpack_slice(info.start, *bytes);
            if (!slice) found(where, slice.problem().detail);
            if (info_of(*slice) != info) found(where, "its columns are not those of its fixes");
            for (const TrackSlice::Run& run : slice->runs) {
                for (const Fix& fix : slice->own_of(run)) check_fix(where, fix);
            }
            add_own_seqs(*slice, seqs);
            ++slices_;
            out_.fixes += info.fixes;
        }
        if (slices.needs_entries() > entries_) {
            found("slices", fmt::format("need more than the {} entries of the ledger", entries_));
        }
        if (!same_seqs(slices.seqs(), seqs))
            found("sealed_seq", "has other numbers than the slices: one is missing or was changed");
    }
    /// What tracks.db says was removed by age, if the ledger says so too.
    SourceSeqs pruned_seqs() {
        SourceSeqs seqs = read_pruned(db_, folder_);
        const bool none = std::all_of(seqs.begin(), seqs.end(), [](const auto& ranges) { return ranges.empty(); });
        if (!none && std::find(pruned_.begin(), pruned_.end(), to_hex(pruned_hash(seqs))) == pruned_.end())
            found("pruned_seq", "says that tracks were removed by age, and no entry of the ledger says which");
        return seqs;
    }
    void walk_batches() {
        SQLite::Statement rows(db_, "SELECT id, needs_entries FROM tracks.batch ORDER BY id");
        std::optional<std::uint64_t> last;
        std::uint64_t orphans = 0;
        while (rows.executeStep()) {
            const std::uint64_t id = uint_of(rows.getColumn(0));
            // Sealing leaves one batch, from which the numbers go on.
            const std::uint64_t first = slices_ > 0 || !pruned_.empty() ? id : 0;
            const std::uint64_t expected = last ? *last + 1 : first;
            if (id != expected)
                found(fmt::format("batch {}", expected), fmt::format("is missing, batch {} follows", id));
            last = id;
            if (uint_of(rows.getColumn(1)) > entries_) ++orphans;
            if (orphans > 1) {
                found(fmt::format("batch {}", id),
                      fmt::format("is the second that needs more than the {} entries of the ledger", entries_));
            }
            check_batch(id);
        }
        next_batch_ = last ? *last + 1 : 0;
        const std::optional<std::uint64_t> total = total_of("next_batch");
        if (total && *total != next_batch_) {
            found(fmt::format("batch {}", std::min(*total, next_batch_)),
                  fmt::format("the batches end before {} and should before {}", next_batch_, *total));
        }
    }
    /// Nothing where the version has no totals.
    std::optional<std::uint64_t> total_of(std::string_view column) {
        if (db_.execAndGet("PRAGMA tracks.user_version").getInt() < 2) return std::nullopt;
        SQLite::Statement rows(db_, fmt::format("SELECT {} FROM tracks.total", column));
        if (!rows.executeStep()) found("total", "its row is missing");
        const std::uint64_t total = uint_of(rows.getColumn(0));
        if (rows.executeStep()) found("total", "has more than one row");
        return total;
    }
    void check_batch(std::uint64_t id) {
        const std::vector<Fix> fixes = read_batch(db_, id, folder_);
        const std::string where = fmt::format("batch {}", id);
        for (const Fix& fix : fixes) check_fix(where, fix);
        ++out_.batches;
        out_.fixes += fixes.size();
    }
    void check_quarantine() {
        SQLite::Statement row(db_, "SELECT id, batch FROM tracks.quarantine WHERE batch >= ? OR batch < 0 LIMIT 1");
        bind_uint(row, 1, next_batch_);
        if (row.executeStep()) {
            found(fmt::format("quarantine {}", row.getColumn(0).getInt64()),
                  fmt::format("names batch {}, which is missing", row.getColumn(1).getInt64()));
        }
        read_quarantine(db_, next_batch_, folder_, [](const QuarantinedRecord&) {});
    }

    SQLite::Database& db_;
    std::uint64_t entries_;
    const std::vector<std::string>& pruned_;
    const std::filesystem::path& folder_;
    TracksWalk& out_;
    std::uint64_t next_batch_ = 0;
    std::uint64_t slices_ = 0;
};

}  // namespace

TracksWalk walk_tracks(SQLite::Database& db, std::uint64_t entries, const std::vector<std::string>& pruned,
                       const std::filesystem::path& folder) {
    TracksWalk out;
    try {
        TracksWalker(db, entries, pruned, folder, out).walk();
    } catch (const Found& end) {
        out.finding = end.finding;
    } catch (const StorageFault& fault) {
        out.finding = Finding{"tracks.db", fault.what()};
    } catch (const SQLite::Exception& error) {
        out.finding = Finding{"tracks.db", fmt::format("cannot be read: {}", error.what())};
    }
    return out;
}

}  // namespace siaga
