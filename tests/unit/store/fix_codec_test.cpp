#include "data/store/fix_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/unit/store/store_samples.hpp"

namespace siaga {
namespace {

using testing::HasSubstr;

TEST(FixCodec, PacksTheWorkedExampleOfTheReadme) {
    Fix fix;
    fix.time = time_from_ms(1732948267120);
    fix.received = time_from_ms(1732948267320);
    fix.position = {1244871000, -94386000};
    fix.unit = UnitIndex{3};
    fix.source = SourceIndex{1};
    fix.seq = 42;
    fix.speed_cmps = 820;
    fix.battery_pct = 80;
    Fix next = fix;
    next.seq = 43;
    next.time += 5s;
    next.received += 5s;
    next.position = {1244870500, -94385200};
    EXPECT_EQ(to_hex(pack_fixes(std::vector<Fix>{fix, next})),
              "02"
              "11"
              "03"
              "01"
              "54"
              "e0c1a0bcef64"
              "f0c4a0bcef64"
              "b0e599a309"
              "9fdd815a"
              "b406"
              "50"
              "11"
              "03"
              "01"
              "02"
              "904e"
              "904e"
              "e707"
              "c00c"
              "b406"
              "50");
}

TEST(FixCodec, ReadsBackExtremesExactly) {
    Fix low;
    low.time = low.received = time_from_ms(std::numeric_limits<std::int64_t>::min());
    low.position = {std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::min()};
    low.altitude_m = -32767;
    low.speed_cmps = low.course_cdeg = low.accuracy_dm = 0;
    low.battery_pct = 0;
    Fix high;
    high.time = high.received = time_from_ms(std::numeric_limits<std::int64_t>::max());
    high.position = {LonLat::kUndefined, LonLat::kUndefined};
    high.unit = UnitIndex{std::numeric_limits<std::uint32_t>::max()};
    high.source = SourceIndex{std::numeric_limits<std::uint32_t>::max()};
    high.seq = std::numeric_limits<std::uint64_t>::max();
    high.speed_cmps = high.course_cdeg = high.accuracy_dm = 65534;
    high.altitude_m = 32767;
    high.battery_pct = 254;
    high.flags = kClockWrongFlag | kLateFlag;
    const std::vector<Fix> fixes{low, high, low, Fix{}, high};
    const Result<std::vector<Fix>> back = unpack_fixes(pack_fixes(fixes), fixes.size());
    ASSERT_TRUE(back.ok()) << back.problem().detail;
    EXPECT_EQ(*back, fixes);
}

TEST(FixCodec, HoldsNothingInOneByte) {
    EXPECT_EQ(pack_fixes({}), Bytes{2});
    EXPECT_TRUE(unpack_fixes(Bytes{2}, 0).ok());
}

TEST(FixCodec, ReadsFormat1WithItsDigests) {
    const std::vector<Fix> fixes{test::sample_fix(UnitIndex{1}, SourceIndex{0}, 7)};
    Bytes old = pack_fixes(fixes);
    old[0] = 1;
    old.insert(old.end(), 16, 0xA0);
    const Result<std::vector<Fix>> back = unpack_fixes(old, 1);
    ASSERT_TRUE(back.ok()) << back.problem().detail;
    EXPECT_EQ(*back, fixes);
    old.pop_back();
    EXPECT_THAT(unpack_fixes(old, 1).problem().detail, HasSubstr("end inside a digest"));
}

TEST(FixCodec, RefusesBytesCutAnywhere) {
    const std::vector<Fix> fixes{test::sample_fix(UnitIndex{1}, SourceIndex{0}, 7)};
    const Bytes whole = pack_fixes(fixes);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const Result<std::vector<Fix>> cut = unpack_fixes(std::span(whole).first(length), 1);
        ASSERT_FALSE(cut.ok()) << "cut at " << length;
        EXPECT_EQ(cut.problem().code, Refusal::kMalformed);
        EXPECT_THAT(cut.problem().detail, HasSubstr("the bytes end inside"));
    }
}

TEST(FixCodec, RefusesAnotherFormatAnotherCountAndUnknownFields) {
    const std::vector<Fix> fixes{test::sample_fix(UnitIndex{1}, SourceIndex{0}, 7)};
    Bytes bytes = pack_fixes(fixes);
    EXPECT_THAT(unpack_fixes(bytes, 0).problem().detail, HasSubstr("bytes after the last fix"));
    bytes[1] |= 0x40;
    EXPECT_THAT(unpack_fixes(bytes, 1).problem().detail, HasSubstr("fields this version does not know"));
    bytes[0] = 3;
    EXPECT_THAT(unpack_fixes(bytes, 1).problem().detail, HasSubstr("the format is not 1 or 2"));
}

TEST(FixCodec, RefusesNumbersOutOfRange) {
    Bytes endless(1 + 1 + 11, 0xFF);
    endless[0] = 1;
    endless[1] = 0;
    EXPECT_THAT(unpack_fixes(endless, 1).problem().detail, HasSubstr("longer than 64 bits"));
    const Bytes big_unit{1, 0, 0x80, 0x80, 0x80, 0x80, 0x10};
    EXPECT_THAT(unpack_fixes(big_unit, 1).problem().detail, HasSubstr("out of range"));
}

}  // namespace
}  // namespace siaga
