#pragma once
// StoreReader: reads an operation's record without ever changing it, while a Store of this or another
// process writes, and in a folder without write permission. One thread at a time.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

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
    /// The fixes of all commits from `from_batch` on, in order of arrival; answers the batch to go on
    /// from next time. Start with 0. Throws StorageFault kCorrupt naming the first bad batch.
    std::uint64_t read_fixes(std::uint64_t from_batch, const std::function<void(const Fix&)>& visit) const;
    /// In order of arrival.
    void read_quarantine(const std::function<void(const QuarantinedRecord&)>& visit) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga
