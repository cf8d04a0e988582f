#include "tests/unit/store/shim_vfs.hpp"

namespace siaga::test {
namespace {

/// What SQLite allocates per open file: ours, then room for the real one.
struct ShimFile {
    sqlite3_file base;
    ShimVfs* owner;
    std::string* name;
};

sqlite3_file* real_of(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<ShimFile*>(file) + 1);
}
ShimVfs& owner_of(sqlite3_file* file) { return *reinterpret_cast<ShimFile*>(file)->owner; }
const std::string& name_of(sqlite3_file* file) { return *reinterpret_cast<ShimFile*>(file)->name; }

int close_file(sqlite3_file* file) {
    const int code = real_of(file)->pMethods->xClose(real_of(file));
    delete reinterpret_cast<ShimFile*>(file)->name;
    return code;
}
int read_file(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    return real_of(file)->pMethods->xRead(real_of(file), to, amount, offset);
}
int write_file(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    const std::span<const char> bytes(static_cast<const char*>(from), static_cast<std::size_t>(amount));
    return owner_of(file).on_write(name_of(file), bytes, offset, [&](std::size_t first) {
        return real_of(file)->pMethods->xWrite(real_of(file), from, static_cast<int>(first), offset);
    });
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    return owner_of(file).on_truncate(name_of(file), size,
                                      [&] { return real_of(file)->pMethods->xTruncate(real_of(file), size); });
}
int sync_file(sqlite3_file* file, int flags) {
    return owner_of(file).on_sync(name_of(file), [&] { return real_of(file)->pMethods->xSync(real_of(file), flags); });
}
int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
int lock_file(sqlite3_file* file, int level) { return real_of(file)->pMethods->xLock(real_of(file), level); }
int unlock_file(sqlite3_file* file, int level) { return real_of(file)->pMethods->xUnlock(real_of(file), level); }
int check_reserved(sqlite3_file* file, int* held) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), held);
}
int control_file(sqlite3_file* file, int op, void* arg) {
    if (op == SQLITE_FCNTL_PRAGMA) {
        const std::span<char*> words(static_cast<char**>(arg), 3);  // answer, name, value
        owner_of(file).on_pragma(words[1], words[2]);
    }
    return real_of(file)->pMethods->xFileControl(real_of(file), op, arg);
}
int sector_size(sqlite3_file* file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }
int characteristics(sqlite3_file* file) { return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file)); }
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    return owner_of(file).on_map_shared(
        name_of(file), [&] { return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, memory); });
}
int lock_shared(sqlite3_file* file, int offset, int n, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}
void barrier_shared(sqlite3_file* file) { real_of(file)->pMethods->xShmBarrier(real_of(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return real_of(file)->pMethods->xShmUnmap(real_of(file), remove); }

/// Version 2: with shared memory, without memory-mapped pages.
constexpr sqlite3_io_methods kMethods{
    2,           close_file,     read_file,      write_file,   truncate_file, sync_file,       size_of_file,
    lock_file,   unlock_file,    check_reserved, control_file, sector_size,   characteristics, map_shared,
    lock_shared, barrier_shared, unmap_shared,   nullptr,      nullptr};

}  // namespace

int ShimVfs::open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    ShimVfs& owner = *reinterpret_cast<Shim*>(vfs)->owner;
    file->pMethods = nullptr;
    const std::string shown = name != nullptr ? name : "";
    const int code =
        owner.on_open(shown, [&] { return owner.real_->xOpen(owner.real_, name, real_of(file), flags, out_flags); });
    if (code != SQLITE_OK) return code;
    reinterpret_cast<ShimFile*>(file)->owner = &owner;
    reinterpret_cast<ShimFile*>(file)->name = new std::string(shown);
    file->pMethods = &kMethods;
    return SQLITE_OK;
}

int ShimVfs::delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    ShimVfs& owner = *reinterpret_cast<Shim*>(vfs)->owner;
    return owner.on_delete(name, sync_folder != 0,
                           [&] { return owner.real_->xDelete(owner.real_, name, sync_folder); });
}

ShimVfs::ShimVfs() : real_(sqlite3_vfs_find(nullptr)) {
    shim_.vfs = *real_;  // everything else is the real one's, with its own application data
    shim_.owner = this;
    shim_.vfs.zName = "siaga-shim";
    shim_.vfs.szOsFile = static_cast<int>(sizeof(ShimFile)) + real_->szOsFile;
    shim_.vfs.xOpen = &ShimVfs::open_file;
    shim_.vfs.xDelete = &ShimVfs::delete_file;
    sqlite3_vfs_register(&shim_.vfs, 1);
}

ShimVfs::~ShimVfs() {
    sqlite3_vfs_unregister(&shim_.vfs);
    sqlite3_vfs_register(real_, 1);
}

}  // namespace siaga::test
