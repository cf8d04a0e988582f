#include "data/store/seq_ranges.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace siaga {
namespace {

using testing::ElementsAre;
constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

std::vector<SeqRange> merged(const std::vector<SeqRange>& ranges, const std::vector<std::uint64_t>& seqs) {
    std::vector<SeqRange> more;
    for (const std::uint64_t seq : seqs) add_seq(more, seq);
    return united(ranges, more);
}

TEST(SeqRanges, GrowWithTheNextNumber) {
    std::vector<SeqRange> ranges;
    for (const std::uint64_t seq : std::vector<std::uint64_t>{0, 1, 2, 7, 8, 2, 3}) add_seq(ranges, seq);
    EXPECT_THAT(ranges, ElementsAre(SeqRange{0, 2}, SeqRange{7, 8}, SeqRange{2, 3}));
}

TEST(SeqRanges, JoinWhatTouchesOrOverlaps) {
    EXPECT_THAT(merged({}, {3, 1, 2}), ElementsAre(SeqRange{1, 3}));
    EXPECT_THAT(merged({{1, 3}}, {4, 4, 7}), ElementsAre(SeqRange{1, 4}, SeqRange{7, 7}));
    EXPECT_THAT(merged({{1, 3}, {5, 9}}, {4}), ElementsAre(SeqRange{1, 9}));
    EXPECT_THAT(merged({{5, 9}}, {6, 2}), ElementsAre(SeqRange{2, 2}, SeqRange{5, 9}));
}

TEST(SeqRanges, ReachBothEndsOfTheNumbers) {
    EXPECT_THAT(merged({{kMax, kMax}}, {0, kMax - 1, 1}), ElementsAre(SeqRange{0, 1}, SeqRange{kMax - 1, kMax}));
    EXPECT_THAT(merged({}, {0, 0}), ElementsAre(SeqRange{0, 0}));
}

TEST(SeqRanges, KnowWhatTheyHold) {
    const std::vector<SeqRange> ranges{{2, 2}, {5, 9}};
    std::vector<std::uint64_t> held;
    for (std::uint64_t seq = 0; seq < 12; ++seq) {
        if (holds_seq(ranges, seq)) held.push_back(seq);
    }
    EXPECT_THAT(held, ElementsAre(2, 5, 6, 7, 8, 9));
    EXPECT_FALSE(holds_seq({}, 0));
}

}  // namespace
}  // namespace siaga
