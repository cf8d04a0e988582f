#include "data/store/track_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "data/core/name.hpp"
#include "data/store/row_checksums.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/storage_fault.hpp"

namespace siaga {
namespace {

constexpr const char* kColumns = "id, needs_entries, received, count, min_time, max_time, payload, checksum";

[[noreturn]] void corrupt_batch(const std::filesystem::path& folder, std::string_view record, std::string_view what) {
    throw StorageFault(StorageTrouble::kCorrupt,
                       fmt::format("{}: {}: {}; keep the folder as it is and restore the newest backup",
                                   (folder / "tracks.db").string(), record, what));
}

TrackBatch batch_from(SQLite::Statement& row) {
    TrackBatch batch;
    batch.id = uint_of(row.getColumn(0));
    batch.needs_entries = uint_of(row.getColumn(1));
    batch.received = time_of(row.getColumn(2));
    batch.count = uint_of(row.getColumn(3));
    batch.min_time = time_of(row.getColumn(4));
    batch.max_time = time_of(row.getColumn(5));
    const SQLite::Column payload = row.getColumn(6);
    const std::span<const std::uint8_t> bytes = blob_of(payload);
    batch.payload.assign(bytes.begin(), bytes.end());
    return batch;
}

std::vector<Fix> fixes_from(SQLite::Statement& row, const std::filesystem::path& folder) {
    const TrackBatch batch = batch_from(row);
    const std::string record = fmt::format("batch {}", batch.id);
    if (!holds(row.getColumn(7), checksum_of(batch)))
        corrupt_batch(folder, record, "its content does not give its checksum");
    Result<std::vector<Fix>> packed = unpack_fixes(batch.payload, static_cast<std::size_t>(batch.count));
    if (!packed) corrupt_batch(folder, record, packed.problem().detail);
    return std::move(packed).value();
}

}  // namespace

BatchChecksum checksum_of(const TrackBatch& batch) {
    const auto number = [](Time t) { return static_cast<std::uint64_t>(unix_ms(t)); };
    thread_local Sha256 hasher;
    hasher.add(std::string_view("siaga batch 1\n")).add_number(batch.id).add_number(batch.needs_entries);
    hasher.add_number(number(batch.received)).add_number(batch.count);
    hasher.add_number(number(batch.min_time)).add_number(number(batch.max_time)).add(batch.payload);
    const Hash hash = hasher.finish();
    BatchChecksum checksum{};
    std::copy_n(hash.begin(), checksum.size(), checksum.begin());
    return checksum;
}

TrackBatch make_batch(std::uint64_t id, std::uint64_t needs_entries, std::span<const Fix> fixes, Time received) {
    TrackBatch batch{id, needs_entries, received, {}, {}, fixes.size(), pack_fixes(fixes)};
    if (!fixes.empty()) {
        const auto earlier = [](const Fix& a, const Fix& b) { return a.time < b.time; };
        const auto ends = std::minmax_element(fixes.begin(), fixes.end(), earlier);
        batch.min_time = ends.first->time;
        batch.max_time = ends.second->time;
    }
    return batch;
}

std::uint64_t read_batches(SQLite::Database& db, std::uint64_t from, std::uint64_t entries,
                           const std::filesystem::path& folder,
                           const std::function<void(std::span<const Fix>)>& visit) {
    SQLite::Statement rows(db, fmt::format("SELECT {} FROM tracks.batch WHERE id >= ? ORDER BY id", kColumns));
    bind_uint(rows, 1, from);
    std::uint64_t next = from;
    while (rows.executeStep()) {
        // The last commit was cut between the two files, or its ledger part is not visible here yet.
        if (uint_of(rows.getColumn(1)) > entries) break;
        next = uint_of(rows.getColumn(0)) + 1;
        visit(fixes_from(rows, folder));
    }
    return next;
}

std::vector<Fix> read_batch(SQLite::Database& db, std::uint64_t id, const std::filesystem::path& folder) {
    SQLite::Statement row(db, fmt::format("SELECT {} FROM tracks.batch WHERE id = ?", kColumns));
    bind_uint(row, 1, id);
    if (!row.executeStep()) corrupt_batch(folder, fmt::format("batch {}", id), "is missing");
    return fixes_from(row, folder);
}

void adopt_batches(SQLite::Database& db, std::uint64_t entries) {
    SQLite::Statement rows(db, fmt::format("SELECT {} FROM tracks.batch WHERE needs_entries > ?", kColumns));
    bind_uint(rows, 1, entries);
    std::vector<TrackBatch> batches;
    while (rows.executeStep()) batches.push_back(batch_from(rows));
    SQLite::Statement update(db, "UPDATE tracks.batch SET needs_entries = ?, checksum = ? WHERE id = ?");
    for (TrackBatch& batch : batches) {
        batch.needs_entries = entries;
        const BatchChecksum checksum = checksum_of(batch);
        bind_uint(update, 1, entries);
        bind_blob(update, 2, checksum);
        bind_uint(update, 3, batch.id);
        update.exec();
        update.reset();
    }
}

std::vector<std::string> read_names(SQLite::Database& db, const std::string& table,
                                    const std::filesystem::path& folder) {
    const bool checked = db.execAndGet("PRAGMA tracks.user_version").getInt() >= 2;
    std::vector<std::string> names;
    SQLite::Statement rows(
        db, fmt::format("SELECT idx, name, {} FROM tracks.{} ORDER BY idx", checked ? "checksum" : "0", table));
    while (rows.executeStep()) {
        const std::string record = fmt::format("{} {}", table, names.size());
        const std::string name = rows.getColumn(1).getString();
        if (uint_of(rows.getColumn(0)) != names.size()) corrupt_batch(folder, record, "is missing");
        if (!valid_name(name)) corrupt_batch(folder, record, fmt::format("'{}' is no name", printable(name)));
        if (checked && uint_of(rows.getColumn(2)) != name_checksum(names.size(), name))
            corrupt_batch(folder, record, "its content does not give its checksum");
        names.push_back(name);
    }
    return names;
}

}  // namespace siaga
