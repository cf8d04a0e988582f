#include "data/store/fix_codec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace siaga {
namespace {

constexpr std::uint8_t kFixFormat = 2;
constexpr std::uint8_t kFormatWithDigests = 1;
constexpr std::size_t kDigestBytes = 16;  // after each fix of format 1
constexpr unsigned kVarintBits = 7;
constexpr std::uint8_t kVarintMore = 0x80;
constexpr std::size_t kVarintMax = 10;  // bytes of a 64-bit number
// The longest fix: presence, battery and flags, eleven numbers.
constexpr std::size_t kFixMaxBytes = 3 + 11 * kVarintMax;
constexpr std::size_t kFixUsualBytes = 24;
// The shortest: presence, seven numbers of one byte.
constexpr std::size_t kFixMinBytes = 1 + 7;

enum Present : std::uint8_t {
    kHasSpeed = 1,
    kHasCourse = 2,
    kHasAccuracy = 4,
    kHasAltitude = 8,
    kHasBattery = 16,
    kHasFlags = 32
};
constexpr std::uint8_t kAllPresent = kHasSpeed | kHasCourse | kHasAccuracy | kHasAltitude | kHasBattery | kHasFlags;

std::uint8_t present_in(const Fix& fix) {
    unsigned bits = 0;
    if (fix.speed_cmps != Fix::kNone16) bits |= kHasSpeed;
    if (fix.course_cdeg != Fix::kNone16) bits |= kHasCourse;
    if (fix.accuracy_dm != Fix::kNone16) bits |= kHasAccuracy;
    if (fix.altitude_m != Fix::kNoAltitude) bits |= kHasAltitude;
    if (fix.battery_pct != Fix::kNoBattery) bits |= kHasBattery;
    if (fix.flags != 0) bits |= kHasFlags;
    return static_cast<std::uint8_t>(bits);
}

/// Differences wrap around, so that every pair of numbers has one.
std::int64_t difference(std::uint64_t now, std::uint64_t before) { return static_cast<std::int64_t>(now - before); }
std::uint64_t sum(std::uint64_t before, std::int64_t by) { return before + static_cast<std::uint64_t>(by); }
std::uint64_t bits_of(Time t) { return static_cast<std::uint64_t>(unix_ms(t)); }

/// The fix that the first one is a difference to.
Fix origin() {
    Fix fix;
    fix.position = {0, 0};
    return fix;
}

/// Writes where there is room by construction: kFixMaxBytes per fix.
class Packer {
public:
    explicit Packer(std::uint8_t* at) : at_(at) {}
    void byte(std::uint8_t value) { *at_++ = value; }
    void uint(std::uint64_t value) {
        for (; value >= kVarintMore; value >>= kVarintBits) *at_++ = static_cast<std::uint8_t>(value | kVarintMore);
        *at_++ = static_cast<std::uint8_t>(value);
    }
    void sint(std::int64_t value) {
        uint((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U));
    }
    void fix(const Fix& fix, const Fix& before) {
        const std::uint8_t present = present_in(fix);
        byte(present);
        uint(static_cast<std::uint32_t>(fix.unit));
        uint(static_cast<std::uint32_t>(fix.source));
        sint(difference(fix.seq, before.seq));
        sint(difference(bits_of(fix.time), bits_of(before.time)));
        sint(difference(bits_of(fix.received), bits_of(before.received)));
        sint(std::int64_t{fix.position.lon_e7} - before.position.lon_e7);
        sint(std::int64_t{fix.position.lat_e7} - before.position.lat_e7);
        if ((present & kHasSpeed) != 0) uint(fix.speed_cmps);
        if ((present & kHasCourse) != 0) uint(fix.course_cdeg);
        if ((present & kHasAccuracy) != 0) uint(fix.accuracy_dm);
        if ((present & kHasAltitude) != 0) sint(fix.altitude_m);
        if ((present & kHasBattery) != 0) byte(fix.battery_pct);
        if ((present & kHasFlags) != 0) byte(fix.flags);
    }
    [[nodiscard]] std::uint8_t* at() const { return at_; }

private:
    std::uint8_t* at_;
};

/// After the first fault every read answers 0: ask failed() after each fix.
class Unpacker {
public:
    explicit Unpacker(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    std::uint8_t byte() {
        if (at_ >= bytes_.size()) return fail("the bytes end inside a fix");
        return bytes_[at_++];
    }
    std::uint64_t uint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < kVarintMax * kVarintBits; shift += kVarintBits) {
            const std::uint8_t next = byte();
            value |= static_cast<std::uint64_t>(next & (kVarintMore - 1U)) << shift;
            if ((next & kVarintMore) == 0) return value;
        }
        return fail("a number is longer than 64 bits");
    }
    template <class T> T uint_below(std::uint64_t limit) {
        const std::uint64_t value = uint();
        return value < limit ? static_cast<T>(value) : static_cast<T>(fail("a number is out of range"));
    }
    std::int64_t sint() {
        const std::uint64_t value = uint();
        return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
    }
    /// before + a difference, where the type can hold it.
    template <class T> T near(T before) {
        const auto value = static_cast<std::int64_t>(sum(static_cast<std::uint64_t>(before), sint()));
        const bool fits = value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
        return static_cast<T>(fits ? value : fail("a number is out of range"));
    }
    Fix fix(const Fix& before) {
        constexpr std::uint64_t kIndexLimit = std::uint64_t{1} << 32U;
        Fix fix;
        const std::uint8_t present = byte();
        if ((present & ~unsigned{kAllPresent}) != 0) fail("a fix has fields this version does not know");
        fix.unit = uint_below<UnitIndex>(kIndexLimit);
        fix.source = uint_below<SourceIndex>(kIndexLimit);
        fix.seq = sum(before.seq, sint());
        fix.time = time_from_ms(static_cast<std::int64_t>(sum(bits_of(before.time), sint())));
        fix.received = time_from_ms(static_cast<std::int64_t>(sum(bits_of(before.received), sint())));
        fix.position.lon_e7 = near(before.position.lon_e7);
        fix.position.lat_e7 = near(before.position.lat_e7);
        if ((present & kHasSpeed) != 0) fix.speed_cmps = uint_below<std::uint16_t>(Fix::kNone16);
        if ((present & kHasCourse) != 0) fix.course_cdeg = uint_below<std::uint16_t>(Fix::kNone16);
        if ((present & kHasAccuracy) != 0) fix.accuracy_dm = uint_below<std::uint16_t>(Fix::kNone16);
        if ((present & kHasAltitude) != 0) fix.altitude_m = near(std::int16_t{0});
        if ((present & kHasBattery) != 0) fix.battery_pct = byte();
        if ((present & kHasFlags) != 0) fix.flags = byte();
        return fix;
    }
    void skip(std::size_t bytes) {
        if (left() < bytes) {
            fail("the bytes end inside a digest");
        } else {
            at_ += bytes;
        }
    }
    std::uint8_t fail(std::string_view why) {
        if (why_.empty()) why_ = why;
        at_ = bytes_.size();
        return 0;
    }
    [[nodiscard]] bool failed() const { return !why_.empty(); }
    [[nodiscard]] std::string_view why() const { return why_; }
    [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

private:
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
    std::string_view why_;
};

}  // namespace

