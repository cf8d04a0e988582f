#include "data/store/track_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/storage_fault.hpp"
#include "data/store/track_batch.hpp"

namespace siaga {
namespace {

constexpr std::size_t kDecodedBatches = 8;

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
      insert_unit_(db, "INSERT INTO tracks.unit(idx, name) VALUES(?, ?)"),
      insert_source_(db, "INSERT INTO tracks.source(idx, name) VALUES(?, ?)"),
      insert_batch_(db,
                    "INSERT INTO tracks.batch(id, needs_entries, received, count, min_time, max_time, payload, "
                    "checksum) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"),
      insert_range_(db, "INSERT INTO tracks.batch_source(source, max_seq, batch, min_seq) VALUES(?, ?, ?, ?)"),
      insert_quarantine_(db,
                         "INSERT INTO tracks.quarantine(batch, received, source, seq, reasons, raw) "
                         "VALUES(?, ?, ?, ?, ?, ?)"),
      ranges_(db,
              "SELECT batch FROM tracks.batch_source WHERE source = ? AND max_seq >= ? AND min_seq <= ? "
              "AND batch < ? ORDER BY max_seq"),
      newest_(db,
              "SELECT max_seq FROM tracks.batch_source WHERE source = ? AND batch < ? ORDER BY max_seq DESC "
              "LIMIT 1") {
    next_batch_ =
        number_from(db, "SELECT id + 1 FROM tracks.batch WHERE needs_entries <= ? ORDER BY id DESC LIMIT 1", entries);
    check_orphans(number_from(db, "SELECT count(*) FROM tracks.batch WHERE id >= ?", next_batch_), entries);
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
        insert.exec();
    }
}

void TrackTable::write_ranges(const StoreBatch& batch) {
    std::map<SourceIndex, std::pair<std::uint64_t, std::uint64_t>> ranges;
    for (const Fix& fix : batch.fixes) {
        const auto place = ranges.try_emplace(fix.source, fix.seq, fix.seq).first;
        place->second.first = std::min(place->second.first, fix.seq);
        place->second.second = std::max(place->second.second, fix.seq);
    }
    for (const auto& range : ranges) {
        const ResetAtEnd reset(insert_range_);
        insert_range_.bind(1, static_cast<std::uint32_t>(range.first));
        bind_uint(insert_range_, 2, range.second.second);
        bind_uint(insert_range_, 3, next_batch_);
        bind_uint(insert_range_, 4, range.second.first);
        insert_range_.exec();
    }
}

void TrackTable::write_quarantine(const StoreBatch& batch) {
    for (const QuarantinedRecord& record : batch.quarantined) {
        const ResetAtEnd reset(insert_quarantine_);
        int column = 0;
        bind_uint(insert_quarantine_, ++column, next_batch_);
        bind_time(insert_quarantine_, ++column, record.received);
        insert_quarantine_.bindNoCopy(++column, record.source);
        insert_quarantine_.bind(++column, static_cast<std::int64_t>(record.seq));
        insert_quarantine_.bindNoCopy(++column, record.reasons);
        bind_blob(insert_quarantine_, ++column, record.raw);
        insert_quarantine_.exec();
    }
}

void TrackTable::write(const StoreBatch& batch, std::uint64_t needs_entries) {
    write_names(units_, insert_unit_);
    write_names(sources_, insert_source_);
    if (batch.fixes.empty() && batch.quarantined.empty()) return;
    const TrackBatch row =
        make_batch(next_batch_, needs_entries, batch.fixes, batch.fix_digests, newest_received(batch));
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
    write_ranges(batch);
    write_quarantine(batch);
}

void TrackTable::written(const StoreBatch& batch) {
    units_.mark_saved();
    sources_.mark_saved();
    has_orphan_ = !batch.fixes.empty() || !batch.quarantined.empty();
}

void TrackTable::counted(const StoreBatch& batch) {
    if (has_orphan_) ++next_batch_;
    has_orphan_ = false;
    quarantined_ += batch.quarantined.size();
}

void TrackTable::remove_orphan() {
    for (const char* query :
         {"DELETE FROM tracks.batch WHERE id >= ?", "DELETE FROM tracks.batch_source WHERE batch >= ?",
          "DELETE FROM tracks.quarantine WHERE batch >= ?"}) {
        SQLite::Statement remove(db_, query);
        bind_uint(remove, 1, next_batch_);
        remove.exec();
    }
}

const TrackTable::Decoded& TrackTable::decoded(std::uint64_t batch) {
    const auto cached = std::find_if(cache_.begin(), cache_.end(), [&](const Decoded& d) { return d.batch == batch; });
    if (cached != cache_.end()) {
        std::rotate(cached, cached + 1, cache_.end());
        return cache_.back();
    }
    const PackedFixes packed = read_batch(db_, batch, folder_);
    Decoded fresh{batch, {}};
    fresh.keys.reserve(packed.fixes.size());
    for (std::size_t i = 0; i < packed.fixes.size(); ++i) {
        const Fix& fix = packed.fixes[i];
        fresh.keys.push_back({static_cast<std::uint32_t>(fix.source), fix.seq, packed.digests[i]});
    }
    std::sort(fresh.keys.begin(), fresh.keys.end(), [](const Key& a, const Key& b) { return a.before(b); });
    if (cache_.size() == kDecodedBatches) cache_.erase(cache_.begin());
    cache_.push_back(std::move(fresh));
    return cache_.back();
}

std::optional<RecordDigest> TrackTable::find(std::uint32_t source, std::uint64_t seq) {
    const ResetAtEnd reset(ranges_);
    ranges_.bind(1, source);
    bind_uint(ranges_, 2, seq);
    bind_uint(ranges_, 3, seq);
    bind_uint(ranges_, 4, next_batch_);
    const Key wanted{source, seq, {}};
    while (ranges_.executeStep()) {
        const std::vector<Key>& keys = decoded(uint_of(ranges_.getColumn(0))).keys;
        const auto place =
            std::lower_bound(keys.begin(), keys.end(), wanted, [](const Key& a, const Key& b) { return a.before(b); });
        if (place != keys.end() && !wanted.before(*place)) return place->digest;
    }
    return std::nullopt;
}

std::uint64_t TrackTable::last_seq(std::uint32_t source) {
    const ResetAtEnd reset(newest_);
    newest_.bind(1, source);
    bind_uint(newest_, 2, next_batch_);
    return newest_.executeStep() ? uint_of(newest_.getColumn(0)) : 0;
}

}  // namespace siaga
