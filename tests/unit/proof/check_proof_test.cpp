// Proofs as data/store makes them, checked by the verifier that knows nothing of data/store.

#include "app/proof/check_proof.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "data/core/fault.hpp"
#include "data/store/hex.hpp"
#include "data/store/merkle.hpp"
#include "data/store/merkle_proof.hpp"
#include "data/store/prove.hpp"
#include "tests/unit/store/store_samples.hpp"

namespace siaga::proof {
namespace {

using testing::HasSubstr;

std::string raw(const Hash& hash) { return {hash.begin(), hash.end()}; }
std::vector<std::string> raw(const std::vector<Hash>& path) {
    std::vector<std::string> all;
    for (const Hash& hash : path) all.push_back(raw(hash));
    return all;
}
std::vector<std::string> hex(const std::vector<Hash>& path) {
    std::vector<std::string> all;
    for (const Hash& hash : path) all.push_back(to_hex(hash));
    return all;
}

/// The eight leaves of the reference implementation of RFC 6962 (Certificate Transparency's merkletree tests).
std::vector<Hash> reference_leaves() {
    const std::vector<std::vector<std::uint8_t>> inputs = {
        {},
        {0x00},
        {0x10},
        {0x20, 0x21},
        {0x30, 0x31},
        {0x40, 0x41, 0x42, 0x43},
        {0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57},
        {0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f}};
    std::vector<Hash> leaves;
    for (const auto& input : inputs) leaves.push_back(merkle_leaf(input));
    return leaves;
}

std::vector<Hash> some_leaves(std::size_t count) {
    std::vector<Hash> leaves;
    for (std::size_t i = 0; i < count; ++i) {
        const std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8U)};
        leaves.push_back(merkle_leaf(bytes));
    }
    return leaves;
}

