#include "tests/unit/store/power_loss_vfs.hpp"

#include <algorithm>

#include "tests/unit/store/store_samples.hpp"

namespace siaga::test {
namespace {

constexpr std::size_t kSector = 512;

void put(std::string& content, std::size_t at, std::string_view bytes) {
    content.resize(std::max(content.size(), at + bytes.size()));
    content.replace(at, bytes.size(), bytes);
}

void make(std::string& content, const DiskChange& change) {
    if (change.bytes) {
        put(content, change.at, *change.bytes);
    } else {
        content.resize(change.at);
    }
}

/// Calls visit(sector, offset, bytes) for each sector that the change touches.
template <class Visit> void for_each_sector(const DiskChange& change, const Visit& visit) {
    const std::string_view bytes = *change.bytes;
    for (std::size_t done = 0; done < bytes.size();) {
        const std::size_t at = change.at + done;
        const std::size_t length = std::min(kSector - at % kSector, bytes.size() - done);
        visit(at / kSector, at, bytes.substr(done, length));
        done += length;
    }
}

/// How likely it is that nothing, or everything, or a part of what was written is there.
class Fate {
public:
    explicit Fate(std::mt19937_64& random) : random_(random), kind_(pick(3)) {}
    std::size_t pick(std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random_); }
    /// Of the `count` writes to one sector, the first so many.
    std::size_t kept(std::size_t count) {
        if (kind_ == 0) return 0;
        if (kind_ == 1) return count;
        return pick(1) == 0 ? count : pick(count);
    }

private:
    std::mt19937_64& random_;
    std::size_t kind_;
};

std::string survivor_of(const DiskFile& file, std::mt19937_64& random) {
    Fate fate(random);
    std::map<std::size_t, std::size_t> left;  // by sector: the writes that are still kept
    for (const DiskChange& change : file.since) {
        if (change.bytes) for_each_sector(change, [&](std::size_t sector, std::size_t, auto) { ++left[sector]; });
    }
    for (auto& [sector, count] : left) count = fate.kept(count);
    std::string content = file.synced;
    for (const DiskChange& change : file.since) {
        if (!change.bytes) {
            if (fate.kept(1) == 1) make(content, change);
            continue;
        }
        for_each_sector(change, [&](std::size_t sector, std::size_t at, std::string_view bytes) {
            if (left[sector] == 0) return;
            --left[sector];
            put(content, at, bytes);
        });
    }
    return content;
}

}  // namespace

void write_survivors(const Disk& disk, const std::filesystem::path& folder, std::mt19937_64& random) {
    const auto coin = [&] { return std::uniform_int_distribution<int>(0, 1)(random) == 1; };
    for (const auto& [path, file] : disk) {
        const std::filesystem::path to = folder / std::filesystem::path(path).filename();
        const std::string survivor = survivor_of(file, random);
        if (file.removed) {
            if (coin()) write_file(to, file.synced);
        } else if (file.named || coin()) {
            write_file(to, survivor);
        } else if (file.old && coin()) {
            write_file(to, *file.old);
        }
    }
}

DiskFile* PowerLossVfs::find(std::string_view file) {
    const auto known = disk_.find(file);
    return known == disk_.end() ? nullptr : &known->second;
}

int PowerLossVfs::on_open(std::string_view file, const Go& go) {
    const bool there = std::filesystem::exists(file);
    const int code = go();
    if (code != SQLITE_OK || !is_below(file)) return code;
    DiskFile* const known = find(file);
    if (known == nullptr) {
        disk_.emplace(file, DiskFile{there ? content_of(file) : "", {}, there, false, {}});
    } else if (known->removed) {
        *known = DiskFile{"", {}, false, false, known->synced};
    }
    return code;
}

int PowerLossVfs::on_write(std::string_view file, std::span<const char> bytes, sqlite3_int64 offset,
                           const GoWrite& go) {
    if (DiskFile* const known = find(file)) {
        known->since.push_back({static_cast<std::size_t>(offset), std::string(bytes.begin(), bytes.end())});
    }
    return go(bytes.size());
}

int PowerLossVfs::on_truncate(std::string_view file, sqlite3_int64 size, const Go& go) {
    if (DiskFile* const known = find(file)) known->since.push_back({static_cast<std::size_t>(size), std::nullopt});
    return go();
}

int PowerLossVfs::on_sync(std::string_view file, const Go& go) {
    DiskFile* const known = find(file);
    if (known == nullptr) return go();
    if (look_) look_(disk_);
    for (const DiskChange& change : known->since) make(known->synced, change);
    known->since.clear();
    known->named = true;
    known->old.reset();
    return go();
}

int PowerLossVfs::on_delete(std::string_view file, bool lasts, const Go& go) {
    DiskFile* const known = find(file);
    if (known != nullptr && (lasts || !known->named)) {
        disk_.erase(std::string(file));
    } else if (known != nullptr) {
        known->removed = true;
        known->since.clear();
    }
    return go();
}

void PowerLossVfs::sync_names() {
    std::erase_if(disk_, [](const auto& item) { return item.second.removed; });
    for (auto& [path, file] : disk_) {
        file.named = true;
        file.old.reset();
    }
}

void PowerLossVfs::on_pragma(std::string_view name, char* value) {
    if (!forced_ || name != "synchronous" || value == nullptr) return;
    value[0] = *forced_;
    value[1] = '\0';
}

}  // namespace siaga::test
