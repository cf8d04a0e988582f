// Where a fix is kept, in memory or in a slice, nobody can tell from the answers.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/property/generators.hpp"
#include "tests/property/memory_slices.hpp"

namespace siaga {
namespace {

using test::any_time;

std::vector<Fix> any_fixes() {
    std::vector<Fix> fixes;
    const auto count = *rc::gen::inRange<std::uint64_t>(0, 150);
    for (std::uint64_t seq = 0; seq < count; ++seq) {
        Fix fix = test::any_fix(seq);
        // Two of one unit at one time: the later arrival is the newer. A fix of a wrong clock is sealed before
        // others and has no such order with them, so the two are never at one time here, not even by chance.
        const bool both_move = seq > 0 && fix.moves_marker() && fixes.back().moves_marker();
        if (both_move && *rc::gen::inRange(0, 10) == 0) fix.time = fixes.back().time;
        const auto without_order = [&](const Fix& other) {
            return other.time == fix.time && !(other.moves_marker() && fix.moves_marker());
        };
        while (std::any_of(fixes.begin(), fixes.end(), without_order)) fix.time += Millis{1};
        if (*rc::gen::inRange(0, 2) == 0) fix.speed_cmps = static_cast<std::uint16_t>(*rc::gen::inRange(0, 300));
        fixes.push_back(fix);
    }
    return fixes;
}

std::vector<Fix> all_between(const TrackSlices& tracks, Time from, Time to) {
    std::vector<Fix> fixes;
    tracks.for_each(from, to, [&](const Fix& fix) { fixes.push_back(fix); });
    return fixes;
}

std::vector<Fix> latest_at(const TrackSlices& tracks, Time t) {
    std::vector<Fix> fixes;
    for (const std::optional<Fix>& fix : tracks.latest_at(t)) {
        if (fix) fixes.push_back(*fix);
    }
    return fixes;
}

RC_GTEST_PROP(SealedTracks, AnswerLikeTracksInMemory, ()) {
    const std::vector<Fix> fixes = any_fixes();
    TrackSlices memory;
    const auto slices = std::make_shared<test::MemorySlices>();
    TrackSlices sealed(slices);
    for (const Fix& fix : fixes) {
        memory.insert(fix);
        sealed.insert(fix);
        slices->arrive({fix});
        if (*rc::gen::inRange(0, 15) == 0) sealed.sealed(slices->seal(slice_start(any_time())).open);
    }
    RC_ASSERT(sealed.fix_count() == memory.fix_count());
    RC_ASSERT(sealed.first_time() == memory.first_time());
    RC_ASSERT(sealed.last_time() == memory.last_time());
    RC_ASSERT(sealed.newest_time() == memory.newest_time());
    for (int i = 0; i < 10; ++i) {
        const Time t = any_time(), other = any_time();
        const UnitIndex unit{*rc::gen::inRange<std::uint32_t>(0, 4)};
        if (*rc::gen::inRange(0, 2) == 0) sealed.expect(any_time());
        const std::vector<Fix> expected = latest_at(memory, t);
        RC_ASSERT(latest_at(sealed, t) == expected);
        RC_ASSERT(latest_at(sealed, t) == expected);  // from the unpacked slice now
        RC_ASSERT(sealed.latest_of(unit, t) == memory.latest_of(unit, t));
        RC_ASSERT(sealed.next_of(unit, t, 10min) == memory.next_of(unit, t, 10min));
        RC_ASSERT(sealed.track(unit, std::min(t, other), std::max(t, other)) ==
                  memory.track(unit, std::min(t, other), std::max(t, other)));
        RC_ASSERT(all_between(sealed, std::min(t, other), std::max(t, other)) ==
                  all_between(memory, std::min(t, other), std::max(t, other)));
    }
}

RC_GTEST_PROP(SealedTracks, StayTheSameWhenAReaderSeesThemBeforeItIsTold, ()) {
    const std::vector<Fix> fixes = any_fixes();
    TrackSlices memory;
    const auto slices = std::make_shared<test::MemorySlices>();
    TrackSlices late(slices);
    (void)slices->seal(Time::min());
    for (const Fix& fix : fixes) {
        memory.insert(fix);
        late.insert(fix);
    }
    slices->arrive(fixes);
    const Committed told = slices->seal(slice_start(any_time()));
    TrackSlices reader(slices);  // knows the new slices, and gets the same fixes by mail all the same
    for (const Fix& fix : fixes) reader.insert(fix);
    const Time from = any_time(), to = any_time();
    RC_PRE(from <= to);
    RC_ASSERT(all_between(reader, from, to) == all_between(memory, from, to));
    RC_ASSERT(reader.track(UnitIndex{1}, from, to) == memory.track(UnitIndex{1}, from, to));
    late.sealed(told.open);
    RC_ASSERT(all_between(late, from, to) == all_between(memory, from, to));
}

RC_GTEST_PROP(SealedTracks, CountEveryFixOnceInTheDensity, ()) {
    const std::vector<Fix> fixes = any_fixes();
    const auto slices = std::make_shared<test::MemorySlices>();
    TrackSlices tracks(slices);
    for (const Fix& fix : fixes) tracks.insert(fix);
    slices->arrive(fixes);
    tracks.sealed(slices->seal(slice_start(any_time())).open);
    const Time start = time_from_ms(test::kDayStartMs - 60'000);
    const Millis step{*rc::gen::inRange(10'000, 900'000)};
    const TrackSlices::Density density = tracks.density(start, start + Millis{test::kDayLengthMs} + 5min, step);
    std::uint64_t all = 0, moving = 0;
    for (const std::uint32_t count : density.all) all += count;
    for (const std::uint32_t count : density.moving) moving += count;
    RC_ASSERT(all == fixes.size());
    RC_ASSERT(moving == static_cast<std::uint64_t>(std::count_if(fixes.begin(), fixes.end(),
                                                                 [](const Fix& fix) { return fix.on_the_move(); })));
}

RC_GTEST_PROP(TrackSlice, ReadsBackWhatWasPacked, ()) {
    std::vector<Fix> own;
    const Time start = slice_start(time_from_ms(test::kDayStartMs));
    const auto count = *rc::gen::inRange<std::uint64_t>(0, 60);
    for (std::uint64_t i = 0; i < count; ++i) {
        Fix fix;
        fix.unit = UnitIndex{*rc::gen::inRange<std::uint32_t>(0, 5)};
        fix.source = SourceIndex{*rc::gen::arbitrary<std::uint32_t>()};
        fix.time = start + Millis{*rc::gen::inRange(0, 300'000)};
        fix.received = time_from_ms(*rc::gen::arbitrary<std::int64_t>());
        fix.position = {*rc::gen::arbitrary<std::int32_t>(), *rc::gen::arbitrary<std::int32_t>()};
        fix.seq = *rc::gen::arbitrary<std::uint64_t>();
        fix.speed_cmps = *rc::gen::arbitrary<std::uint16_t>();
        fix.course_cdeg = static_cast<std::uint16_t>(*rc::gen::inRange(0, 360) * 100);
        fix.altitude_m = *rc::gen::arbitrary<std::int16_t>();
        fix.battery_pct = *rc::gen::arbitrary<std::uint8_t>();
        fix.flags = *rc::gen::element<std::uint8_t>(0, kLateFlag, kClockWrongFlag);
        own.push_back(fix);
    }
    std::stable_sort(own.begin(), own.end(),
                     [](const Fix& a, const Fix& b) { return a.unit != b.unit ? a.unit < b.unit : a.time < b.time; });
    const TrackSlice slice = make_slice(start, {}, own);
    const Bytes bytes = pack_slice(slice);
    const Result<TrackSlice> back = unpack_slice(start, bytes);
    RC_ASSERT(back.ok());
    RC_ASSERT(back->fixes == slice.fixes);
    std::vector<SlicePlace> expected;
    for (const Fix& fix : slice.fixes) {
        if (fix.moves_marker()) expected.push_back({fix.time, fix.position, fix.unit});
    }
    const Result<std::vector<SlicePlace>> places = places_in_slice(bytes);
    RC_ASSERT(places.ok());
    RC_ASSERT(*places == expected);
    // Whatever a flipped bit makes of it: an answer or a refusal, never a crash.
    Bytes flipped = bytes;
    flipped[*rc::gen::inRange<std::size_t>(0, flipped.size())] ^=
        static_cast<std::uint8_t>(1U << *rc::gen::inRange(0, 8));
    (void)newest_in_slice(flipped, start + 2min, [](const Fix&) {});
    (void)places_in_slice(flipped);
    for (std::uint32_t unit = 0; unit < 5; ++unit) {
        const Result<std::vector<Fix>> track = track_in_slice(start, bytes, UnitIndex{unit});
        RC_ASSERT(track.ok());
        const TrackSlice::Run* run = slice.run_of(UnitIndex{unit});
        RC_ASSERT(track->size() == (run == nullptr ? 0 : slice.own_of(*run).size()));
    }
}

}  // namespace
}  // namespace siaga
