#pragma once
// Proofs over the Merkle tree of RFC 6962: that an entry is in the ledger (section 2.1.1), and that one
// state of the ledger grew out of another (section 2.1.2). They are checked by app/proof/check_proof.hpp.

#include <cstddef>
#include <span>
#include <vector>

#include "data/store/sha256.hpp"

namespace siaga {

/// MTH: the root over these leaf hashes.
[[nodiscard]] Hash tree_head(std::span<const Hash> leaves);
/// PATH(index, leaves). Precondition: index < leaves.size().
[[nodiscard]] std::vector<Hash> inclusion_path(std::span<const Hash> leaves, std::size_t index);
/// PROOF(first, leaves): from the tree of the first `first` leaves. Precondition: 0 < first <= leaves.size().
[[nodiscard]] std::vector<Hash> consistency_path(std::span<const Hash> leaves, std::size_t first);

}  // namespace siaga
