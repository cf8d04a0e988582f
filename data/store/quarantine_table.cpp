#include "data/store/quarantine_table.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "data/store/row_checksums.hpp"
#include "data/store/sqlite_error.hpp"
#include "data/store/sqlite_values.hpp"
#include "data/store/storage_fault.hpp"

namespace siaga {

namespace {

[[noreturn]] void corrupt(const std::filesystem::path& folder, const std::string& what) {
    throw StorageFault(StorageTrouble::kCorrupt,
                       fmt::format("{}: quarantine{}; keep the folder as it is and restore the newest backup",
                                   (folder / "tracks.db").string(), what));
}

bool rows_are_checked(SQLite::Database& db) { return db.execAndGet("PRAGMA tracks.user_version").getInt() >= 2; }

std::string columns(bool checked) {
    return std::string("id, batch, received, source, seq, reasons, raw, ") + (checked ? "checksum" : "0");
}

struct QuarantineRow {
    std::int64_t id = 0;
    std::uint64_t batch = 0;
    QuarantinedRecord record;
};

/// Throws when its content does not give its checksum.
QuarantineRow row_of(SQLite::Statement& rows, bool checked, const std::filesystem::path& folder) {
    int column = 0;
    QuarantineRow row;
    row.id = rows.getColumn(column++).getInt64();
    row.batch = uint_of(rows.getColumn(column++));
    row.record.received = time_of(rows.getColumn(column++));
    row.record.source = rows.getColumn(column++).getString();
    row.record.seq = uint_of(rows.getColumn(column++));
    row.record.reasons = rows.getColumn(column++).getString();
    row.record.raw = rows.getColumn(column++).getString();
    if (checked && uint_of(rows.getColumn(column)) != quarantine_checksum(row.batch, row.record))
        corrupt(folder, fmt::format(" {}: its content does not give its checksum", row.id));
    return row;
}

}  // namespace

void read_quarantine(SQLite::Database& db, std::uint64_t end, const std::filesystem::path& folder,
                     const std::function<void(const QuarantinedRecord&)>& visit) {
    const bool checked = rows_are_checked(db);
    // All of them, also beyond `end`: a damaged number must not hide a row.
    SQLite::Statement rows(db, fmt::format("SELECT {} FROM tracks.quarantine ORDER BY id", columns(checked)));
    std::int64_t count = 0;
    while (rows.executeStep()) {
        const QuarantineRow row = row_of(rows, checked, folder);
        if (checked && row.id != ++count) corrupt(folder, fmt::format(" {}: is missing, {} follows", count, row.id));
        if (row.batch < end) visit(row.record);
    }
    if (!checked) return;
    const std::int64_t total = db.execAndGet("SELECT quarantined FROM tracks.total").getInt64();
    if (total != count) corrupt(folder, fmt::format(": has {} rows and should have {}", count, total));
}

std::vector<QuarantinedRecord> last_quarantined(SQLite::Database& db, std::uint64_t end, std::size_t most,
                                                const std::filesystem::path& folder) {
    const bool checked = rows_are_checked(db);
    SQLite::Statement rows(db, fmt::format("SELECT {} FROM tracks.quarantine ORDER BY id DESC", columns(checked)));
    std::vector<QuarantinedRecord> newest;
    while (newest.size() < most && rows.executeStep()) {
        QuarantineRow row = row_of(rows, checked, folder);
        if (row.batch < end) newest.push_back(std::move(row.record));
    }
    return newest;
}

QuarantineWriter::QuarantineWriter(SQLite::Database& db)
    : insert_(db,
              "INSERT INTO tracks.quarantine(batch, received, source, seq, reasons, raw, checksum) "
              "VALUES(?, ?, ?, ?, ?, ?, ?)") {}

void QuarantineWriter::write(std::uint64_t batch, const QuarantinedRecord& record) {
    const ResetAtEnd reset(insert_);
    int column = 0;
    bind_uint(insert_, ++column, batch);
    bind_time(insert_, ++column, record.received);
    insert_.bindNoCopy(++column, record.source);
    insert_.bind(++column, static_cast<std::int64_t>(record.seq));
    insert_.bindNoCopy(++column, record.reasons);
    bind_blob(insert_, ++column, record.raw);
    insert_.bind(++column, static_cast<std::int64_t>(quarantine_checksum(batch, record)));
    insert_.exec();
}

}  // namespace siaga
