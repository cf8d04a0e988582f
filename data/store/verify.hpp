#pragma once
// siagactl verify: is the record the one that was signed? Reads everything, changes nothing, needs no
// private key, and works on a copy of the folder, also a read-only one. What it reads may be hostile or
// broken: that becomes a finding, never an exception, as long as there is a record to look at.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/store/ledger_entry.hpp"
#include "data/store/signing.hpp"

namespace siaga {

struct Finding {
    std::string where;  ///< "ledger.db, entry 12", "checkpoints/tips-0001.txt, tip 3"
    std::string what;
    friend bool operator==(const Finding&, const Finding&) = default;
};

struct VerifyOptions {
    std::vector<std::filesystem::path> against;  ///< signed tips kept elsewhere
    std::optional<PublicKey> key;                ///< one of the ledger's keys, known from elsewhere
};

struct VerifyReport {
    LedgerTip ledger;           ///< as far as it is sound
    std::uint64_t batches = 0;  ///< of tracks.db, as far as they are sound
    std::uint64_t fixes = 0;
    std::uint64_t tips = 0;
    std::vector<PublicKey> keys;  ///< in the order of their rotation
    /// The first of the ledger, the first of each other part: what comes after a bad entry says nothing.
    std::vector<Finding> findings;
    std::vector<std::string> notes;  ///< what a reader should know, and is no fault

    [[nodiscard]] bool sound() const { return findings.empty(); }
};

/// Throws Fault when there is no record to look at: no such folder, no right to read, a newer version.
[[nodiscard]] VerifyReport verify_record(const std::filesystem::path& folder, const VerifyOptions& options = {});

}  // namespace siaga
