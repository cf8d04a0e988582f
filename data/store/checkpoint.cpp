#include "data/store/checkpoint.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "data/store/sqlite_error.hpp"

namespace siaga {
namespace {

int page_bytes(SQLite::Database& db, const char* schema) {
    return db.execAndGet(fmt::format("PRAGMA {}.page_size", schema)).getInt();
}

/// A full disk or a reader in the way only leaves the journal long.
bool can_wait(int code) {
    return code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED || code == SQLITE_FULL;
}

/// Durability::kBulk never synced: files first, then the folder that names them.
void sync(const std::filesystem::path& path, const std::filesystem::path& folder) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;  // no journal left
    const int done = ::fsync(descriptor);
    const int reason = errno;
    ::close(descriptor);
    if (done != 0) {
        throw StorageFault(StorageTrouble::kIo,
                           fmt::format("cannot sync {} in {}: {}; check the disk, then start again", path.string(),
                                       folder.string(), std::generic_category().message(reason)));
    }
}

}  // namespace

Checkpointer::Checkpointer(SQLite::Database& db, std::filesystem::path folder)
    : db_(db),
      folder_(std::move(folder)),
      journals_{{{"main", page_bytes(db, "main")}, {"tracks", page_bytes(db, "tracks")}}} {
    const auto count = [](void* self, sqlite3*, const char* schema, int pages) {
        auto& [ledger, tracks] = static_cast<Checkpointer*>(self)->journals_;
        Journal& journal = std::string_view(schema) == ledger.schema ? ledger : tracks;
        journal.bytes = std::int64_t{pages} * journal.page_bytes;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(db_.getHandle(), count, this);
}

Checkpointer::~Checkpointer() { sqlite3_wal_hook(db_.getHandle(), nullptr, nullptr); }

std::optional<StorageFault> Checkpointer::shorten(std::int64_t from_bytes) {
    for (Journal& journal : journals_) {
        if (journal.bytes < from_bytes) continue;
        journal.bytes = 0;
        const int code =
            sqlite3_wal_checkpoint_v2(db_.getHandle(), journal.schema, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        if (!can_wait(code)) {
            return storage_fault(SQLite::Exception(db_.getHandle(), code), db_, "checkpoint the journal", folder_);
        }
    }
    return std::nullopt;
}

void Checkpointer::finish() {
    with_faults(db_, "checkpoint the journals", folder_, [&] {
        db_.exec("PRAGMA main.synchronous = FULL; PRAGMA tracks.synchronous = FULL");
        db_.setBusyTimeout(0);  // a reader in the way only keeps the journal
        for (const char* schema : {"main", "tracks"}) {
            const int code =
                sqlite3_wal_checkpoint_v2(db_.getHandle(), schema, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
            if (!can_wait(code)) throw SQLite::Exception(db_.getHandle(), code);
        }
    });
    for (const char* file : {"ledger.db-wal", "ledger.db", "tracks.db-wal", "tracks.db", "."}) {
        sync(folder_ / file, folder_);
    }
}

}  // namespace siaga
