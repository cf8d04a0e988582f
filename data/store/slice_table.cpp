#include "data/store/slice_table.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <utility>

#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/storage_fault.hpp"

namespace siaga {
namespace {

std::uint64_t number_of(Time t) { return static_cast<std::uint64_t>(unix_ms(t)); }

/// Columns: start, needs_entries, received, fixes, moving, positions, first, last.
SliceInfo info_from(SQLite::Statement& row) {
    return {.start = time_of(row.getColumn(0)),
            .fixes = row.getColumn(3).getUInt(),
            .moving = row.getColumn(4).getUInt(),
            .positions = row.getColumn(5).getInt() != 0,
            .received = time_of(row.getColumn(2)),
            .first = time_of(row.getColumn(6)),
            .last = time_of(row.getColumn(7))};
}

constexpr const char* kInfoColumns = "start, needs_entries, received, fixes, moving, positions, first, last";

[[noreturn]] void corrupt_row(const std::filesystem::path& folder, Time start, std::string_view what) {
    throw StorageFault(StorageTrouble::kCorrupt,
                       fmt::format("{}: slice {}: {}; keep the folder as it is and restore the newest backup",
                                   (folder / "tracks.db").string(), to_rfc3339(start), what));
}

}  // namespace

std::uint64_t slice_checksum(const SliceInfo& info, std::uint64_t needs_entries,
                             std::span<const std::uint8_t> payload) {
    const std::array<std::uint64_t, 8> head{
        number_of(info.start),    needs_entries,         number_of(info.received), info.fixes, info.moving,
        info.positions ? 1U : 0U, number_of(info.first), number_of(info.last)};
    std::array<std::uint8_t, sizeof head> bytes{};
    constexpr unsigned kByteBits = 8;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::uint8_t>(head[i / sizeof head[0]] >> kByteBits * (i % sizeof head[0]));
    }
    return XXH3_64bits_withSeed(payload.data(), payload.size(), XXH3_64bits(bytes.data(), bytes.size()));
}

SliceInfo info_of(const TrackSlice& slice) {
    SliceInfo info;
    info.start = slice.start;
    info.positions = slice.has_positions();
    for (const TrackSlice::Run& run : slice.runs) {
        for (const Fix& fix : slice.own_of(run)) {
            info.first = info.fixes == 0 ? fix.time : std::min(info.first, fix.time);
            info.last = info.fixes == 0 ? fix.time : std::max(info.last, fix.time);
            info.received = std::max(info.received, fix.received);
            ++info.fixes;
            if (fix.on_the_move()) ++info.moving;
        }
    }
    return info;
}

StoredSlices::StoredSlices(SQLite::Database& db, std::filesystem::path folder) : db_(db), folder_(std::move(folder)) {
    with_faults(db_, "read tracks.db", folder_, [&] {
        there_ = db_.execAndGet("PRAGMA tracks.user_version").getInt() >= 2;
        if (!there_) return;
        list_.emplace(db_, fmt::format("SELECT {} FROM tracks.slice ORDER BY start", kInfoColumns));
        read_.emplace(db_, fmt::format("SELECT {}, payload, checksum FROM tracks.slice WHERE start = ?", kInfoColumns));
    });
}

std::vector<SliceInfo> StoredSlices::list() {
    std::vector<SliceInfo> infos;
    if (!there_) return infos;
    return with_faults(db_, "read tracks.db", folder_, [&] {
        const ResetAtEnd reset(*list_);
        while (list_->executeStep()) infos.push_back(info_from(*list_));
        return infos;
    });
}

std::shared_ptr<const Bytes> StoredSlices::read(Time start) {
    if (!there_) return nullptr;
    return with_faults(db_, "read tracks.db", folder_, [&]() -> std::shared_ptr<const Bytes> {
        const ResetAtEnd reset(*read_);
        bind_time(*read_, 1, start);
        if (!read_->executeStep()) return nullptr;
        constexpr int kPayload = 8, kChecksum = 9;
        const SQLite::Column payload = read_->getColumn(kPayload);
        const std::span<const std::uint8_t> bytes = blob_of(payload);
        auto copy = std::make_shared<Bytes>(bytes.begin(), bytes.end());
        const std::uint64_t checksum = slice_checksum(info_from(*read_), uint_of(read_->getColumn(1)), *copy);
        if (uint_of(read_->getColumn(kChecksum)) != checksum)
            corrupt_row(folder_, start, "its content does not give its checksum");
        return copy;
    });
}

void StoredSlices::read_fixes(const std::function<void(const Fix&)>& visit) {
    for (const SliceInfo& info : list()) {
        const std::shared_ptr<const Bytes> bytes = read(info.start);
        if (!bytes) corrupt_row(folder_, info.start, "it is missing");
        const Result<TrackSlice> slice = unpack_slice(info.start, *bytes);
        if (!slice) corrupt_row(folder_, info.start, slice.problem().detail);
        for (const TrackSlice::Run& run : slice->runs) {
            const std::span<const Fix> own = slice->own_of(run);
            std::for_each(own.begin(), own.end(), visit);
        }
    }
}

std::uint64_t StoredSlices::needs_entries() {
    return there_ ? uint_of(db_.execAndGet("SELECT coalesce(max(needs_entries), 0) FROM tracks.slice")) : 0;
}

