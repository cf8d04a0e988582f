#include "data/situation/track_slices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/core/fault.hpp"
#include "tests/property/memory_slices.hpp"

namespace siaga {
namespace {

using namespace std::chrono_literals;

const Time kNoon = time_from_ms(1'732'939'200'000);  // five whole minutes

/// Counts what is read, and damages it when told.
class WatchedSlices final : public SliceSource {
public:
    [[nodiscard]] std::vector<SliceInfo> list() override { return slices.list(); }
    [[nodiscard]] std::shared_ptr<const Bytes> read(Time start) override {
        ++reads;
        const std::shared_ptr<const Bytes> bytes = slices.read(start);
        if (!damaged || !bytes) return bytes;
        return std::make_shared<const Bytes>(bytes->begin(), bytes->begin() + 3);
    }

    test::MemorySlices slices;
    int reads = 0;
    bool damaged = false;
};

class ExpectedSlices : public testing::Test {
protected:
    ExpectedSlices() {
        std::vector<Fix> fixes;
        for (std::uint64_t i = 0; i < 60; ++i) {  // a quarter of an hour, one in 15 s
            Fix fix;
            fix.unit = UnitIndex{0};
            fix.time = fix.received = kNoon + i * 15s;
            fix.seq = i;
            fixes.push_back(fix);
        }
        source->slices.arrive(fixes);
        (void)source->slices.seal(kNoon + 15min);
        tracks.emplace(source);
        source->reads = 0;
    }
    [[nodiscard]] Time newest_at(Time t) const {
        const std::span<const std::optional<Fix>> newest = tracks->latest_at(t);
        return newest.empty() ? Time{} : newest.front().value().time;
    }

    std::shared_ptr<WatchedSlices> source = std::make_shared<WatchedSlices>();
    std::optional<TrackSlices> tracks;
};

TEST_F(ExpectedSlices, AreReadOnceAndAreThereWhenTheyAreAskedFor) {
    tracks->expect(kNoon + 6min);
    tracks->expect(kNoon + 7min);
    EXPECT_EQ(source->reads, 1);
    EXPECT_EQ(newest_at(kNoon + 7min + 10s), kNoon + 7min);
    EXPECT_EQ(newest_at(kNoon + 9min), kNoon + 9min);
    tracks->expect(kNoon + 8min);
    EXPECT_EQ(source->reads, 1) << "it is unpacked: nothing more is read of it";
    EXPECT_EQ(newest_at(kNoon + 1min), kNoon + 1min);
    EXPECT_EQ(source->reads, 2) << "another one that nobody expected";
}

TEST_F(ExpectedSlices, MayBeOnTheWayWhenOthersAreAskedForOrNobodyAsks) {
    tracks->expect(kNoon + 6min);
    EXPECT_EQ(newest_at(kNoon + 1min), kNoon + 1min);
    tracks->expect(kNoon - 1min);  // before everything: nothing to unpack
    tracks->expect(kNoon + 6min);
    tracks.reset();
    EXPECT_EQ(source->reads, 2);
}

TEST_F(ExpectedSlices, ComeSeveralAtATime) {
    for (const Millis into : {1min, 6min, 11min}) tracks->expect(kNoon + into);
    EXPECT_EQ(source->reads, 3);
    for (const Millis into : {12min, 2min, 7min}) EXPECT_EQ(newest_at(kNoon + into), kNoon + into);
    EXPECT_EQ(source->reads, 3);
}

TEST_F(ExpectedSlices, TellPlacesAloneReadOnce) {
    for (const Millis into : {5min, 10min}) tracks->expect_places(kNoon + into);
    tracks->expect_places(kNoon + 10min);
    EXPECT_EQ(source->reads, 2);
    for (const Millis into : {10min, 5min}) {
        ASSERT_NE(tracks->whole_slice(kNoon + into), nullptr);
        const std::vector<SlicePlace> places = tracks->places(kNoon + into);
        ASSERT_EQ(places.size(), 21U) << "one from before, and five minutes of them";
        EXPECT_EQ(places.front().time, kNoon + into - 15s);
        EXPECT_EQ(places.back().time, kNoon + into + 285s);
    }
    EXPECT_EQ(source->reads, 2);
    EXPECT_EQ(tracks->places(kNoon).size(), 20U) << "nobody expected it, and there is nothing before";
    EXPECT_EQ(source->reads, 3);
    EXPECT_EQ(tracks->whole_slice(kNoon + 1h), nullptr);
}

TEST_F(ExpectedSlices, ThatAreDamagedAreAFaultForWhoeverAsks) {
    source->damaged = true;
    tracks->expect(kNoon + 6min);
    source->damaged = false;
    try {
        (void)newest_at(kNoon + 6min);
        FAIL() << "the damage was passed over";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(), testing::HasSubstr("tracks.db: slice 2024-11-30T04:05:00.000Z: track slice: "));
    }
    EXPECT_EQ(newest_at(kNoon + 6min), kNoon + 6min) << "a second look reads it anew";
}

}  // namespace
}  // namespace siaga
