#include "data/store/merkle.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace siaga {
namespace {

// The leaves and roots that Certificate Transparency's own tests use for RFC 6962.
const std::array<std::vector<std::uint8_t>, 8> kLeaves{{
    {},
    {0x00},
    {0x10},
    {0x20, 0x21},
    {0x30, 0x31},
    {0x40, 0x41, 0x42, 0x43},
    {0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57},
    {0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f},
}};
constexpr std::array<std::string_view, 9> kRoots{
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

/// RFC 6962 section 2.1 word by word: MTH(D[n]) splits at the largest power of two below n.
Hash root_by_definition(const std::vector<Hash>& leaves, std::size_t from, std::size_t count) {
    if (count == 0) return sha256({});
    if (count == 1) return leaves[from];
    std::size_t split = 1;
    while (split * 2 < count) split *= 2;
    return merkle_node(root_by_definition(leaves, from, split),
                       root_by_definition(leaves, from + split, count - split));
}

TEST(Merkle, GivesTheRootsOfRfc6962ForTheKnownLeaves) {
    CompactRange tree;
    EXPECT_EQ(to_hex(tree.root()), kRoots[0]);
    for (std::size_t i = 0; i < kLeaves.size(); ++i) {
        tree.append(merkle_leaf(kLeaves[i]));
        EXPECT_EQ(tree.size(), i + 1);
        EXPECT_EQ(to_hex(tree.root()), kRoots[i + 1]) << "after leaf " << i;
    }
}

TEST(Merkle, EqualsTheDefinitionForEverySizeUpTo512) {
    constexpr std::size_t kSizes = 512;
    std::vector<Hash> leaves;
    CompactRange tree;
    for (std::size_t size = 1; size <= kSizes; ++size) {
        leaves.push_back(sha256(std::array{static_cast<std::uint8_t>(size), static_cast<std::uint8_t>(size >> 8U)}));
        tree.append(leaves.back());
        ASSERT_EQ(tree.root(), root_by_definition(leaves, 0, size)) << "size " << size;
    }
}

TEST(Sha256, GivesTheHashOfFips180ForAbc) {
    const std::array<std::uint8_t, 3> abc{'a', 'b', 'c'};
    EXPECT_EQ(to_hex(sha256(abc)), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(record_digest(abc)), "ba7816bf8f01cfea414140de5dae2223");
}

TEST(Sha256, HashesPiecesLikeTheWholeAndStartsOver) {
    Sha256 hasher;
    const Hash pieces = hasher.add(std::string_view("a")).add(std::string_view("bc")).finish();
    EXPECT_EQ(pieces, hasher.add(std::string_view("abc")).finish());
    EXPECT_NE(hasher.add_number(1).finish(), hasher.add_number(256).finish());
}

}  // namespace
}  // namespace siaga
