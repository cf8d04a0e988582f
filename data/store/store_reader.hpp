#pragma once
// StoreReader: reads an operation's record without ever changing it, while a Store of this or another
// process writes, and in a folder without write permission. One thread at a time.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "data/model/slice_source.hpp"
#include "data/store/store.hpp"

namespace siaga {

class StoreReader {
public:
    /// Throws Fault: missing, newer version, of another program, not readable.
    explicit StoreReader(const std::filesystem::path& folder);
    ~StoreReader();
    StoreReader(const StoreReader&) = delete;
    StoreReader& operator=(const StoreReader&) = delete;

    // Each call sees what is committed when it is made.
    [[nodiscard]] std::vector<std::string> unit_names() const;
    [[nodiscard]] std::vector<std::string> source_names() const;
    [[nodiscard]] LedgerTip tip() const;
    [[nodiscard]] std::uint64_t quarantined_count() const;

    /// In order of n. Throws StorageFault kCorrupt naming the first bad entry.
    void read_entries(std::uint64_t from, const std::function<void(Entry)>& visit) const;
    /// Every fix once: the sealed ones by slice and unit, then the others in order of arrival. One snapshot, whatever
    /// is sealed meanwhile. Throws StorageFault kCorrupt naming the first bad slice or batch.
    void read_fixes(const std::function<void(const Fix&)>& visit) const;
    /// The fixes of all commits from `from_batch` on that are in no slice yet, in order of arrival. Start with
    /// 0 and go on with `next`. Throws StorageFault kCorrupt naming the first bad batch.
    struct Batches {
        std::uint64_t first = 0;  ///< there is; another one than before: the slices were written since
        std::uint64_t next = 0;
    };
    Batches read_open_fixes(std::uint64_t from_batch, const std::function<void(const Fix&)>& visit) const;
    /// The sealed ones, through this reader's connection, which they keep open.
    [[nodiscard]] std::shared_ptr<SliceSource> slices() const;
    /// In order of arrival.
    void read_quarantine(const std::function<void(const QuarantinedRecord&)>& visit) const;
    /// At most `most`, the newest first.
    [[nodiscard]] std::vector<QuarantinedRecord> last_quarantined(std::size_t most) const;

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace siaga
