#pragma once
// A folder with a whole record: entries, custody transfers, fixes, names, signed tips.

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>
#include <vector>

#include "data/core/fault.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::test {

inline constexpr std::uint64_t kSampleEntries = 24;

inline std::shared_ptr<const Entry> sample_transfer(std::uint64_t n, std::uint64_t seq) {
    Entry entry = *sample_entry(n, seq);
    CustodyTransfer transfer;
    transfer.transfer = RecordName::literal("ST-" + std::to_string(n));
    transfer.boxes = {BoxCode::literal("53.03.05.1001-007-B")};
    transfer.declared = 1;
    entry.event.body = transfer;
    return std::make_shared<const Entry>(entry);
}

/// One entry and one fix more, as a core commits them; every eighth entry is a transfer.
inline void commit_one(Store& store) {
    const std::uint64_t n = store.next_entry();
    StoreBatch batch;
    batch.entries = {n % 8 == 3 ? sample_transfer(n, n + 1) : sample_entry(n, n + 1)};
    const auto unit = UnitName::literal("RAJAWALI-0" + std::to_string(n % 4));
    add_fix(batch, sample_fix(store.unit_index(unit), store.source_index(kFeed), n + 1));
    store.commit(batch);
    store.settle(batch.entries.front()->received);
}

inline void commit_until(const std::filesystem::path& folder, std::uint64_t entries,
                         const std::string& accept_loss = {}) {
    Store store(folder, Durability::kFull, accept_loss);
    while (store.next_entry() < entries) commit_one(store);
    store.close();
}

inline void make_record(const std::filesystem::path& folder, std::uint64_t entries = kSampleEntries) {
    create_store(folder);
    commit_until(folder, entries);
}

inline constexpr int kSampleSlices = 10;
inline constexpr int kSamplePruned = 3;
inline constexpr int kSampleRefused = 6;

/// A record with fixes of 50 minutes in slices, of which the first three were pruned, and a quarantine.
inline void make_sealed_record(const std::filesystem::path& folder) {
    constexpr std::uint64_t kFixes = 600;
    create_store(folder);
    Store store(folder, Durability::kFull);
    StoreBatch batch;
    const SourceIndex source = store.source_index(kFeed);
    for (std::uint64_t i = 0; i < kFixes; ++i) {
        const auto unit = UnitName::literal("RAJAWALI-0" + std::to_string(i % 4));
        add_fix(batch, sample_fix(store.unit_index(unit), source, i));
    }
    for (std::uint64_t i = 1; i <= kSampleRefused; ++i)
        batch.quarantined.push_back(
            {time_from_ms(kNoonMs), "feed-1", 1000 + i, "TELEPORT: too far", "raw " + std::to_string(i)});
    store.commit(batch);
    store.seal(time_from_ms(kNoonMs) + 5min * kSampleSlices);
    std::vector<Time> old;
    for (const SliceInfo& slice : store.slices().list())
        if (old.size() < kSamplePruned) old.push_back(slice.start);
    Entry entry = *sample_entry(0, 1);
    entry.event.body = TracksPruned{time_from_ms(kNoonMs) + 5min * kSamplePruned, 180, to_hex(store.hash_without(old))};
    batch = {};
    batch.entries = {std::make_shared<const Entry>(entry)};
    store.commit(batch);
    store.remove_slices(old);
    store.close();
}

inline void copy_record(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
}

/// SQL as anybody may run it on a file.
inline void edit(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database db(file.string(), SQLite::OPEN_READWRITE);
    db.exec(sql);
}

/// The message of the Fault that `body` throws, "" when it throws none.
template <class Body> std::string fault_of(const Body& body) {
    try {
        body();
    } catch (const Fault& fault) {
        return fault.what();
    }
    return "";
}

}  // namespace siaga::test
