#include "tests/unit/store/fault_vfs.hpp"

#include <string>

namespace siaga::test {
namespace {

/// What SQLite allocates per open file: ours, then room for the real one.
struct ShimFile {
    sqlite3_file base;
    const FaultVfs* owner;
    std::string* name;
};

ShimFile& shim_of(sqlite3_file* file) { return *reinterpret_cast<ShimFile*>(file); }
sqlite3_file* real_of(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<ShimFile*>(file) + 1);
}

int ask(sqlite3_file* file, FileStep step) { return shim_of(file).owner->ask(step, *shim_of(file).name); }

int close_file(sqlite3_file* file) {
    const int code = real_of(file)->pMethods->xClose(real_of(file));
    delete shim_of(file).name;
    return code;
}
int read_file(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    return real_of(file)->pMethods->xRead(real_of(file), to, amount, offset);
}
int write_file(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    if (const int code = ask(file, FileStep::kWrite)) return code;
    return real_of(file)->pMethods->xWrite(real_of(file), from, amount, offset);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
    if (const int code = ask(file, FileStep::kSync)) return code;
    return real_of(file)->pMethods->xSync(real_of(file), flags);
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
    return real_of(file)->pMethods->xFileControl(real_of(file), op, arg);
}
int sector_size(sqlite3_file* file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }
int characteristics(sqlite3_file* file) { return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file)); }
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    if (const int code = ask(file, FileStep::kMapShared)) return code;
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, memory);
}
int lock_shared(sqlite3_file* file, int offset, int n, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}
void barrier_shared(sqlite3_file* file) { real_of(file)->pMethods->xShmBarrier(real_of(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return real_of(file)->pMethods->xShmUnmap(real_of(file), remove); }

/// Version 2: with shared memory, without memory-mapped pages, so that every byte passes here.
constexpr sqlite3_io_methods kMethods{
    2,           close_file,     read_file,      write_file,   truncate_file, sync_file,       size_of_file,
    lock_file,   unlock_file,    check_reserved, control_file, sector_size,   characteristics, map_shared,
    lock_shared, barrier_shared, unmap_shared,   nullptr,      nullptr};

}  // namespace

int FaultVfs::open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    const auto& shim = *reinterpret_cast<const Shim*>(vfs);
    file->pMethods = nullptr;
    const std::string_view shown = name != nullptr ? name : "";
    if (const int code = shim.owner->ask(FileStep::kOpen, shown)) return code;
    const int code = shim.owner->real_->xOpen(shim.owner->real_, name, real_of(file), flags, out_flags);
    if (code != SQLITE_OK) return code;
    shim_of(file).owner = shim.owner;
    shim_of(file).name = new std::string(shown);
    file->pMethods = &kMethods;
    return SQLITE_OK;
}

FaultVfs::FaultVfs() : real_(sqlite3_vfs_find(nullptr)) {
    shim_.vfs = *real_;  // everything but opening is the real one's, with its own application data
    shim_.owner = this;
    shim_.vfs.zName = "siaga-fault";
    shim_.vfs.szOsFile = static_cast<int>(sizeof(ShimFile)) + real_->szOsFile;
    shim_.vfs.xOpen = &FaultVfs::open_file;
    sqlite3_vfs_register(&shim_.vfs, 1);
}

FaultVfs::~FaultVfs() {
    sqlite3_vfs_unregister(&shim_.vfs);
    sqlite3_vfs_register(real_, 1);
}

int FaultVfs::ask(FileStep step, std::string_view file) const { return decide_ ? decide_(step, file) : SQLITE_OK; }

}  // namespace siaga::test
