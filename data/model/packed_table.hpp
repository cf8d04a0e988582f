#pragma once
// Packed tables of whole numbers: the coding of the track slices. A table has up to 16 columns and n rows;
// every column is coded by itself against a base (the row before the first, known to the reader), and the
// coded rows lie one after the other in one string of bits, so that a reader can stop at any row.
//
//   table  = u16 present (little endian), one bit a column: a column that is not there equals its base in
//            every row | for each present column: u8 mode, int least | rows
//   mode   = order * 65 + width; width 0..64 bits
//   rows   = for each row, for each present column, its residual - least in width bits, least significant
//            first; zero bits up to the next whole byte
//   residual of order 0: value - base; order 1: value - value before; order 2: the difference of order 1
//            minus the one before (0 before the first row)
//
// Rows of no bits are at most kBareRowsMost; in longer tables the first column (the first present one) is a
// bit wide at least. So a table has no more than eight rows a byte, and hostile bytes cost what they weigh.
//
// Differences wrap around at 64 bits, so every number can follow every other. uint and int are those of
// data/model/canonical.hpp.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace siaga {

inline constexpr std::size_t kTableColumnsMost = 16;
inline constexpr std::size_t kBareRowsMost = 64;
/// Readers load eight bytes at a time: whoever keeps coded tables keeps as many zero bytes after the last.
inline constexpr std::size_t kTableTail = 8;

/// Writes tables one after the other. Keeps its memory.
class TablePacker {
public:
    /// Appends a table. Precondition: as many bases as columns, at most kTableColumnsMost, all columns equally long.
    void pack(std::vector<std::uint8_t>& out, std::span<const std::vector<std::int64_t>> columns,
              std::span<const std::int64_t> bases);

private:
    std::vector<std::uint64_t> offsets_;  ///< row after row, of the columns that are not their base
};

/// Reads bytes front to back. After the first fault every read answers 0: ask failed().
class TableCursor {
public:
    explicit TableCursor(std::span<const std::uint8_t> bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}
    std::uint8_t byte() { return at_ < end_ ? *at_++ : static_cast<std::uint8_t>(fail("the bytes end too early")); }
    std::uint64_t uint() {
        constexpr unsigned kBits = 7;
        constexpr std::uint8_t kMore = 0x80;
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += kBits) {
            const std::uint8_t next = byte();
            value |= static_cast<std::uint64_t>(next & (kMore - 1U)) << shift;
            if ((next & kMore) == 0) return value;
        }
        return fail("a number is longer than 64 bits");
    }
    std::int64_t sint() {
        const std::uint64_t value = uint();
        return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
    }
    /// The next `bytes` as they stand.
    const std::uint8_t* take(std::uint64_t bytes) {
        if (bytes > left()) fail("the bytes end too early");
        const std::uint8_t* const taken = at_;
        at_ += failed() ? 0 : bytes;
        return taken;
    }
    std::uint64_t fail(std::string_view why) {
        if (why_.empty()) why_ = why;
        at_ = end_;
        return 0;
    }
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
    [[nodiscard]] bool failed() const { return !why_.empty(); }
    [[nodiscard]] std::string_view why() const { return why_; }

private:
    const std::uint8_t* at_;
    const std::uint8_t* end_;
    std::string_view why_;
};

/// A table where it lies. Only while its bytes do; kTableTail readable bytes must follow them.
class PackedTable {
public:
    /// Reads the head of a table of `rows` rows and `columns` columns and passes over it; a fault is the
    /// cursor's.
    PackedTable(TableCursor& in, std::uint64_t rows, std::size_t columns);

    [[nodiscard]] std::size_t rows() const { return rows_; }
    /// False: every row equals the base.
    [[nodiscard]] bool present(std::size_t column) const { return (present_ >> column & 1U) != 0; }
    /// The column's value in the row before which `rows` rows lie; `base` for none.
    [[nodiscard]] std::int64_t value_after(std::size_t column, std::size_t rows, std::int64_t base) const;
    /// All rows of a column, `out` resized to them.
    void unpack(std::size_t column, std::int64_t base, std::vector<std::int64_t>& out) const;
    /// How many rows from the first on have a value <= limit. Precondition: the column rises.
    [[nodiscard]] std::size_t rows_until(std::size_t column, std::int64_t base, std::int64_t limit) const;

private:
    struct Column {
        std::uint8_t order;
        std::uint8_t width;
        std::uint32_t offset;  ///< bits from the start of a row
        std::uint64_t least;
    };
    /// each(residual - least) for the rows from `first` until before `end`, or until it answers false.
    template <class Each> void each_bits(const Column& column, std::size_t first, std::size_t end, Each&& each) const;
    template <class Each> void walk(std::size_t column, std::int64_t base, Each&& each) const;

    std::size_t rows_ = 0;
    std::uint64_t row_bits_ = 0;
    const std::uint8_t* bits_ = nullptr;
    unsigned present_ = 0;
    std::array<Column, kTableColumnsMost> columns_;  ///< of those that are present; there are thousands of tables
};

}  // namespace siaga
