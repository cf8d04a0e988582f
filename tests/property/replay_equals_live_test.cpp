// The central property: whatever the order of arrival, the state shown live at the time t is the
// state replayed at t, and both are the plain fold of the records.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "data/situation/history.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/memory_slices.hpp"

namespace siaga {
namespace {

const std::vector<std::string> kUnits = {"RAJAWALI-00", "RAJAWALI-01", "RAJAWALI-02"};

struct Records {
    std::vector<std::shared_ptr<const Entry>> entries;  // in order of arrival
    std::vector<Fix> fixes;
};

Records any_records(const Roster& roster) {
    Records records;
    const auto entries = *rc::gen::inRange<std::uint64_t>(0, 200);
    for (std::uint64_t n = 0; n < entries; ++n) {
        Entry entry;
        entry.n = n;
        entry.event = test::any_event(roster);
        records.entries.push_back(std::make_shared<const Entry>(std::move(entry)));
    }
    const auto fixes = *rc::gen::inRange<std::uint64_t>(0, 200);
    for (std::uint64_t seq = 0; seq < fixes; ++seq) records.fixes.push_back(test::any_fix(seq));
    return records;
}

/// The definition, as slow and plain as it can be written.
Situation by_definition(const std::shared_ptr<const Roster>& roster, const Records& records, Time t) {
    auto sorted = records.entries;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return folds_before(*a, *b); });
    Situation s = initial_situation(roster);
    for (const auto& entry : sorted) {
        if (entry->event.time <= t) apply(s, *entry);
    }
    s.units.resize(kUnits.size());
    for (std::size_t unit = 0; unit < kUnits.size(); ++unit) {
        s.units[unit].name = kUnits[unit];
        for (const Fix& fix : records.fixes) {
            if (static_cast<std::size_t>(fix.unit) != unit || fix.time > t || !fix.moves_marker()) continue;
            if (!s.units[unit].fix || s.units[unit].fix->time <= fix.time) s.units[unit].fix = fix;
        }
    }
    finish_situation(s, t);
    return s;
}

using test::any_time;

RC_GTEST_PROP(ReplayEqualsLive, AtEveryMomentOfTheDayInAnyOrderOfArrival, ()) {
    const auto roster = test::small_roster();
    const Records records = any_records(*roster);

    const auto slices = std::make_shared<test::MemorySlices>();
    History live(roster, slices);
    live.add({{}, {}, kUnits});
    Records arrived;
    std::size_t entry = 0;
    std::size_t fix = 0;
    while (entry < records.entries.size() || fix < records.fixes.size()) {
        Committed batch;
        const auto take = *rc::gen::inRange<std::size_t>(1, 40);
        for (std::size_t i = 0; i < take && entry < records.entries.size(); ++i)
            batch.entries.push_back(records.entries[entry++]);
        for (std::size_t i = 0; i < take && fix < records.fixes.size(); ++i)
            batch.fixes.push_back(records.fixes[fix++]);
        live.add(batch);
        arrived.entries.insert(arrived.entries.end(), batch.entries.begin(), batch.entries.end());
        arrived.fixes.insert(arrived.fixes.end(), batch.fixes.begin(), batch.fixes.end());
        slices->arrive(batch.fixes);
        if (*rc::gen::inRange(0, 3) == 0) live.add(slices->seal(slice_start(any_time())));
        const Time now = any_time();
        RC_ASSERT(*live.situation_at(now) == by_definition(roster, arrived, now));
    }

    History replay(roster);
    replay.add({records.entries, records.fixes, kUnits});
    for (int i = 0; i < 10; ++i) {
        const Time t = any_time();
        const Situation expected = by_definition(roster, records, t);
        RC_ASSERT(*replay.situation_at(t) == expected);
        RC_ASSERT(*live.situation_at(t) == expected);
    }
}

RC_GTEST_PROP(Fold, OfTwoPartsIsTheFoldOfTheFirstThenTheSecond, ()) {
    const auto roster = test::small_roster();
    Records records = any_records(*roster);
    std::stable_sort(records.entries.begin(), records.entries.end(),
                     [](const auto& a, const auto& b) { return folds_before(*a, *b); });
    const auto cut = *rc::gen::inRange<std::size_t>(0, records.entries.size() + 1);

    Situation whole = initial_situation(roster);
    for (const auto& entry : records.entries) apply(whole, *entry);
    Situation first = initial_situation(roster);
    for (std::size_t i = 0; i < cut; ++i) apply(first, *records.entries[i]);
    Situation both = first;
    for (std::size_t i = cut; i < records.entries.size(); ++i) apply(both, *records.entries[i]);
    RC_ASSERT(both == whole);
    RC_ASSERT(both.entries == records.entries.size());
}

RC_GTEST_PROP(Fold, NeverLosesOrMakesABox, ()) {
    const auto roster = test::small_roster();
    const Records records = any_records(*roster);
    Situation s = by_definition(roster, records, any_time());
    std::uint32_t total = 0;
    for (const std::uint32_t count : s.box_totals) total += count;
    RC_ASSERT(total == roster->boxes.size());
}

RC_GTEST_PROP(TrackSlices, GivesTheTrackInTimeOrderWithEveryFixOnce, ()) {
    const auto roster = test::small_roster();
    const Records records = any_records(*roster);
    TrackSlices tracks;
    for (const Fix& fix : records.fixes) tracks.insert(fix);
    const Time from = any_time();
    const Time to = any_time();
    RC_PRE(from <= to);
    std::vector<Fix> expected;
    for (const Fix& fix : records.fixes) {
        if (fix.unit == UnitIndex{1} && fix.time >= from && fix.time <= to) expected.push_back(fix);
    }
    std::stable_sort(expected.begin(), expected.end(), [](const Fix& a, const Fix& b) { return a.time < b.time; });
    RC_ASSERT(tracks.track(UnitIndex{1}, from, to) == expected);
}

}  // namespace
}  // namespace siaga
