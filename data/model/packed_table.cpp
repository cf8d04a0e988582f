#include "data/model/packed_table.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace siaga {
namespace {

constexpr unsigned kOrders = 3;
constexpr unsigned kWidths = 65;
constexpr unsigned kByteBits = 8;

std::uint64_t bits_of(std::int64_t number) { return static_cast<std::uint64_t>(number); }

void put_uint(std::vector<std::uint8_t>& out, std::uint64_t value) {
    constexpr unsigned kBits = 7;
    constexpr std::uint8_t kMore = 0x80;
    for (; value >= kMore; value >>= kBits) out.push_back(static_cast<std::uint8_t>(value | kMore));
    out.push_back(static_cast<std::uint8_t>(value));
}

void put_sint(std::vector<std::uint8_t>& out, std::int64_t value) {
    constexpr unsigned kSign = 63;
    put_uint(out, bits_of(value) << 1U ^ bits_of(value >> kSign));
}

/// Least significant bit first.
class BitWriter {
public:
    explicit BitWriter(std::vector<std::uint8_t>& out) : out_(out) {}
    void put(std::uint64_t value, unsigned width) {
        while (width > 0) {
            const unsigned taken = std::min(width, kByteBits - filled_);
            byte_ |= static_cast<unsigned>(value & ((1U << taken) - 1U)) << filled_;
            filled_ += taken;
            value >>= taken;
            width -= taken;
            if (filled_ == kByteBits) flush();
        }
    }
    void flush() {
        if (filled_ > 0) out_.push_back(static_cast<std::uint8_t>(byte_));
        byte_ = filled_ = 0;
    }

private:
    std::vector<std::uint8_t>& out_;
    unsigned byte_ = 0, filled_ = 0;
};

struct Coded {
    unsigned order = 0, width = 0;
    std::int64_t least = 0;
    std::vector<std::int64_t> residuals;
};

void set_range(Coded& coded) {
    const auto ends = std::minmax_element(coded.residuals.begin(), coded.residuals.end());
    coded.least = *ends.first;
    coded.width = static_cast<unsigned>(std::bit_width(bits_of(*ends.second) - bits_of(*ends.first)));
}

/// The order with the fewest bits; at the same width the lower one, which reads faster.
Coded coded(const std::vector<std::int64_t>& values, std::int64_t base) {
    Coded best;
    std::vector<std::int64_t> differences = values;
    for (std::int64_t& value : differences) value = static_cast<std::int64_t>(bits_of(value) - bits_of(base));
    best.residuals = differences;
    set_range(best);
    for (unsigned order = 1; order < kOrders; ++order) {
        for (std::size_t i = differences.size(); i-- > 1;) {
            differences[i] = static_cast<std::int64_t>(bits_of(differences[i]) - bits_of(differences[i - 1]));
        }
        Coded other{order, 0, 0, differences};
        set_range(other);
        if (other.width < best.width) best = std::move(other);
    }
    return best;
}

}  // namespace

void pack_table(std::vector<std::uint8_t>& out, std::span<const std::vector<std::int64_t>> columns,
                std::span<const std::int64_t> bases) {
    assert(columns.size() <= kTableColumnsMost && columns.size() == bases.size());
    const std::size_t rows = columns.empty() ? 0 : columns.front().size();
    std::vector<Coded> present;
    unsigned mask = 0;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const bool still = std::all_of(columns[c].begin(), columns[c].end(), [&](auto v) { return v == bases[c]; });
        if (still) continue;
        mask |= 1U << c;
        present.push_back(coded(columns[c], bases[c]));
    }
    const bool bare =
        std::all_of(present.begin(), present.end(), [](const Coded& column) { return column.width == 0; });
    if (bare && rows > kBareRowsMost) {
        if (present.empty()) {
            mask = 1;
            present.push_back(coded(columns.front(), bases.front()));
        }
        present.front().width = 1;
    }
    out.push_back(static_cast<std::uint8_t>(mask));
    out.push_back(static_cast<std::uint8_t>(mask >> kByteBits));
    for (const Coded& column : present) {
        out.push_back(static_cast<std::uint8_t>(column.order * kWidths + column.width));
        put_sint(out, column.least);
    }
    BitWriter bits(out);
    for (std::size_t row = 0; row < rows; ++row) {
        for (const Coded& column : present) {
            bits.put(bits_of(column.residuals[row]) - bits_of(column.least), column.width);
        }
    }
    bits.flush();
}

