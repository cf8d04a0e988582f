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

/// Least significant bit first, into bytes that are there already.
class BitWriter {
public:
    explicit BitWriter(std::uint8_t* at) : at_(at) {}
    /// Precondition: value < 2^width, width <= 64.
    void put(std::uint64_t value, unsigned width) {
        bits_ |= value << filled_;
        if (filled_ + width < kWordBits) {
            filled_ += width;
            return;
        }
        std::memcpy(at_, &bits_, sizeof bits_);
        at_ += sizeof bits_;
        const unsigned written = kWordBits - filled_;
        bits_ = written < kWordBits ? value >> written : 0;
        filled_ = width - written;
    }
    void flush() { std::memcpy(at_, &bits_, (filled_ + kByteBits - 1) / kByteBits); }

private:
    static constexpr unsigned kWordBits = 64;
    std::uint8_t* at_;
    std::uint64_t bits_ = 0;
    unsigned filled_ = 0;  ///< below kWordBits
};

/// each(residuals of order 0, 1, 2) for every value.
template <class Each> void each_residual(const std::vector<std::int64_t>& values, std::int64_t base, Each&& each) {
    std::uint64_t before = bits_of(base), step_before = 0;
    for (const std::int64_t value : values) {
        const std::uint64_t now = bits_of(value), step = now - std::exchange(before, now);
        each(now - bits_of(base), step, step - std::exchange(step_before, step));
    }
}

struct Coding {
    unsigned order = 0, width = 0;
    std::int64_t least = 0;
};

/// The order with the fewest bits; at the same width the lower one, which reads faster.
Coding coding_of(const std::vector<std::int64_t>& values, std::int64_t base) {
    struct Range {
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        std::int64_t most = std::numeric_limits<std::int64_t>::min();
        void take(std::uint64_t residual) {
            least = std::min(least, static_cast<std::int64_t>(residual));
            most = std::max(most, static_cast<std::int64_t>(residual));
        }
    };
    Range value_range, step_range, turn_range;
    each_residual(values, base, [&](std::uint64_t value, std::uint64_t step, std::uint64_t turn) {
        value_range.take(value);
        step_range.take(step);
        turn_range.take(turn);
    });
    Coding best;
    for (unsigned order = 0; const Range& range : {value_range, step_range, turn_range}) {
        const auto width = static_cast<unsigned>(std::bit_width(bits_of(range.most) - bits_of(range.least)));
        if (order == 0 || width < best.width) best = {order, width, range.least};
        ++order;
    }
    return best;
}

/// A column that is not its base in every row, on its way to bits.
struct Present {
    const std::vector<std::int64_t>* values = nullptr;
    std::int64_t base = 0;
    Coding coding;

    /// Its residuals - least, row after row, `apart` numbers from one to the next.
    void write_offsets(std::uint64_t* out, std::size_t apart) const {
        each_residual(*values, base, [&](std::uint64_t value, std::uint64_t step, std::uint64_t turn) {
            const std::uint64_t residual = coding.order == 0 ? value : coding.order == 1 ? step : turn;
            *out = residual - bits_of(coding.least);
            out += apart;
        });
    }
};

}  // namespace

void TablePacker::pack(std::vector<std::uint8_t>& out, std::span<const std::vector<std::int64_t>> columns,
                       std::span<const std::int64_t> bases) {
    assert(columns.size() <= kTableColumnsMost && columns.size() == bases.size());
    const std::size_t rows = columns.empty() ? 0 : columns.front().size();
    std::array<Present, kTableColumnsMost> all;
    std::size_t count = 0;
    const auto add = [&](std::size_t c) {
        all[count++] = {&columns[c], bases[c], coding_of(columns[c], bases[c])};
        return 1U << c;
    };
    unsigned mask = 0;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const bool still = std::all_of(columns[c].begin(), columns[c].end(), [&](auto v) { return v == bases[c]; });
        if (!still) mask |= add(c);
    }
    std::size_t row_bits = 0;
    for (const Present& column : std::span(all).first(count)) row_bits += column.coding.width;
    if (row_bits == 0 && rows > kBareRowsMost) {
        if (count == 0) mask = add(0);
        row_bits = all.front().coding.width = 1;
    }
    const std::span<const Present> present = std::span(all).first(count);
    out.push_back(static_cast<std::uint8_t>(mask));
    out.push_back(static_cast<std::uint8_t>(mask >> kByteBits));
    for (const Present& column : present) {
        out.push_back(static_cast<std::uint8_t>(column.coding.order * kWidths + column.coding.width));
        put_sint(out, column.coding.least);
    }
    if (offsets_.size() < rows * count) offsets_.resize(rows * count);
    for (std::size_t c = 0; c < count; ++c) present[c].write_offsets(offsets_.data() + c, count);
    const std::size_t begin = out.size();
    out.resize(begin + (rows * row_bits + kByteBits - 1) / kByteBits);
    BitWriter bits(out.data() + begin);
    const std::uint64_t* offset = offsets_.data();
    for (std::size_t row = 0; row < rows; ++row) {
        for (const Present& column : present) bits.put(*offset++, column.coding.width);
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
