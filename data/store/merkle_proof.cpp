#include "data/store/merkle_proof.hpp"

#include <bit>

#include "data/store/merkle.hpp"

namespace siaga {
namespace {

/// k of RFC 6962: the largest power of two smaller than `size`. Precondition: size > 1.
std::size_t split_of(std::size_t size) { return std::bit_floor(size - 1); }

/// SUBPROOF(first, leaves, whole): `whole` while the old tree is a complete subtree of itself.
void add_subproof(std::span<const Hash> leaves, std::size_t first, bool whole, std::vector<Hash>& path) {
    if (first == leaves.size()) {
        if (!whole) path.push_back(tree_head(leaves));
        return;
    }
    const std::size_t split = split_of(leaves.size());
    if (first <= split) {
        add_subproof(leaves.first(split), first, whole, path);
        path.push_back(tree_head(leaves.subspan(split)));
    } else {
        add_subproof(leaves.subspan(split), first - split, false, path);
        path.push_back(tree_head(leaves.first(split)));
    }
}

}  // namespace

Hash tree_head(std::span<const Hash> leaves) {
    CompactRange tree;
    for (const Hash& leaf : leaves) tree.append(leaf);
    return tree.root();
}

std::vector<Hash> inclusion_path(std::span<const Hash> leaves, std::size_t index) {
    if (leaves.size() <= 1) return {};
    const std::size_t split = split_of(leaves.size());
    const bool left = index < split;
    std::vector<Hash> path =
        left ? inclusion_path(leaves.first(split), index) : inclusion_path(leaves.subspan(split), index - split);
    path.push_back(tree_head(left ? leaves.subspan(split) : leaves.first(split)));
    return path;
}

std::vector<Hash> consistency_path(std::span<const Hash> leaves, std::size_t first) {
    std::vector<Hash> path;
    add_subproof(leaves, first, true, path);
    return path;
}

}  // namespace siaga
