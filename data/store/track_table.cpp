#include "data/store/track_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "data/store/pruned_seqs.hpp"
#include "data/store/row_checksums.hpp"
#include "data/store/seal.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/storage_fault.hpp"
#include "data/store/track_batch.hpp"

namespace siaga {
namespace {

NameTable load_names(SQLite::Database& db, const char* table, const std::filesystem::path& folder) {
    NameTable names;
    for (const std::string& name : read_names(db, table, folder)) names.index_of(name);
    names.mark_saved();
    return names;
}

Time newest_received(const StoreBatch& batch) {
    Time newest{};
    for (const Fix& fix : batch.fixes) newest = std::max(newest, fix.received);
    for (const QuarantinedRecord& record : batch.quarantined) newest = std::max(newest, record.received);
    return newest;
}

std::uint64_t number_from(SQLite::Database& db, const char* query, std::uint64_t parameter) {
    SQLite::Statement statement(db, query);
    bind_uint(statement, 1, parameter);
    return statement.executeStep() ? uint_of(statement.getColumn(0)) : 0;
}

}  // namespace

TrackTable::TrackTable(SQLite::Database& db, std::uint64_t entries, const std::filesystem::path& folder)
    : db_(db),
      folder_(folder),
      units_(load_names(db, "unit", folder)),
      sources_(load_names(db, "source", folder)),
      slices_(db, folder),
      slice_writer_(db),
      quarantine_writer_(db),
      insert_unit_(db, "INSERT INTO tracks.unit(idx, name, checksum) VALUES(?, ?, ?)"),
      insert_source_(db, "INSERT INTO tracks.source(idx, name, checksum) VALUES(?, ?, ?)"),
      insert_batch_(db,
                    "INSERT INTO tracks.batch(id, needs_entries, received, count, min_time, max_time, payload, "
                    "checksum) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
      set_total_(db, "UPDATE tracks.total SET next_batch = ?, quarantined = ?") {
    next_batch_ =
        number_from(db, "SELECT id + 1 FROM tracks.batch WHERE needs_entries <= ? ORDER BY id DESC LIMIT 1", entries);
    check_orphans(number_from(db, "SELECT count(*) FROM tracks.batch WHERE id >= ?", next_batch_), entries);
    sealed_seqs_ = slices_.seqs();
    (void)read_batches(db, 0, entries, folder, [this](std::span<const Fix> fixes) { open_.add(fixes); });
    quarantined_ = number_from(db, "SELECT count(*) FROM tracks.quarantine WHERE batch < ?", next_batch_);
}

void TrackTable::check_orphans(std::uint64_t orphans, std::uint64_t entries) {
    // A cut leaves one. More are commits that were acknowledged, and their part of the ledger is gone.
    if (orphans > 1) {
        throw StorageFault(
            StorageTrouble::kCorrupt,
            fmt::format("{} has {} commits that need more than the {} entries of ledger.db, which is older "
                        "or was cut; keep the folder as it is and restore the newest backup",
                        (folder_ / "tracks.db").string(), orphans, entries));
    }
    if (slices_.needs_entries() > entries) {
        throw StorageFault(
            StorageTrouble::kCorrupt,
            fmt::format("{} has slices that need {} entries and ledger.db has {}: it is older or was cut; keep the "
                        "folder as it is and restore the newest backup",
                        (folder_ / "tracks.db").string(), slices_.needs_entries(), entries));
    }
    has_orphan_ = orphans == 1;
}

bool TrackTable::has_work(const StoreBatch& batch) const {
    return !batch.fixes.empty() || !batch.quarantined.empty() || !units_.all_saved() || !sources_.all_saved();
}

void TrackTable::write_names(NameTable& table, SQLite::Statement& insert) {
    for (std::size_t i = table.saved(); i < table.names().size(); ++i) {
        const ResetAtEnd reset(insert);
        bind_uint(insert, 1, i);
        insert.bindNoCopy(2, table.names()[i]);
        insert.bind(3, static_cast<std::int64_t>(name_checksum(i, table.names()[i])));
        insert.exec();
    }
}

void TrackTable::write_total(std::uint64_t next_batch, std::uint64_t quarantined) {
    const ResetAtEnd reset(set_total_);
    bind_uint(set_total_, 1, next_batch);
    bind_uint(set_total_, 2, quarantined);
    set_total_.exec();
}

void TrackTable::write_batch(std::span<const Fix> fixes, std::uint64_t id, std::uint64_t needs_entries, Time received) {
    const TrackBatch row = make_batch(id, needs_entries, fixes, received);
    const BatchChecksum checksum = checksum_of(row);
    const ResetAtEnd reset(insert_batch_);
    int column = 0;
    bind_uint(insert_batch_, ++column, row.id);
    bind_uint(insert_batch_, ++column, row.needs_entries);
    bind_time(insert_batch_, ++column, row.received);
    bind_uint(insert_batch_, ++column, row.count);
    bind_time(insert_batch_, ++column, row.min_time);
    bind_time(insert_batch_, ++column, row.max_time);
    bind_blob(insert_batch_, ++column, row.payload);
    bind_blob(insert_batch_, ++column, checksum);
    insert_batch_.exec();
}

void TrackTable::write(const StoreBatch& batch, std::uint64_t needs_entries) {
    write_names(units_, insert_unit_);
    write_names(sources_, insert_source_);
    if (batch.fixes.empty() && batch.quarantined.empty()) return;
    write_batch(batch.fixes, next_batch_, needs_entries, newest_received(batch));
    for (const QuarantinedRecord& record : batch.quarantined) quarantine_writer_.write(next_batch_, record);
    write_total(next_batch_ + 1, quarantined_ + batch.quarantined.size());
}

void TrackTable::written(const StoreBatch& batch) {
    units_.mark_saved();
    sources_.mark_saved();
    has_orphan_ = !batch.fixes.empty() || !batch.quarantined.empty();
}

void TrackTable::counted(const StoreBatch& batch) {
    if (has_orphan_) ++next_batch_;
    has_orphan_ = false;
    open_.add(batch.fixes);
    quarantined_ += batch.quarantined.size();
}

void TrackTable::remove_orphan() {
    for (const char* query :
         {"DELETE FROM tracks.batch WHERE id >= ?", "DELETE FROM tracks.quarantine WHERE batch >= ?"}) {
        SQLite::Statement remove(db_, query);
        bind_uint(remove, 1, next_batch_);
        remove.exec();
    }
    write_total(next_batch_, quarantined_);
}

std::optional<std::variant<std::monostate, Fix>> TrackTable::find(std::uint32_t source, std::uint64_t seq, Time time) {
    if (const Fix* fix = open_.find(SourceIndex{source}, seq)) return *fix;
    if (source >= sealed_seqs_.size() || !holds_seq(sealed_seqs_[source], seq)) return std::nullopt;
    if (const std::optional<Fix> fix = find_sealed(source, seq, time)) return *fix;
    return std::monostate{};
}

std::optional<Fix> TrackTable::find_sealed(std::uint32_t source, std::uint64_t seq, Time time) {
    const Time start = slice_start(time);
    if (!looked_up_ || looked_up_->start != start) {
        const std::shared_ptr<const Bytes> bytes = slices_.read(start);
        if (bytes == nullptr) return std::nullopt;
        Result<TrackSlice> slice = unpack_slice(start, *bytes);
        if (!slice) throw StorageFault(StorageTrouble::kCorrupt, slice.problem().detail);
        looked_up_ = std::move(slice).value();
    }
    for (const TrackSlice::Run& run : looked_up_->runs) {
        for (const Fix& fix : looked_up_->own_of(run)) {
            if (fix.seq == seq && fix.time == time && fix.source == SourceIndex{source}) return fix;
        }
    }
    return std::nullopt;
}

SourceSeqs TrackTable::pruned_with(std::span<const Time> starts) {
    return siaga::pruned_with(read_pruned(db_, folder_), slices_, starts);
}

void TrackTable::remove_slices(std::span<const Time> starts) {
    looked_up_.reset();
    write_pruned(db_, pruned_with(starts));
    SQLite::Statement remove(db_, "DELETE FROM tracks.slice WHERE start = ?");
    for (const Time start : starts) {
        const ResetAtEnd reset(remove);
        bind_time(remove, 1, start);
        remove.exec();
    }
}

std::uint64_t TrackTable::last_seq(std::uint32_t source) const {
    const bool any = source < sealed_seqs_.size() && !sealed_seqs_[source].empty();
    return std::max(open_.last_seq(SourceIndex{source}), any ? sealed_seqs_[source].back().last : 0);
}

bool TrackTable::can_seal(Time before) const { return open_.oldest() < before; }

void TrackTable::seal(Time before, std::uint64_t entries) {
    left_open_.clear();
    Time received{};
    for (const Fix& fix : open_.all()) {
        if (!is_sealed(fix, before)) left_open_.push_back(fix);
        received = std::max(received, fix.received);
    }
    seal_fixes(open_.all(), before, slices_, [&](const TrackSlice& slice) { slice_writer_.write(slice, entries); });
    add_sealed_seqs(before);
    db_.exec("DELETE FROM tracks.batch");
    // Also when nothing is left: the numbers of the batches, which the quarantine knows, go on from it.
    write_batch(left_open_, next_batch_, entries, received);
    write_total(next_batch_ + 1, quarantined_);
}

void TrackTable::add_sealed_seqs(Time end) {
    SourceSeqs added;
    for (const Fix& fix : open_.all()) {
        if (!is_sealed(fix, end)) continue;
        const auto source = static_cast<std::size_t>(fix.source);
        if (source >= added.size()) added.resize(source + 1);
        add_seq(added[source], fix.seq);
    }
    changed_seqs_.clear();
    for (std::size_t source = 0; source < added.size(); ++source) {
        if (added[source].empty()) continue;
        const std::vector<SeqRange> before =
            source < sealed_seqs_.size() ? sealed_seqs_[source] : std::vector<SeqRange>();
        std::vector<SeqRange> after = united(before, added[source]);
        slice_writer_.write_seqs(static_cast<std::uint32_t>(source), before, after);
        changed_seqs_.emplace_back(static_cast<std::uint32_t>(source), std::move(after));
    }
}

void TrackTable::sealed() {
    ++next_batch_;
    looked_up_.reset();
    for (auto& [source, ranges] : changed_seqs_) {
        if (sealed_seqs_.size() <= source) sealed_seqs_.resize(source + std::size_t{1});
        sealed_seqs_[source] = std::move(ranges);
    }
    changed_seqs_.clear();
    open_.clear();
    open_.add(left_open_);
    left_open_ = {};
}

}  // namespace siaga
