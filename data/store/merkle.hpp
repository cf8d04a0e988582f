#pragma once
// The Merkle tree of RFC 6962 section 2.1, kept as a compact range: the roots of the perfect subtrees
// that the leaves so far make up, largest first. Appending and the root cost O(log n).
//   leaf: SHA-256(0x00 || bytes)   node: SHA-256(0x01 || left || right)   empty tree: SHA-256("")

#include <cstdint>
#include <span>
#include <vector>

#include "data/store/sha256.hpp"

namespace siaga {

[[nodiscard]] Hash merkle_leaf(std::span<const std::uint8_t> bytes);
[[nodiscard]] Hash merkle_node(const Hash& left, const Hash& right);

class CompactRange {
public:
    void append(const Hash& leaf);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] Hash root() const;

private:
    std::uint64_t size_ = 0;
    std::vector<Hash> peaks_;  ///< one per set bit of size_, most significant first
};

}  // namespace siaga
