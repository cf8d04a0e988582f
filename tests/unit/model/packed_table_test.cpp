#include "data/model/packed_table.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace siaga {
namespace {

using Columns = std::vector<std::vector<std::int64_t>>;

std::vector<std::uint8_t> packed(const Columns& columns, const std::vector<std::int64_t>& bases) {
    std::vector<std::uint8_t> bytes;
    TablePacker().pack(bytes, columns, bases);
    bytes.insert(bytes.end(), kTableTail, 0);
    return bytes;
}

Columns unpacked(const std::vector<std::uint8_t>& bytes, std::size_t rows, const std::vector<std::int64_t>& bases) {
    TableCursor in({bytes.data(), bytes.size() - kTableTail});
    const PackedTable table(in, rows, bases.size());
    EXPECT_FALSE(in.failed()) << in.why();
    EXPECT_EQ(in.left(), 0U);
    Columns columns(bases.size());
    for (std::size_t c = 0; c < bases.size(); ++c) table.unpack(c, bases[c], columns[c]);
    return columns;
}

TEST(PackedTable, NeedsNoBitForWhatStaysOrRisesEvenly) {
    const Columns columns{{7, 7, 7, 7}, {15, 20, 25, 30}};
    const auto bytes = packed(columns, {7, 10});
    // Two bytes say which columns there are, then the mode and the least of the rising one.
    EXPECT_EQ(bytes.size() - kTableTail, 4U);
    EXPECT_EQ(unpacked(bytes, 4, {7, 10}), columns);
}

TEST(PackedTable, HasABitForEachRowOfALongTable) {
    const std::size_t rows = kBareRowsMost + 1;
    const Columns still{std::vector<std::int64_t>(rows, 7), std::vector<std::int64_t>(rows, 9)};
    EXPECT_EQ(packed(still, {7, 9}).size() - kTableTail, 4U + 9U);
    EXPECT_EQ(unpacked(packed(still, {7, 9}), rows, {7, 9}), still);
    Columns rising{std::vector<std::int64_t>(rows, 7), {}};
    for (std::size_t row = 0; row < rows; ++row) rising[1].push_back(static_cast<std::int64_t>(10 + 5 * row));
    EXPECT_EQ(packed(rising, {7, 5}).size() - kTableTail, 4U + 9U);
    EXPECT_EQ(unpacked(packed(rising, {7, 5}), rows, {7, 5}), rising);
}

TEST(PackedTable, TakesTheOrderWithTheFewestBits) {
    // Differences 1, 2, 3, 4: of order 1 they take two bits a row, of order 2 none.
    const Columns columns{{1, 3, 6, 10}};
    EXPECT_EQ(packed(columns, {0}).size() - kTableTail, 4U);
    EXPECT_EQ(unpacked(packed(columns, {0}), 4, {0}), columns);
}

TEST(PackedTable, HoldsTheExtremesOf64Bits) {
    constexpr std::int64_t kLow = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t kHigh = std::numeric_limits<std::int64_t>::max();
    const Columns columns{{kLow, kHigh, kLow, 0, -1, kHigh}, {kHigh, kHigh, kLow, kLow, 1, 0}};
    EXPECT_EQ(unpacked(packed(columns, {kHigh, kLow}), 6, {kHigh, kLow}), columns);
}

TEST(PackedTable, AnswersHowFarARisingColumnGoes) {
    const Columns columns{{12, 12, 19, 40}};
    const auto bytes = packed(columns, {10});
    TableCursor in({bytes.data(), bytes.size() - kTableTail});
    const PackedTable table(in, 4, 1);
    EXPECT_EQ(table.rows_until(0, 10, 11), 0U);
    EXPECT_EQ(table.rows_until(0, 10, 12), 2U);
    EXPECT_EQ(table.rows_until(0, 10, 39), 3U);
    EXPECT_EQ(table.rows_until(0, 10, 40), 4U);
}

TEST(PackedTable, RefusesWhatNoWriterMakes) {
    const auto refused = [](std::vector<std::uint8_t> bytes, std::size_t rows, std::size_t columns) {
        bytes.insert(bytes.end(), kTableTail, 0);
        TableCursor in({bytes.data(), bytes.size() - kTableTail});
        const PackedTable table(in, rows, columns);
        EXPECT_EQ(table.rows(), in.failed() ? 0U : rows);
        return std::string(in.why());
    };
    EXPECT_EQ(refused({0x02, 0}, 1, 1), "a table has columns this version does not know");
    EXPECT_EQ(refused({0x01, 0, 195, 0}, 1, 1), "a column is coded in a way this version does not know");
    EXPECT_EQ(refused({0x01, 0, 8, 0}, 1, 1), "the bytes end too early");
    EXPECT_EQ(refused({0, 0}, kBareRowsMost + 1, 1), "a table has more rows than bits");
    EXPECT_EQ(refused({0x01, 0, 0, 4}, 1U << 26U, 1), "a table has more rows than bits");
    EXPECT_EQ(refused({0x01}, 1, 1), "the bytes end too early");
    EXPECT_EQ(refused({0x01, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, 0, 1),
              "a number is longer than 64 bits");
}

RC_GTEST_PROP(PackedTable, ReadsBackEveryColumnAndEveryRow, ()) {
    const auto rows = *rc::gen::inRange<std::size_t>(0, 2 * kBareRowsMost);
    Columns columns(*rc::gen::inRange<std::size_t>(1, kTableColumnsMost + 1));
    std::vector<std::int64_t> bases(columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        bases[c] = *rc::gen::arbitrary<std::int64_t>();
        const auto width = *rc::gen::inRange(0, 64);
        for (std::size_t row = 0; row < rows; ++row) {
            const auto bits = *rc::gen::arbitrary<std::uint64_t>() >> (63 - width);
            columns[c].push_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(bases[c]) + bits));
        }
    }
    const auto bytes = packed(columns, bases);
    TableCursor in({bytes.data(), bytes.size() - kTableTail});
    const PackedTable table(in, rows, columns.size());
    RC_ASSERT(!in.failed());
    std::vector<std::int64_t> back;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        table.unpack(c, bases[c], back);
        RC_ASSERT(back == columns[c]);
        for (std::size_t row = 0; row < rows; ++row) {
            RC_ASSERT(table.value_after(c, row + 1, bases[c]) == columns[c][row]);
        }
        RC_ASSERT(table.value_after(c, 0, bases[c]) == bases[c]);
    }
}

}  // namespace
}  // namespace siaga
