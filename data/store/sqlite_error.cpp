#include "data/store/sqlite_error.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <system_error>

namespace siaga {
namespace {

constexpr int kPrimaryMask = 0xFF;  // the low byte of an extended code

/// Why a file operation failed, 0 when unknown. SQLite tells for some; else `errno` is what it left
/// there, which counts only when it is a reason that a disk has.
int system_reason(SQLite::Database& db, int left_errno) {
    const int told = sqlite3_system_errno(db.getHandle());
    if (told != 0) return told;
    switch (left_errno) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
        case EIO:
        case EROFS:
        case EMFILE:
        case ENFILE:
        case ENOMEM:
            return left_errno;
        default:
            return 0;
    }
}

bool is_sync(int extended) { return extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC; }

/// A sync that found no room has already lost what it was to sync; only a write may be tried again.
bool is_full(int extended, int system) {
    if ((extended & kPrimaryMask) == SQLITE_FULL) return true;
    return (extended & kPrimaryMask) == SQLITE_IOERR && !is_sync(extended) && (system == ENOSPC || system == EDQUOT);
}

StorageTrouble trouble_of(int extended, int system) {
    if (is_full(extended, system)) return StorageTrouble::kFull;
    switch (extended & kPrimaryMask) {
        case SQLITE_NOMEM:
            return StorageTrouble::kNoMemory;
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return StorageTrouble::kReadOnly;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_CONSTRAINT:
            return StorageTrouble::kCorrupt;
        default:
            return StorageTrouble::kIo;
    }
}

std::string_view way_out(StorageTrouble trouble) {
    switch (trouble) {
        case StorageTrouble::kFull:
            return "make room on the disk; recording goes on by itself";
        case StorageTrouble::kReadOnly:
            return "give this user the right to write there, then start again";
        case StorageTrouble::kNoMemory:
            return "end other programs, then start again; what was acknowledged is safe";
        case StorageTrouble::kCorrupt:
            return "keep the folder as it is and restore the newest backup";
        default:
            return "check the disk, then start again; what was acknowledged is safe";
    }
}

}  // namespace

StorageFault storage_fault(const SQLite::Exception& error, SQLite::Database& db, std::string_view doing,
                           const std::filesystem::path& folder) {
    const int system = system_reason(db, errno);
    const int extended = error.getExtendedErrorCode();
    const StorageTrouble trouble = trouble_of(extended, system);
    const bool tell_system = (extended & kPrimaryMask) == SQLITE_IOERR && system != 0;
    const std::string reason =
        tell_system ? fmt::format("{} ({})", error.what(), std::generic_category().message(system)) : error.what();
    return {trouble, fmt::format("cannot {} in {}: {}; {}", doing, folder.string(), reason, way_out(trouble))};
}

void in_transaction(SQLite::Database& db, std::string_view doing, const std::filesystem::path& folder,
                    const std::function<void()>& body) {
    const bool within = sqlite3_get_autocommit(db.getHandle()) == 0;
    const auto roll_back = [&] {
        // SQLite may have rolled back by itself; a rollback that fails leaves nothing committed either.
        if (sqlite3_get_autocommit(db.getHandle()) != 0) return;
        (void)db.tryExec(within ? "ROLLBACK TO step; RELEASE step" : "ROLLBACK");
    };
    try {
        errno = 0;
        db.exec(within ? "SAVEPOINT step" : "BEGIN");
        body();
        db.exec(within ? "RELEASE step" : "COMMIT");
    } catch (const SQLite::Exception& error) {
        const StorageFault fault = storage_fault(error, db, doing, folder);
        roll_back();
        throw fault;
    } catch (...) {
        roll_back();
        throw;
    }
}

}  // namespace siaga
