#pragma once
// The part of verify that holds the signed tips against the ledger: each signature, each root, the order
// in which they were signed, the keys and their rotations.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/store/tip_files.hpp"
#include "data/store/verify_ledger.hpp"

namespace siaga {

/// The names on the disk.
struct NamesFound {
    const std::vector<std::string>& units;
    const std::vector<std::string>& sources;
};

struct TipsChecked {
    std::vector<PublicKey> keys;  ///< in force one after the other
    std::vector<std::string> notes;
    std::vector<Finding> findings;  ///< the first of the tips, and one for each tip of `against`
};

/// `names`: nothing where tracks.db cannot be read. `published`: keys/ledger.pub.
[[nodiscard]] TipsChecked check_tips(const TipRecord& record, const std::vector<PlacedTip>& against,
                                     const LedgerWalk& ledger, const std::optional<NamesFound>& names,
                                     const std::optional<PublicKey>& published);

}  // namespace siaga
