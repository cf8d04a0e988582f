#include "data/store/merkle.hpp"

#include <array>

namespace siaga {
namespace {

constexpr std::array<std::uint8_t, 1> kLeafPrefix{0x00};
constexpr std::array<std::uint8_t, 1> kNodePrefix{0x01};

Sha256& hasher() {
    thread_local Sha256 instance;
    return instance;
}

}  // namespace

Hash merkle_leaf(std::span<const std::uint8_t> bytes) { return hasher().add(kLeafPrefix).add(bytes).finish(); }

Hash merkle_node(const Hash& left, const Hash& right) {
    return hasher().add(kNodePrefix).add(left).add(right).finish();
}

void CompactRange::append(const Hash& leaf) {
    Hash subtree = leaf;
    for (std::uint64_t complete = size_; (complete & 1U) != 0; complete >>= 1U) {
        subtree = merkle_node(peaks_.back(), subtree);
        peaks_.pop_back();
    }
    peaks_.push_back(subtree);
    ++size_;
}

Hash CompactRange::root() const {
    if (peaks_.empty()) return sha256({});
    Hash root = peaks_.back();
    for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) root = merkle_node(*peak, root);
    return root;
}

}  // namespace siaga
