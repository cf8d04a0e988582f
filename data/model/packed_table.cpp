#include "data/model/packed_table.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <limits>
#include <utility>

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
    /// Precondition: value < 2^width, width <= 64.
    void put(std::uint64_t value, unsigned width) {
        bits_ |= value << filled_;
        if (filled_ + width < kWordBits) {
            filled_ += width;
            return;
        }
        for (unsigned i = 0; i < sizeof bits_; ++i, bits_ >>= kByteBits)
            out_.push_back(static_cast<std::uint8_t>(bits_));
        const unsigned written = kWordBits - filled_;
        bits_ = written < kWordBits ? value >> written : 0;
        filled_ = width - written;
    }
    void flush() {
        for (; filled_ > 0; filled_ -= std::min(filled_, kByteBits), bits_ >>= kByteBits)
            out_.push_back(static_cast<std::uint8_t>(bits_));
    }

private:
    static constexpr unsigned kWordBits = 64;
    std::vector<std::uint8_t>& out_;
    std::uint64_t bits_ = 0;
    unsigned filled_ = 0;  ///< below kWordBits
};

/// One after the other the residuals of a column, of every order.
class Residuals {
public:
    explicit Residuals(std::int64_t base) : base_(bits_of(base)), before_(base_) {}
    std::array<std::uint64_t, kOrders> next(std::int64_t value) {
        const std::uint64_t now = bits_of(value), step = now - std::exchange(before_, now);
        return {now - base_, step, step - std::exchange(step_, step)};
    }

private:
    std::uint64_t base_, before_, step_ = 0;
};

struct Coding {
    unsigned order = 0, width = 0;
    std::int64_t least = 0;
};

/// The order with the fewest bits; at the same width the lower one, which reads faster.
Coding coding_of(const std::vector<std::int64_t>& values, std::int64_t base) {
    struct Range {
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        std::int64_t most = std::numeric_limits<std::int64_t>::min();
    };
    std::array<Range, kOrders> ranges;
    Residuals residuals(base);
    for (const std::int64_t value : values) {
        const auto of_value = residuals.next(value);
        for (unsigned order = 0; order < kOrders; ++order) {
            const auto residual = static_cast<std::int64_t>(of_value[order]);
            ranges[order].least = std::min(ranges[order].least, residual);
            ranges[order].most = std::max(ranges[order].most, residual);
        }
    }
    Coding best;
    for (unsigned order = 0; order < kOrders; ++order) {
        const auto [least, most] = ranges[order];
        const auto width = static_cast<unsigned>(std::bit_width(bits_of(most) - bits_of(least)));
        if (order == 0 || width < best.width) best = {order, width, least};
    }
    return best;
}

/// A column that is not its base in every row, on its way to bits.
struct Present {
    const std::vector<std::int64_t>* values;
    Coding coding;
    Residuals residuals;
};

}  // namespace

void pack_table(std::vector<std::uint8_t>& out, std::span<const std::vector<std::int64_t>> columns,
                std::span<const std::int64_t> bases) {
    assert(columns.size() <= kTableColumnsMost && columns.size() == bases.size());
    const std::size_t rows = columns.empty() ? 0 : columns.front().size();
    std::vector<Present> present;
    present.reserve(columns.size());
    const auto add = [&](std::size_t c) {
        present.push_back({&columns[c], coding_of(columns[c], bases[c]), Residuals(bases[c])});
        return 1U << c;
    };
    unsigned mask = 0;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const bool still = std::all_of(columns[c].begin(), columns[c].end(), [&](auto v) { return v == bases[c]; });
        if (!still) mask |= add(c);
    }
    const bool bare =
        std::all_of(present.begin(), present.end(), [](const Present& column) { return column.coding.width == 0; });
    if (bare && rows > kBareRowsMost) {
        if (present.empty()) mask = add(0);
        present.front().coding.width = 1;
    }
    out.push_back(static_cast<std::uint8_t>(mask));
    out.push_back(static_cast<std::uint8_t>(mask >> kByteBits));
    for (const Present& column : present) {
        out.push_back(static_cast<std::uint8_t>(column.coding.order * kWidths + column.coding.width));
        put_sint(out, column.coding.least);
    }
    BitWriter bits(out);
    for (std::size_t row = 0; row < rows; ++row) {
        for (Present& column : present) {
            const std::uint64_t residual = column.residuals.next((*column.values)[row])[column.coding.order];
            bits.put(residual - bits_of(column.coding.least), column.coding.width);
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

template <class Each>
void PackedTable::each_bits(const Column& column, std::size_t first, std::size_t end, Each&& each) const {
    constexpr unsigned kWide = 56, kHalf = 32;  // eight bytes hold so many, wherever in a byte they begin
    const auto bits_at = [this](std::uint64_t bit, std::uint64_t mask) {
        std::uint64_t word = 0;
        std::memcpy(&word, bits_ + bit / kByteBits, sizeof word);
        return word >> bit % kByteBits & mask;
    };
    const auto mask_of = [](unsigned width) { return (std::uint64_t{1} << width) - 1; };
    const bool wide = column.width > kWide;
    const std::uint64_t mask = mask_of(wide ? kHalf : column.width);
    const std::uint64_t upper = wide ? mask_of(column.width - kHalf) : 0;
    std::uint64_t bit = first * row_bits_ + column.offset;
    for (std::size_t row = first; row < end; ++row, bit += row_bits_) {
        std::uint64_t value = bits_at(bit, mask);
        if (wide) value |= bits_at(bit + kHalf, upper) << kHalf;
        if (!each(value)) return;
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
        each_bits(c, 0, rows_,
                  [&](std::uint64_t bits) { return each(static_cast<std::int64_t>(next(c.least + bits))); });
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
        sum += c.least;
        each_bits(c, rows - 1, rows, [&](std::uint64_t bits) { return sum += bits, true; });
    } else if (c.order == 1) {
        sum += rows * c.least;
        if (c.width > 0) each_bits(c, 0, rows, [&](std::uint64_t bits) { return sum += bits, true; });
    } else {
        sum += rows * (rows + 1) / 2 * c.least;
        std::uint64_t times = rows;
        if (c.width > 0) each_bits(c, 0, rows, [&](std::uint64_t bits) { return sum += times-- * bits, true; });
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