PackedTable::PackedTable(TableCursor& in, std::uint64_t rows, std::size_t columns)
    : rows_(static_cast<std::size_t>(rows)) {
    present_ = in.byte();
    present_ |= unsigned{in.byte()} << kByteBits;
    if (present_ >> columns != 0) in.fail("a table has columns this version does not know");
    for (unsigned left = present_ & ((1U << columns) - 1); left != 0; left &= left - 1) {
        Column& column = columns_[static_cast<std::size_t>(std::countr_zero(left))];
        const unsigned mode = in.byte();
        if (mode >= kOrders * kWidths) in.fail("a column is coded in a way this version does not know");
        column.order = static_cast<std::uint8_t>(mode / kWidths);
        column.width = static_cast<std::uint8_t>(mode % kWidths);
        column.least = bits_of(in.sint());
        column.offset = static_cast<std::uint32_t>(row_bits_);
        row_bits_ += column.width;
    }
    if (row_bits_ == 0 && rows > kBareRowsMost) in.fail("a table has more rows than bits");
    bits_ = in.take((rows * row_bits_ + kByteBits - 1) / kByteBits);
    if (in.failed()) {
        rows_ = 0;
        present_ = 0;
    }
}

/// each(value) for every row until it answers false.
template <class Each> void PackedTable::walk(std::size_t column, std::int64_t base, Each&& each) const {
    const Column& c = columns_[column];
    if (!present(column)) {
        for (std::size_t row = 0; row < rows_ && each(base); ++row) {
        }
        return;
    }
    const auto in_order = [&](const auto& next) {
        for (std::size_t row = 0; row < rows_; ++row) {
            if (!each(static_cast<std::int64_t>(next(c.least + bits(c, row))))) return;
        }
    };
    std::uint64_t value = bits_of(base), step = 0;
    if (c.order == 0) {
        in_order([&](std::uint64_t residual) { return value + residual; });
    } else if (c.order == 1) {
        in_order([&](std::uint64_t residual) { return value += residual; });
    } else {
        in_order([&](std::uint64_t residual) { return value += step += residual; });
    }
}

std::int64_t PackedTable::value_after(std::size_t column, std::size_t rows, std::int64_t base) const {
    if (rows == 0 || !present(column)) return base;
    const Column& c = columns_[column];
    // The sums of order 1 and 2 without the values between: r1 + r2 + ..., and n r1 + (n - 1) r2 + ...
    std::uint64_t sum = bits_of(base);
    if (c.order == 0) {
        sum += c.least + bits(c, rows - 1);
    } else if (c.order == 1) {
        sum += rows * c.least;
        if (c.width == 0) return static_cast<std::int64_t>(sum);
        for (std::size_t row = 0; row < rows; ++row) sum += bits(c, row);
    } else {
        sum += rows * (rows + 1) / 2 * c.least;
        if (c.width == 0) return static_cast<std::int64_t>(sum);
        for (std::size_t row = 0; row < rows; ++row) sum += (rows - row) * bits(c, row);
    }
    return static_cast<std::int64_t>(sum);
}

void PackedTable::unpack(std::size_t column, std::int64_t base, std::vector<std::int64_t>& out) const {
    out.resize(rows_);
    std::int64_t* to = out.data();
    walk(column, base, [&](std::int64_t value) {
        *to++ = value;
        return true;
    });
}

std::size_t PackedTable::rows_until(std::size_t column, std::int64_t base, std::int64_t limit) const {
    std::size_t rows = 0;
    walk(column, base, [&](std::int64_t value) {
        if (value > limit) return false;
        ++rows;
        return true;
    });
    return rows;
}

}  // namespace siaga
