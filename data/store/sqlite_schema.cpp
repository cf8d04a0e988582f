#include "data/store/sqlite_schema.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <string>
#include <system_error>

#include "data/core/fault.hpp"
#include "data/store/row_checksums.hpp"
#include "data/store/sqlite_error.hpp"

namespace siaga {
namespace {

constexpr std::string_view kLedgerVersion1 = R"sql(
CREATE TABLE entry(
    n          INTEGER PRIMARY KEY,  -- gap-free from 0
    event_time INTEGER NOT NULL,     -- UTC ms, the one inside body, for queries
    received   INTEGER NOT NULL,     -- UTC ms
    source     TEXT    NOT NULL,
    seq        INTEGER NOT NULL,
    body       BLOB    NOT NULL,     -- canonical bytes of the event
    leaf       BLOB    NOT NULL,     -- Merkle leaf hash over n, received, source, seq, body
    chain      BLOB    NOT NULL      -- hash over the chain before and leaf
) STRICT;
CREATE UNIQUE INDEX entry_by_key ON entry(source, seq);
CREATE INDEX entry_by_time ON entry(event_time, n);
)sql";

constexpr std::string_view kTracksVersion1 = R"sql(
CREATE TABLE unit(idx INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE source(idx INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE batch(
    id            INTEGER PRIMARY KEY,  -- rising, in order of arrival
    needs_entries INTEGER NOT NULL,     -- counts only when the ledger has as many entries
    received      INTEGER NOT NULL,     -- newest in it, UTC ms
    count         INTEGER NOT NULL,
    min_time      INTEGER NOT NULL,
    max_time      INTEGER NOT NULL,
    payload       BLOB    NOT NULL,     -- data/store/fix_codec.hpp
    checksum      BLOB    NOT NULL
) STRICT;
CREATE TABLE batch_source(
    source  INTEGER NOT NULL REFERENCES source(idx),
    max_seq INTEGER NOT NULL,
    batch   INTEGER NOT NULL,
    min_seq INTEGER NOT NULL,
    PRIMARY KEY(source, max_seq, batch)
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantine(
    id       INTEGER PRIMARY KEY,
    batch    INTEGER NOT NULL,
    received INTEGER NOT NULL,
    source   TEXT    NOT NULL,
    seq      INTEGER NOT NULL,
    reasons  TEXT    NOT NULL,
    raw      BLOB    NOT NULL
) STRICT;
)sql";

constexpr std::string_view kTracksVersion2 = R"sql(
CREATE TABLE slice(
    start         INTEGER PRIMARY KEY,  -- UTC ms, whole five minutes
    needs_entries INTEGER NOT NULL,     -- of the ledger, when it was sealed
    received      INTEGER NOT NULL,     -- newest in it, UTC ms
    fixes         INTEGER NOT NULL,
    moving        INTEGER NOT NULL,     -- of them, on the move
    positions     INTEGER NOT NULL,     -- 1: it tells where all units were
    first         INTEGER NOT NULL,     -- measured, UTC ms
    last          INTEGER NOT NULL,
    payload       BLOB    NOT NULL,     -- data/model/track_slice.hpp
    checksum      INTEGER NOT NULL
) STRICT;
CREATE TABLE sealed_seq(
    source INTEGER NOT NULL REFERENCES source(idx),
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY(source, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE pruned_seq(              -- of those in sealed_seq, the ones that are in no slice any more
    source INTEGER NOT NULL REFERENCES source(idx),
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY(source, first)
) STRICT, WITHOUT ROWID;
CREATE TABLE total(                    -- one row, written with every batch: what is missing at the end shows
    next_batch  INTEGER NOT NULL,
    quarantined INTEGER NOT NULL
) STRICT;
INSERT INTO total SELECT (SELECT coalesce(max(id) + 1, 0) FROM batch), (SELECT count(*) FROM quarantine);
DROP TABLE batch_source;
ALTER TABLE quarantine ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;  -- data/store/row_checksums.hpp
UPDATE quarantine SET checksum = quarantine_checksum(batch, received, source, seq, reasons, raw);
ALTER TABLE unit ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE unit SET checksum = name_checksum(idx, name);
ALTER TABLE source ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
UPDATE source SET checksum = name_checksum(idx, name);
)sql";

constexpr std::array kLedgerSteps{kLedgerVersion1};
constexpr std::array kTracksSteps{kTracksVersion1, kTracksVersion2};
constexpr std::uint32_t kLedgerId = 0x53474C44;  // "SGLD"
constexpr std::uint32_t kTracksId = 0x53475452;  // "SGTR"

constexpr std::size_t kFileHeaderBytes = 100;
constexpr std::string_view kFileMagic{"SQLite format 3\0", 16};
constexpr std::size_t kUserVersionAt = 60;
constexpr std::size_t kApplicationIdAt = 68;

std::uint32_t big_endian(const std::array<char, kFileHeaderBytes>& header, std::size_t at) {
    constexpr unsigned kByteBits = 8;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i) {
        number = (number << kByteBits) | static_cast<std::uint8_t>(header[at + i]);
    }
    return number;
}

void run_step(SQLite::Database& db, const DatabaseKind& kind, std::uint32_t from, const std::filesystem::path& folder) {
    in_transaction(db, fmt::format("bring {} from version {} to {}", kind.file, from, from + 1), folder, [&] {
        db.exec(std::string(kind.steps[from]));
        db.exec(fmt::format("PRAGMA user_version = {}", from + 1));
    });
}

}  // namespace

// An entry takes a part of a page, a slice many: fewer and larger ones are read and written in fewer steps.
constexpr std::uint32_t kEntryPage = 4096, kSlicePage = 8192;

const DatabaseKind& ledger_kind() {
    static constexpr DatabaseKind kKind{"ledger.db", kLedgerId, kEntryPage, kLedgerSteps};
    return kKind;
}

const DatabaseKind& tracks_kind() {
    static constexpr DatabaseKind kKind{"tracks.db", kTracksId, kSlicePage, kTracksSteps};
    return kKind;
}

DatabaseMarks read_marks(const std::filesystem::path& file) {
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw Fault(fmt::format("cannot read {}: {}; is this an operation folder? siagactl init makes one",
                                file.string(), std::generic_category().message(errno)));
    }
    std::array<char, kFileHeaderBytes> header{};
    in.read(header.data(), kFileHeaderBytes);
    if (in.gcount() != static_cast<std::streamsize>(kFileHeaderBytes) ||
        std::string_view(header.data(), kFileMagic.size()) != kFileMagic) {
        throw Fault(fmt::format("{} is not an SQLite database; restore the newest backup or name another folder",
                                file.string()));
    }
    return {big_endian(header, kApplicationIdAt), big_endian(header, kUserVersionAt)};
}

void check_marks(const DatabaseMarks& marks, const DatabaseKind& kind, const std::filesystem::path& folder) {
    const std::string file = (folder / kind.file).string();
    if (marks.application_id != kind.application_id) {
        throw Fault(
            fmt::format("{} belongs to another program (application id {:#010x}, Siaga's is {:#010x}); "
                        "name another folder",
                        file, marks.application_id, kind.application_id));
    }
    if (marks.user_version > kind.version()) {
        throw Fault(
            fmt::format("{} was written by a newer Siaga (version {}, this one knows {}) and is left as it is; "
                        "install the newer Siaga",
                        file, marks.user_version, kind.version()));
    }
}

void migrate(const std::filesystem::path& folder, const DatabaseKind& kind) {
    const std::string file = (folder / kind.file).string();
    const bool made = !std::filesystem::exists(file);
    if (!made) check_marks(read_marks(file), kind, folder);
    SQLite::Database db(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    with_faults(db, fmt::format("open {}", kind.file), folder, [&] {
        define_row_checksums(db);
        db.exec("PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0");
        if (made) {
            db.exec(fmt::format("PRAGMA page_size = {}", kind.page_bytes));
            db.exec("PRAGMA journal_mode = WAL");
            db.exec(fmt::format("PRAGMA application_id = {}", kind.application_id));
        }
        const auto version = static_cast<std::uint32_t>(db.execAndGet("PRAGMA user_version").getUInt());
        for (std::uint32_t from = version; from < kind.version(); ++from) run_step(db, kind, from, folder);
        // The marks in the file itself must be those of its content: read_marks looks nowhere else.
        db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    });
}

}  // namespace siaga
