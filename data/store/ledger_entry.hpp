#pragma once
// What the ledger binds of one entry, and the two hashes over it:
//   entry bytes = uint n | int received ms | string source | uint seq | string canonical event
//                 (the codings of data/model/canonical.hpp)
//   leaf        = SHA-256(0x00 || entry bytes), the leaf of the Merkle tree
//   chain       = SHA-256("siaga ledger chain 1\n" || chain of the entry before || leaf); the first
//                 entry follows 32 zero bytes

#include <cstdint>
#include <span>
#include <string_view>

#include "data/core/time.hpp"
#include "data/model/canonical.hpp"
#include "data/store/merkle.hpp"
#include "data/store/sha256.hpp"

namespace siaga {

[[nodiscard]] Bytes entry_bytes(std::uint64_t n, Time received, std::string_view source, std::uint64_t seq,
                                std::span<const std::uint8_t> event);
[[nodiscard]] Hash chain_hash(const Hash& before, const Hash& leaf);

struct LedgerTip {
    std::uint64_t entries = 0;
    Hash root{};   ///< RFC 6962 Merkle tree head of the entries' canonical leaves
    Hash chain{};  ///< hash of the last entry, chained over all before it
    friend bool operator==(const LedgerTip&, const LedgerTip&) = default;
};

/// Everything the next entry depends on.
struct LedgerHead {
    CompactRange tree;
    Hash chain{};

    [[nodiscard]] std::uint64_t entries() const { return tree.size(); }
    [[nodiscard]] LedgerTip tip() const { return {entries(), tree.root(), chain}; }
    void append(const Hash& leaf) {
        tree.append(leaf);
        chain = chain_hash(chain, leaf);
    }
};

}  // namespace siaga
