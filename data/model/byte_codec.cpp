#include "data/model/byte_codec.hpp"

#include <bit>
#include <limits>

namespace siaga {
namespace {

constexpr unsigned kGroupBits = 7;
constexpr std::uint8_t kMore = 0x80;
constexpr unsigned kWordBits = 64;

}  // namespace

void ByteWriter::uint(std::uint64_t number) {
    while (number >= kMore) {
        bytes_.push_back(static_cast<std::uint8_t>(number | kMore));
        number >>= kGroupBits;
    }
    bytes_.push_back(static_cast<std::uint8_t>(number));
}

void ByteWriter::sint(std::int64_t number) {
    uint((static_cast<std::uint64_t>(number) << 1U) ^ static_cast<std::uint64_t>(number >> (kWordBits - 1)));
}

std::uint64_t ByteReader::uint() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; !failed(); shift += kGroupBits) {
        if (left() == 0) {
            fail("the bytes end inside a number");
            break;
        }
        const std::uint8_t byte = bytes_[at_++];
        const std::uint64_t group = byte & (kMore - 1U);
        if (shift >= kWordBits || (shift > 0 && byte == 0) || (group << shift) >> shift != group) {
            fail("a number is not in its shortest form, or beyond 64 bits");
            break;
        }
        number |= group << shift;
        if ((byte & kMore) == 0) return number;
    }
    return 0;
}

std::int64_t ByteReader::sint() {
    const std::uint64_t zigzag = uint();
    return static_cast<std::int64_t>(zigzag >> 1U) ^ -static_cast<std::int64_t>(zigzag & 1U);
}

void ByteReader::get(std::uint32_t& number) {
    const std::uint64_t wide = uint();
    if (wide > std::numeric_limits<std::uint32_t>::max()) return fail("a count is beyond 32 bits");
    number = static_cast<std::uint32_t>(wide);
}

void ByteReader::get(LonLat& p) {
    const std::int64_t lon = sint();
    const std::int64_t lat = sint();
    constexpr std::int64_t kUnitsPerDegree = 10'000'000;
    constexpr std::int64_t kMaxLon = 180 * kUnitsPerDegree;
    constexpr std::int64_t kMaxLat = 90 * kUnitsPerDegree;
    if (lon < -kMaxLon || lon > kMaxLon || lat < -kMaxLat || lat > kMaxLat) return fail("a position is out of range");
    p = {static_cast<std::int32_t>(lon), static_cast<std::int32_t>(lat)};
}

void ByteReader::get(std::string& text) {
    const std::uint64_t length = uint();
    if (failed()) return;
    if (length > left()) return fail("a text is longer than the bytes that are left");
    const auto size = static_cast<std::size_t>(length);
    text.assign(bytes_.begin() + static_cast<std::ptrdiff_t>(at_),
                bytes_.begin() + static_cast<std::ptrdiff_t>(at_ + size));
    at_ += size;
}

void ByteReader::fail(std::string_view why) {
    if (!problem_) problem_ = Problem{Refusal::kMalformed, at_, std::string(why)};
}

}  // namespace siaga
