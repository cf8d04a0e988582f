#pragma once
// FaultVfs: SQLite's default file system with a test's decision before every write, sync, shared memory
// mapping and open. It is the default for databases opened while it lives.

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace siaga::test {

enum class FileStep : std::uint8_t { kOpen, kWrite, kSync, kMapShared };

class FaultVfs {
public:
    /// SQLITE_OK lets the step happen, anything else is its failure. `file` is the full path.
    using Decide = std::function<int(FileStep step, std::string_view file)>;

    FaultVfs();
    ~FaultVfs();
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    void decide(Decide decision) { decide_ = std::move(decision); }
    void heal() { decide_ = nullptr; }
    [[nodiscard]] int ask(FileStep step, std::string_view file) const;

private:
    struct Shim {
        sqlite3_vfs vfs;  // first, so that SQLite's pointer to it is one to the Shim
        const FaultVfs* owner;
    };
    static int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags);

    sqlite3_vfs* real_;
    Shim shim_{};
    Decide decide_;
};

}  // namespace siaga::test
