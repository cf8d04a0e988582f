#pragma once
// PowerLossVfs: a disk that remembers what a power cut would take. Until a file is synced its writes are
// kept apart; a cut keeps, for each sector of 512 bytes, only the first so many of them, each sector for
// itself. That drops, reorders and tears writes as a disk with a cache does. A name that was made or
// removed without a sync may be there or not.

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/store/shim_vfs.hpp"

namespace siaga::test {

/// A write, or with `bytes` missing a truncation to `at`.
struct DiskChange {
    std::size_t at = 0;
    std::optional<std::string> bytes;
};

struct DiskFile {
    std::string synced;              ///< its content at the last sync
    std::vector<DiskChange> since;   ///< in order
    bool named = false;              ///< the name is on the disk too
    bool removed = false;            ///< removed, but the disk may not know yet
    std::optional<std::string> old;  ///< content under the same name before it was removed and made anew
};

using Disk = std::map<std::string, DiskFile, std::less<>>;  ///< by full path

/// One of the outcomes of a cut, into `folder`, chosen by `random`.
void write_survivors(const Disk& disk, const std::filesystem::path& folder, std::mt19937_64& random);

class PowerLossVfs final : public ShimVfs {
public:
    /// Only files below `folder` lose anything.
    explicit PowerLossVfs(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Called before each sync, with what a cut at that moment would find.
    void before_sync(std::function<void(const Disk&)> look) { look_ = std::move(look); }
    /// From now on every "PRAGMA synchronous" sets this instead: '0' OFF, '1' NORMAL, '2' FULL.
    void force_synchronous(char level) { forced_ = level; }
    /// The folder was synced: what was made and removed in it stays so.
    void sync_names();
    [[nodiscard]] const Disk& disk() const { return disk_; }

    int on_open(std::string_view file, const Go& go) override;
    int on_write(std::string_view file, std::span<const char> bytes, sqlite3_int64 offset, const GoWrite& go) override;
    int on_truncate(std::string_view file, sqlite3_int64 size, const Go& go) override;
    int on_sync(std::string_view file, const Go& go) override;
    int on_delete(std::string_view file, bool lasts, const Go& go) override;
    void on_pragma(std::string_view name, char* value) override;

private:
    [[nodiscard]] bool is_below(std::string_view file) const { return file.starts_with(folder_.string() + "/"); }
    /// Null for a file elsewhere.
    DiskFile* find(std::string_view file);

    std::filesystem::path folder_;
    Disk disk_;
    std::function<void(const Disk&)> look_;
    std::optional<char> forced_;
};

}  // namespace siaga::test