TEST(Proof, OfTheReferenceTreeOfRfc6962) {
    const std::vector<Hash> leaves = reference_leaves();
    EXPECT_EQ(to_hex(tree_head(leaves)), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    EXPECT_THAT(hex(inclusion_path(leaves, 0)),
                testing::ElementsAre("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                     "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                     "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
    EXPECT_THAT(hex(inclusion_path(leaves, 5)),
                testing::ElementsAre("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                     "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                     "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    EXPECT_THAT(hex(consistency_path(std::span(leaves).first(8), 6)),
                testing::ElementsAre("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                     "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                     "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    EXPECT_THAT(hex(consistency_path(std::span(leaves).first(5), 2)),
                testing::ElementsAre("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                     "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
}

/// Sizes 0 to 128; to 512 with SIAGA_LONG.
std::size_t most_leaves() { return std::getenv("SIAGA_LONG") != nullptr ? 512 : 128; }

TEST(Proof, OfInclusionHoldsForEveryEntryOfEverySize) {
    const std::vector<Hash> all = some_leaves(most_leaves());
    for (std::size_t size = 0; size <= all.size(); ++size) {
        const auto leaves = std::span(all).first(size);
        const std::string root = raw(tree_head(leaves));
        for (std::size_t i = 0; i < size; ++i) {
            const auto path = raw(inclusion_path(leaves, i));
            ASSERT_TRUE(is_included(raw(leaves[i]), i, size, path, root)) << i << " of " << size;
            ASSERT_FALSE(is_included(raw(leaves[i]), i + 1, size, path, root)) << i << " of " << size;
            ASSERT_FALSE(is_included(raw(leaves[i]), i, size, path, raw(all[0]) + "x")) << i << " of " << size;
        }
        ASSERT_FALSE(is_included(raw(all[0]), size, size, {}, root)) << size;
    }
}

TEST(Proof, OfConsistencyHoldsBetweenAllSizes) {
    const std::vector<Hash> all = some_leaves(most_leaves());
    std::vector<std::string> roots;
    for (std::size_t size = 0; size <= all.size(); ++size) roots.push_back(raw(tree_head(std::span(all).first(size))));
    for (std::size_t second = 1; second <= all.size(); ++second) {
        for (std::size_t first = 1; first <= second; ++first) {
            const auto path = raw(consistency_path(std::span(all).first(second), first));
            ASSERT_TRUE(is_consistent(first, roots[first], second, roots[second], path)) << first << ' ' << second;
            ASSERT_FALSE(is_consistent(first, roots[0], second, roots[second], path)) << first << ' ' << second;
            ASSERT_FALSE(is_consistent(first, roots[first], second, roots[0], path)) << first << ' ' << second;
        }
        ASSERT_FALSE(is_consistent(0, roots[0], second, roots[second], {})) << second;
        ASSERT_FALSE(is_consistent(second, roots[second], second - 1, roots[second - 1], {})) << second;
    }
}

TEST(Proof, WithAnotherOrShorterOrLongerPathIsRefused) {
    const std::vector<Hash> leaves = some_leaves(77);
    const std::string root = raw(tree_head(leaves));
    const std::string old_root = raw(tree_head(std::span(leaves).first(45)));
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const auto path = raw(inclusion_path(leaves, i));
        for (std::size_t at = 0; at < path.size(); ++at) {
            auto changed = path;
            changed[at][at % 32] = static_cast<char>(changed[at][at % 32] ^ 1);
            EXPECT_FALSE(is_included(raw(leaves[i]), i, leaves.size(), changed, root));
            auto shorter = path;
            shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
            EXPECT_FALSE(is_included(raw(leaves[i]), i, leaves.size(), shorter, root));
        }
        auto longer = path;
        longer.push_back(root);
        EXPECT_FALSE(is_included(raw(leaves[i]), i, leaves.size(), longer, root));
    }
    const auto path = raw(consistency_path(leaves, 45));
    ASSERT_TRUE(is_consistent(45, old_root, 77, root, path));
    for (std::size_t at = 0; at < path.size(); ++at) {
        auto changed = path;
        changed[at][3] = static_cast<char>(changed[at][3] ^ 16);
        EXPECT_FALSE(is_consistent(45, old_root, 77, root, changed)) << at;
        auto shorter = path;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
        EXPECT_FALSE(is_consistent(45, old_root, 77, root, shorter)) << at;
    }
    auto longer = path;
    longer.push_back(root);
    EXPECT_FALSE(is_consistent(45, old_root, 77, root, longer));
}

/// Proof files of a record with tips at 5 and 12 entries.
class ProofFile : public testing::Test {
protected:
    void SetUp() override {
        create_store(folder.path());
        commit_until(5);
        older = newest_tip(folder.path());
        commit_until(12);
        newer = newest_tip(folder.path());
    }
    void commit_until(std::uint64_t entries) const {
        Store store(folder.path(), Durability::kFull);
        while (store.next_entry() < entries) {
            StoreBatch batch;
            batch.entries = {test::sample_entry(store.next_entry(), store.next_entry() + 1)};
            store.commit(batch);
        }
        store.close();
    }
    static void refuse_every_flipped_bit(const std::string& good) {
        ASSERT_EQ(check_proof(good, {}).refused, "");
        for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
            std::string bad = good;
            bad[bit / 8] = static_cast<char>(static_cast<unsigned char>(bad[bit / 8]) ^ (1U << (bit % 8)));
            ASSERT_NE(check_proof(bad, {}).refused, "") << "byte " << bit / 8 << ": " << bad;
        }
    }
    static std::vector<std::string> lines_of(const std::string& text) {
        std::vector<std::string> lines;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = text.find('\n', at) + 1;
            lines.push_back(text.substr(at, end - at));
            at = end;
        }
        return lines;
    }
    static void refuse_lines_moved(const std::string& good) {
        const std::vector<std::string> lines = lines_of(good);
        const auto joined = [](const std::vector<std::string>& all) {
            std::string text;
            for (const std::string& line : all) text += line;
            return text;
        };
        for (std::size_t i = 0; i < lines.size(); ++i) {
            auto without = lines, twice = lines, swapped = lines;
            without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
            twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
            EXPECT_NE(check_proof(joined(without), {}).refused, "") << "without " << lines[i];
            EXPECT_NE(check_proof(joined(twice), {}).refused, "") << "twice " << lines[i];
            if (i == 0) continue;
            std::swap(swapped[i], swapped[i - 1]);
            EXPECT_NE(check_proof(joined(swapped), {}).refused, "") << "swapped " << lines[i];
        }
    }
    test::TempFolder folder;
    SignedTip older, newer;
};

TEST_F(ProofFile, OfAnEntryHoldsAndGivesTheEntryBack) {
    for (std::uint64_t n = 0; n < 12; ++n) {
        const Verdict verdict = check_proof(prove_entry(folder.path(), n, newer), {to_hex(newer.tip.key)});
        EXPECT_EQ(verdict.refused, "") << n;
        EXPECT_EQ(verdict.index, n);
        EXPECT_EQ(verdict.tips.at(0).size, 12U);
        const auto entry = test::sample_entry(n, n + 1);
        const Bytes expected =
            entry_bytes(n, entry->received, entry->source.text(), entry->seq, canonical_bytes(entry->event));
        EXPECT_EQ(verdict.entry, std::string(expected.begin(), expected.end()));
    }
}

TEST_F(ProofFile, OfAnEntryIsRefusedWithAnyBitFlippedOrLineMoved) {
    const std::string proof = prove_entry(folder.path(), 7, newer);
    refuse_every_flipped_bit(proof);
    refuse_lines_moved(proof);
}

TEST_F(ProofFile, OfConsistencyIsRefusedWithAnyBitFlippedOrLineMoved) {
    const std::string proof = prove_consistency(folder.path(), older, newer);
    const Verdict verdict = check_proof(proof, {to_hex(newer.tip.key)});
    EXPECT_EQ(verdict.refused, "");
    EXPECT_EQ(verdict.tips.at(0).size, 5U);
    EXPECT_EQ(verdict.tips.at(1).size, 12U);
    refuse_every_flipped_bit(proof);
    refuse_lines_moved(proof);
}

TEST_F(ProofFile, IsRefusedWhenAnotherKeySigned) {
    const std::string other = to_hex(SigningKey::generate().public_key());
    const std::string proof = prove_entry(folder.path(), 3, older);
    EXPECT_EQ(check_proof(proof, {other}).refused, "the tip of size 5 is signed by another key");
    EXPECT_EQ(check_proof(proof, {other, to_hex(older.tip.key)}).refused, "");
}

TEST_F(ProofFile, WithAPathOfAnotherEntryIsRefused) {
    std::string proof = prove_entry(folder.path(), 3, newer);
    const std::string other = prove_entry(folder.path(), 4, newer);
    const std::size_t entry = proof.find("entry "), path = proof.find("path ");
    proof.replace(entry, path - entry, other.substr(other.find("entry "), other.find("path ") - other.find("entry ")));
    EXPECT_EQ(check_proof(proof, {}).refused, "the entry has another number");
}

TEST_F(ProofFile, IsNotMadeOfALedgerThatIsNotTheSignedOne) {
    SignedTip wrong = newer;
    wrong.tip.ledger.root.fill(0);
    try {
        (void)prove_entry(folder.path(), 3, wrong);
        FAIL() << "it made a proof";
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.exit(), Exit::kCheckFailed);
        EXPECT_THAT(fault.what(), HasSubstr("siagactl verify tells what is wrong"));
    }
    EXPECT_THROW((void)prove_entry(folder.path(), 9, older), Fault) << "the tip is older than the entry";
    EXPECT_THROW((void)prove_consistency(folder.path(), newer, older), Fault);
}

TEST(CheckProof, SaysWhyItRefusesWhatIsNoProof) {
    EXPECT_THAT(check_proof("", {}).refused, HasSubstr("the file ends before 'siaga consistency proof 1'"));
    EXPECT_THAT(check_proof("hello\n", {}).refused, HasSubstr("'siaga consistency proof 1' is missing"));
    EXPECT_THAT(check_proof("siaga inclusion proof 1\nindex 01\n", {}).refused, HasSubstr("bad number '01'"));
}

}  // namespace
}  // namespace siaga::proof
