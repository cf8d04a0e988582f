#pragma once
// A folder that goes away, and records to put into a store.

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "data/store/store.hpp"

namespace siaga::test {

class TempFolder {
public:
    TempFolder() {
        std::string pattern = (parent() / "siaga-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = pattern;
    }
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    /// Memory, where syncs cost nothing, unless TMPDIR names another place.
    static std::filesystem::path parent() {
        const bool memory = std::getenv("TMPDIR") == nullptr && ::access("/dev/shm", W_OK) == 0;
        return memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
    }
    std::filesystem::path path_;
};

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void write_file(const std::filesystem::path& file, std::string_view content) {
    std::ofstream(file, std::ios::binary) << content;
}

inline std::vector<std::string> files_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& item : std::filesystem::directory_iterator(folder))
        names.push_back(item.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

inline constexpr std::int64_t kNoonMs = 1732939200000;  // 2024-11-30T04:00:00Z, noon WITA
inline const Time kNoon = time_from_ms(kNoonMs);
inline const SourceName kFeed = SourceName::literal("feed-1");

inline std::shared_ptr<const Entry> sample_entry(std::uint64_t n, std::uint64_t seq, const std::string& text = "aman") {
    Entry entry;
    entry.n = n;
    entry.received = time_from_ms(kNoonMs + static_cast<std::int64_t>(seq) * 1000);
    entry.source = SourceName::literal("poskotis-7");
    entry.seq = seq;
    entry.event.time = entry.received - 5s;
    entry.event.body = DistrictReport{DistrictCode::literal("53.03.05"), Condition::kConducive, text};
    return std::make_shared<const Entry>(entry);
}

inline Fix sample_fix(UnitIndex unit, SourceIndex source, std::uint64_t seq) {
    Fix fix;
    const auto step = static_cast<std::int32_t>(seq);
    fix.time = time_from_ms(kNoonMs + std::int64_t{step} * 5000);
    fix.received = fix.time + 200ms;
    fix.position = {1244871000 + step * 10, -94386000 - step * 7};
    fix.unit = unit;
    fix.source = source;
    fix.seq = seq;
    fix.speed_cmps = 820;
    fix.course_cdeg = 31000;
    return fix;
}

inline void add_fix(StoreBatch& batch, const Fix& fix) { batch.fixes.push_back(fix); }

template <class Source> std::vector<Entry> entries_of(const Source& source, std::uint64_t from = 0) {
    std::vector<Entry> entries;
    source.read_entries(from, [&](Entry entry) { entries.push_back(std::move(entry)); });
    return entries;
}

inline std::vector<Fix> fixes_of(const Store& store) {
    std::vector<Fix> fixes;
    store.read_open_fixes([&](const Fix& fix) { fixes.push_back(fix); });
    return fixes;
}

}  // namespace siaga::test
