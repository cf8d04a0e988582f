#include "data/model/track_slice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/store/sha256.hpp"

namespace siaga {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Three fixes of unit 3, five seconds apart: the first just before the slice of 06:30 UTC.
std::vector<Fix> example() {
    Fix carried;
    carried.time = time_from_ms(1732948197120);
    carried.received = carried.time + 200ms;
    carried.position = {1244871000, -94386000};
    carried.unit = UnitIndex{3};
    carried.source = SourceIndex{1};
    carried.seq = 41;
    carried.speed_cmps = 820;
    carried.battery_pct = 80;
    Fix second = carried;
    second.time += 5s;
    second.received += 5s;
    second.seq = 42;
    second.position = {1244870500, -94385200};
    Fix third = second;
    third.time += 5s;
    third.received += 5s;
    third.seq = 43;
    third.position = {1244870100, -94384400};
    third.speed_cmps = 830;
    return {carried, second, third};
}

const Time kSliceStart = time_from_ms(1732948200000);

TrackSlice example_slice() {
    const std::vector<Fix> fixes = example();
    TrackSliceMaker maker(kSliceStart);
    maker.add(UnitIndex{3}, fixes.front(), std::span(fixes).subspan(1));
    return maker.take();
}

TEST(TrackSlice, PacksTheWorkedExampleOfTheReadme) {
    EXPECT_EQ(to_hex(pack_slice(example_slice())),
              "01010a0101"
              "ff77"
              "000600040022"
              "0080fc97bcef64"
              "00b0e599a309"
              "009fdd815a"
              "00a40100010001"
              "00ffff03"
              "00a001"
              "000200520090030f04"
              "41904e"
              "48e707"
              "41c00c"
              "0100"
              "4102"
              "00e4"
              "0000000000000000");
}

TEST(TrackSlice, AnswersTheNewestFixAtAnyTimeWithoutUnpacking) {
    const std::vector<Fix> fixes = example();
    const Bytes bytes = pack_slice(example_slice());
    const auto newest_at = [&](Time t) {
        std::vector<Fix> found;
        EXPECT_EQ(newest_in_slice(bytes, t, [&](const Fix& fix) { found.push_back(fix); }), std::nullopt);
        return found;
    };
    EXPECT_TRUE(newest_at(fixes[0].time - 1ms).empty());
    EXPECT_THAT(newest_at(kSliceStart), ElementsAre(fixes[0]));
    EXPECT_THAT(newest_at(fixes[1].time), ElementsAre(fixes[1]));
    EXPECT_THAT(newest_at(fixes[2].time - 1ms), ElementsAre(fixes[1]));
    EXPECT_THAT(newest_at(Time::max()), ElementsAre(fixes[2]));
}

TEST(TrackSlice, GivesAUnitItsOwnFixesWithoutTheCarriedOne) {
    const std::vector<Fix> fixes = example();
    const Bytes bytes = pack_slice(example_slice());
    EXPECT_THAT(track_in_slice(kSliceStart, bytes, UnitIndex{3}).value(), ElementsAre(fixes[1], fixes[2]));
    EXPECT_TRUE(track_in_slice(kSliceStart, bytes, UnitIndex{2}).value().empty());
    EXPECT_TRUE(track_in_slice(kSliceStart, bytes, UnitIndex{4}).value().empty());
}

TEST(TrackSlice, PassesOverFixesOfAWrongClock) {
    std::vector<Fix> fixes = example();
    fixes[2].flags = kClockWrongFlag;
    TrackSliceMaker maker(kSliceStart);
    maker.add(UnitIndex{3}, std::nullopt, std::span(fixes).subspan(1));
    Fix alone = fixes[2];
    alone.unit = UnitIndex{5};
    maker.add(UnitIndex{5}, std::nullopt, std::span(&alone, 1));
    const Bytes bytes = pack_slice(maker.take());
    std::vector<Fix> found;
    EXPECT_EQ(newest_in_slice(bytes, Time::max(), [&](const Fix& fix) { found.push_back(fix); }), std::nullopt);
    EXPECT_THAT(found, ElementsAre(fixes[1]));
}

TEST(TrackSlice, BeginsOnWholeFiveMinutesAlsoBefore1970) {
    EXPECT_EQ(slice_start(kSliceStart), kSliceStart);
    EXPECT_EQ(slice_start(kSliceStart + 5min - 1ms), kSliceStart);
    EXPECT_EQ(slice_start(time_from_ms(-1)), time_from_ms(-300'000));
}

TEST(TrackSlice, IsRefusedWhenCutAnywhere) {
    const Bytes whole = pack_slice(example_slice());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const Result<TrackSlice> cut = unpack_slice(kSliceStart, std::span(whole).first(length));
        ASSERT_FALSE(cut.ok()) << "cut at " << length;
        EXPECT_EQ(cut.problem().code, Refusal::kMalformed);
        EXPECT_THAT(cut.problem().detail, HasSubstr("track slice: "));
    }
}

TEST(TrackSlice, IsRefusedInAnotherFormatOrWithUnitsThatDoNotRise) {
    Bytes bytes = pack_slice(example_slice());
    bytes[0] = 2;
    EXPECT_THAT(unpack_slice(kSliceStart, bytes).problem().detail, HasSubstr("the format is not 1"));
    const std::vector<Fix> fixes = example();
    TrackSlice twice = example_slice();
    twice.fixes.insert(twice.fixes.end(), fixes.begin(), fixes.end());
    twice.runs.push_back({UnitIndex{3}, 3, 6, true});
    EXPECT_THAT(unpack_slice(kSliceStart, pack_slice(twice)).problem().detail, HasSubstr("the units do not rise"));
}

}  // namespace
}  // namespace siaga
