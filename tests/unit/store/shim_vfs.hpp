#pragma once
// ShimVfs: SQLite's default file system with a test between SQLite and the files. It is the default for
// databases opened while it lives. Memory-mapped pages are off, so that every byte passes here.

#include <sqlite3.h>

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace siaga::test {

class ShimVfs {
public:
    ShimVfs();
    virtual ~ShimVfs();
    ShimVfs(const ShimVfs&) = delete;
    ShimVfs& operator=(const ShimVfs&) = delete;

    /// What happens without a test in between. Answers SQLite's code.
    using Go = std::function<int()>;
    using GoWrite = std::function<int(std::size_t bytes)>;  ///< the first so many of them

    // One for each step a disk takes; `file` is the full path, "" for a file without a name.
    virtual int on_open(std::string_view /*file*/, const Go& go) { return go(); }
    virtual int on_write(std::string_view /*file*/, std::span<const char> bytes, sqlite3_int64 /*offset*/,
                         const GoWrite& go) {
        return go(bytes.size());
    }
    virtual int on_truncate(std::string_view /*file*/, sqlite3_int64 /*size*/, const Go& go) { return go(); }
    virtual int on_sync(std::string_view /*file*/, const Go& go) { return go(); }
    virtual int on_delete(std::string_view /*file*/, bool /*lasts*/, const Go& go) { return go(); }
    virtual int on_map_shared(std::string_view /*file*/, const Go& go) { return go(); }
    /// `value` may be written over with something no longer; null when the pragma only asks.
    virtual void on_pragma(std::string_view /*name*/, char* /*value*/) {}

private:
    struct Shim {
        sqlite3_vfs vfs;  // first, so that SQLite's pointer to it is one to the Shim
        ShimVfs* owner;
    };
    static int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags);
    static int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder);

    sqlite3_vfs* real_;
    Shim shim_{};
};

}  // namespace siaga::test