Bytes pack_fixes(std::span<const Fix> fixes) {
    Bytes bytes;
    bytes.reserve(1 + fixes.size() * kFixUsualBytes);
    bytes.push_back(kFixFormat);
    std::array<std::uint8_t, kFixMaxBytes> one;
    Fix before = origin();
    for (const Fix& fix : fixes) {
        Packer out(one.data());
        out.fix(fix, before);
        bytes.insert(bytes.end(), one.data(), out.at());
        before = fix;
    }
    return bytes;
}

Result<std::vector<Fix>> unpack_fixes(std::span<const std::uint8_t> bytes, std::size_t count) {
    Unpacker in(bytes);
    const std::uint8_t format = in.byte();
    if (format != kFixFormat && format != kFormatWithDigests) in.fail("the format is not 1 or 2");
    std::vector<Fix> fixes;
    fixes.reserve(std::min(count, bytes.size() / kFixMinBytes));
    Fix before = origin();
    for (std::size_t i = 0; i < count && !in.failed(); ++i) {
        before = in.fix(before);
        fixes.push_back(before);
        if (format == kFormatWithDigests) in.skip(kDigestBytes);
    }
    if (!in.failed() && in.left() > 0) in.fail("there are bytes after the last fix");
    if (in.failed()) {
        return Problem{Refusal::kMalformed, bytes.size(),
                       fmt::format("fix {} of {}: {}", fixes.size(), count, in.why())};
    }
    return fixes;
}

}  // namespace siaga