SourceSeqs StoredSlices::seqs() { return there_ ? read_seqs(db_, "sealed_seq", folder_) : SourceSeqs(); }

SourceSeqs read_seqs(SQLite::Database& db, const std::string& table, const std::filesystem::path& folder) {
    const std::uint64_t sources = uint_of(db.execAndGet("SELECT coalesce(max(idx) + 1, 0) FROM tracks.source"));
    SourceSeqs by_source;
    SQLite::Statement rows(db, fmt::format("SELECT source, first, last FROM tracks.{} ORDER BY source, first", table));
    while (rows.executeStep()) {
        const std::uint64_t source = uint_of(rows.getColumn(0));
        if (source >= sources) {
            throw StorageFault(StorageTrouble::kCorrupt,
                               fmt::format("{}: {}: names source {}, which is not there; keep the folder as it is and "
                                           "restore the newest backup",
                                           (folder / "tracks.db").string(), table, source));
        }
        if (by_source.size() <= source) by_source.resize(source + 1);
        by_source[source].push_back({uint_of(rows.getColumn(1)), uint_of(rows.getColumn(2))});
    }
    return by_source;
}

void add_own_seqs(const TrackSlice& slice, SourceSeqs& seqs) {
    SourceSeqs added;
    for (const TrackSlice::Run& run : slice.runs) {
        for (const Fix& fix : slice.own_of(run)) {
            const auto source = static_cast<std::size_t>(fix.source);
            if (added.size() <= source) added.resize(source + 1);
            add_seq(added[source], fix.seq);
        }
    }
    if (seqs.size() < added.size()) seqs.resize(added.size());
    for (std::size_t source = 0; source < added.size(); ++source) {
        if (!added[source].empty()) seqs[source] = united(std::move(seqs[source]), added[source]);
    }
}

void adopt_slices(SQLite::Database& db, std::uint64_t entries) {
    SQLite::Statement rows(db,
                           fmt::format("SELECT {}, payload FROM tracks.slice WHERE needs_entries > ?", kInfoColumns));
    bind_uint(rows, 1, entries);
    std::vector<std::pair<Time, std::uint64_t>> checksums;
    while (rows.executeStep()) {
        const SQLite::Column payload = rows.getColumn(8);
        const SliceInfo info = info_from(rows);
        checksums.emplace_back(info.start, slice_checksum(info, entries, blob_of(payload)));
    }
    SQLite::Statement update(db, "UPDATE tracks.slice SET needs_entries = ?, checksum = ? WHERE start = ?");
    for (const auto& [start, checksum] : checksums) {
        bind_uint(update, 1, entries);
        update.bind(2, static_cast<std::int64_t>(checksum));
        bind_time(update, 3, start);
        update.exec();
        update.reset();
    }
}

SliceWriter::SliceWriter(SQLite::Database& db)
    : replace_(db, fmt::format("INSERT OR REPLACE INTO tracks.slice({}, payload, checksum) "
                               "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                               kInfoColumns)),
      remove_range_(db, "DELETE FROM tracks.sealed_seq WHERE source = ? AND first = ?"),
      add_range_(db, "INSERT OR REPLACE INTO tracks.sealed_seq(source, first, last) VALUES(?, ?, ?)") {}

void SliceWriter::write(const TrackSlice& slice, std::uint64_t needs_entries) {
    const SliceInfo info = info_of(slice);
    const Bytes payload = pack_slice(slice);
    const ResetAtEnd reset(replace_);
    int column = 0;
    bind_time(replace_, ++column, info.start);
    bind_uint(replace_, ++column, needs_entries);
    bind_time(replace_, ++column, info.received);
    replace_.bind(++column, info.fixes);
    replace_.bind(++column, info.moving);
    replace_.bind(++column, info.positions ? 1 : 0);
    bind_time(replace_, ++column, info.first);
    bind_time(replace_, ++column, info.last);
    bind_blob(replace_, ++column, payload);
    replace_.bind(++column, static_cast<std::int64_t>(slice_checksum(info, needs_entries, payload)));
    replace_.exec();
}

void SliceWriter::write_seqs(std::uint32_t source, const std::vector<SeqRange>& before,
                             const std::vector<SeqRange>& after) {
    const auto among = [](const std::vector<SeqRange>& ranges, const SeqRange& range) {
        const auto place = std::lower_bound(ranges.begin(), ranges.end(), range,
                                            [](const SeqRange& a, const SeqRange& b) { return a.first < b.first; });
        return place != ranges.end() && *place == range;
    };
    const auto begins = [](const std::vector<SeqRange>& ranges, const SeqRange& range) {
        return std::binary_search(ranges.begin(), ranges.end(), range,
                                  [](const SeqRange& a, const SeqRange& b) { return a.first < b.first; });
    };
    for (const SeqRange& range : before) {
        if (begins(after, range)) continue;  // and is replaced, if it became longer
        const ResetAtEnd reset(remove_range_);
        remove_range_.bind(1, source);
        bind_uint(remove_range_, 2, range.first);
        remove_range_.exec();
    }
    for (const SeqRange& range : after) {
        if (among(before, range)) continue;
        const ResetAtEnd reset(add_range_);
        add_range_.bind(1, source);
        bind_uint(add_range_, 2, range.first);
        bind_uint(add_range_, 3, range.last);
        add_range_.exec();
    }
}

}  // namespace siaga
