#include "data/store/sqlite_open.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <string>
#include <string_view>
#include <utility>

#include "data/core/fault.hpp"
#include "data/store/journal_check.hpp"
#include "data/store/sqlite_schema.hpp"
#include "data/store/storage_fault.hpp"

namespace siaga {
namespace {

constexpr int kBusyTimeoutMs = 5000;  // a reader that recovers the journal holds the lock for a moment

/// A file: URI (RFC 3986): everything but the plainest bytes is written as %XX.
std::string uri_of(const std::filesystem::path& file, std::string_view parameters) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-~";
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        if (kPlain.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            uri += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    return fmt::format("{}?{}", uri, parameters);
}

/// Throws SQLite::Exception.
SQLite::Database open_both(const std::filesystem::path& folder, int flags, std::string_view parameters) {
    SQLite::Database db(uri_of(folder / ledger_kind().file, parameters), flags | SQLite::OPEN_URI, kBusyTimeoutMs);
    SQLite::Statement attach(db, "ATTACH ? AS tracks");
    attach.bind(1, uri_of(folder / tracks_kind().file, parameters));
    attach.exec();
    return db;
}

[[noreturn]] void cannot_open(const std::filesystem::path& folder, const SQLite::Exception& error,
                              std::string_view way_out) {
    throw StorageFault(StorageTrouble::kIo,
                       fmt::format("cannot open the databases in {}: {}; {}", folder.string(), error.what(), way_out));
}

void check_schema(SQLite::Database& db, std::string_view schema, const DatabaseKind& kind,
                  const std::filesystem::path& folder) {
    const auto mark = [&](std::string_view pragma) {
        return static_cast<std::uint32_t>(db.execAndGet(fmt::format("PRAGMA {}.{}", schema, pragma)).getUInt());
    };
    check_marks({mark("application_id"), mark("user_version")}, kind, folder);
}

void set_option(SQLite::Database& db, int option, bool on) {
    sqlite3_db_config(db.getHandle(), option, on ? 1 : 0, nullptr);
}

/// The first read: opens the journals, so that what fails, fails here.
void touch(SQLite::Database& db, const std::filesystem::path& folder) {
    check_schema(db, "main", ledger_kind(), folder);
    check_schema(db, "tracks", tracks_kind(), folder);
    (void)db.execAndGet("SELECT count(*) FROM main.sqlite_schema");
    (void)db.execAndGet("SELECT count(*) FROM tracks.sqlite_schema");
}

void protect(SQLite::Database& db) {
    set_option(db, SQLITE_DBCONFIG_DEFENSIVE, true);
    db.exec(
        "PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; "
        "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0");
}

/// SQLite opens a file it may not write as read-only, without a word.
void require_writable(SQLite::Database& db, const char* schema, const std::filesystem::path& file) {
    if (sqlite3_db_readonly(db.getHandle(), schema) == 0) return;
    throw StorageFault(StorageTrouble::kReadOnly,
                       fmt::format("{} is read-only; give this user the right to write it", file.string()));
}

/// The entries are bound by their hashes; the indexes that find a repeated key are not.
void check_indexes(SQLite::Database& db, const std::filesystem::path& folder) {
    const std::string found = db.execAndGet("PRAGMA main.integrity_check(1)").getString();
    if (found == "ok") return;
    throw StorageFault(StorageTrouble::kCorrupt,
                       fmt::format("{}: {}; keep the folder as it is and restore the newest backup",
                                   (folder / ledger_kind().file).string(), found));
}

bool has_journal(const std::filesystem::path& folder, const DatabaseKind& kind) {
    std::error_code ignored;
    const std::uintmax_t bytes = std::filesystem::file_size(folder / fmt::format("{}-wal", kind.file), ignored);
    return !ignored && bytes > 0;
}

SQLite::Database open_reader(const std::filesystem::path& folder, std::string_view parameters) {
    SQLite::Database db = open_both(folder, SQLite::OPEN_READONLY, parameters);
    protect(db);
    db.exec("PRAGMA query_only = ON");
    touch(db, folder);
    return db;
}

}  // namespace

void check_databases(const std::filesystem::path& folder) {
    for (const DatabaseKind* kind : {&ledger_kind(), &tracks_kind()}) {
        check_marks(read_marks(folder / kind->file), *kind, folder);
        check_journal(folder, kind->file);
    }
}

SQLite::Database open_for_writing(const std::filesystem::path& folder, Durability durability) {
    try {
        SQLite::Database db = open_both(folder, SQLite::OPEN_READWRITE, "mode=rw");
        // Until the versions inside the journals are known to be ours, closing must not touch the files.
        set_option(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        protect(db);
        touch(db, folder);
        for (const auto& schema : {std::pair{"main", &ledger_kind()}, std::pair{"tracks", &tracks_kind()}}) {
            require_writable(db, schema.first, folder / schema.second->file);
            db.exec(fmt::format("PRAGMA {}.journal_mode = WAL", schema.first));
            db.exec(fmt::format("PRAGMA {}.synchronous = {}", schema.first,
                                durability == Durability::kFull ? "FULL" : "OFF"));
        }
        check_indexes(db, folder);
        set_option(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
        return db;
    } catch (const SQLite::Exception& error) {
        cannot_open(folder, error, "check the disk and that this user may write there");
    }
}

SQLite::Database open_for_reading(const std::filesystem::path& folder) {
    check_databases(folder);
    try {
        return open_reader(folder, "mode=ro");
    } catch (const SQLite::Exception& error) {
        const int code = error.getErrorCode();
        const bool no_index = code == SQLITE_CANTOPEN || code == SQLITE_READONLY || code == SQLITE_PERM;
        if (!no_index || has_journal(folder, ledger_kind()) || has_journal(folder, tracks_kind())) {
            cannot_open(folder, error, "open the folder once with the right to write there, or copy it");
        }
    }
    // Nothing is in a journal and nobody can write: the files alone are the whole record.
    try {
        return open_reader(folder, "mode=ro&immutable=1");
    } catch (const SQLite::Exception& error) {
        cannot_open(folder, error, "check the disk");
    }
}

}  // namespace siaga
