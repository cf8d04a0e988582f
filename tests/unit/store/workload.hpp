#pragma once
// Workload: commits that follow from a seed, and what a folder must hold after the first k of them. What
// the fault tests write, and what they compare with.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/store/store.hpp"

namespace siaga::test {

/// Everything a store keeps, one line a record, by names and in an order that sealing does not change.
using Content = std::vector<std::string>;

/// Throws what the store throws. A record that its key does not find says so. Without the quarantine, which a
/// Store only counts.
[[nodiscard]] Content content_of_store(Store& store);
/// All of it, through a StoreReader.
[[nodiscard]] Content content_of_folder(const std::filesystem::path& folder);

class Workload {
public:
    explicit Workload(std::uint64_t seed) : seed_(seed) { contents_.emplace_back(); }

    /// The next commit for this store: entries of several kinds, custody among them, fixes, records of the
    /// quarantine, new names, in any mix.
    [[nodiscard]] StoreBatch next(Store& store);
    /// Seals what is finished by the seqs so far, when there is something. Throws what the store throws.
    static void seal(Store& store);
    /// Called before its commit: from now on it may count.
    void give(const Store& store, const StoreBatch& batch);
    /// The commit given last does not count.
    void take_back() { contents_.pop_back(); }

    [[nodiscard]] std::size_t commits() const { return contents_.size() - 1; }
    /// What a folder holds after the first `commits` of them.
    [[nodiscard]] const Content& content(std::size_t commits) const { return contents_.at(commits); }
    /// The number k of commits, from..to, whose content this is; throws with the first difference when it is none.
    [[nodiscard]] std::size_t commits_of(const Content& found, std::size_t from, std::size_t to) const;

private:
    std::uint64_t seed_;
    std::vector<Content> contents_;
};

}  // namespace siaga::test
