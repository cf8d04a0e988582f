// What must hold for every track, however it goes.

#include "data/situation/track_queries.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "data/situation/area_visits.hpp"
#include "tests/property/generators.hpp"

namespace siaga {
namespace {

const TrackRules kRules;

/// A unit that stands and drives by turns over the whole regency, with gaps, noise and devices that
/// tell no speed.
std::vector<Fix> any_track() {
    std::vector<Fix> track;
    double lon = 124.2 + *rc::gen::inRange(0, 700) / 1000.0, lat = -9.8 + *rc::gen::inRange(0, 800) / 1000.0;
    Time time = time_from_ms(test::kDayStartMs);
    const int phases = *rc::gen::inRange(1, 8);
    for (int phase = 0; phase < phases; ++phase) {
        const bool drives = *rc::gen::arbitrary<bool>(), tells = *rc::gen::arbitrary<bool>();
        const double step_lon = drives ? *rc::gen::inRange(-200, 200) / 1e5 : 0;
        const double step_lat = drives ? *rc::gen::inRange(-200, 200) / 1e5 : 0;
        const int fixes = *rc::gen::inRange(1, 40);
        for (int i = 0; i < fixes; ++i) {
            lon += step_lon, lat += step_lat;
            time += Millis{*rc::gen::inRange(0, 60'000)};
            Fix fix;
            fix.time = time;
            fix.position =
                LonLat::from_degrees(lon + *rc::gen::inRange(-9, 10) / 1e5, lat + *rc::gen::inRange(-9, 10) / 1e5);
            if (tells) fix.speed_cmps = static_cast<std::uint16_t>(drives ? *rc::gen::inRange(100, 2500) : 20);
            track.push_back(fix);
        }
        if (*rc::gen::inRange(0, 3) == 0) time += 6min;
    }
    return track;
}

Millis in_gaps(const TrackLength& length) {
    Millis total{};
    for (const TrackGap& gap : length.gaps) total += gap.to - gap.from;
    return total;
}

const std::vector<Area>& districts() {
    static const std::vector<Area> kAreas =
        load_areas(std::filesystem::path(SIAGA_SOURCE_DIR) / "assets/ttu/areas.geojson", AreaUse::kDistricts);
    return kAreas;
}

const AreaIndex& district_index() {
    static const AreaIndex kIndex(districts());
    return kIndex;
}

RC_GTEST_PROP(TrackQueries, ItsLengthIsTheSumOfItsPartsWhereverItIsSplitAtAFix, ()) {
    const std::vector<Fix> track = any_track();
    const auto cut = *rc::gen::inRange<std::size_t>(0, track.size());
    const std::span<const Fix> all(track);
    const TrackLength whole = length_of(all, kRules);
    const TrackLength first = length_of(all.first(cut + 1), kRules), second = length_of(all.subspan(cut), kRules);
    RC_ASSERT(std::abs(first.metres + second.metres - whole.metres) <= 1e-6 * (1 + whole.metres));
    RC_ASSERT(first.covered + second.covered == whole.covered);
    RC_ASSERT(first.gaps.size() + second.gaps.size() == whole.gaps.size());
}

RC_GTEST_PROP(TrackQueries, CoveredTimeAndGapsAreAllOfTheTime, ()) {
    const std::vector<Fix> track = any_track();
    const TrackLength length = length_of(track, kRules);
    RC_ASSERT(length.covered + in_gaps(length) == track.back().time - track.front().time);
}

RC_GTEST_PROP(TrackQueries, StopsAreInOrderApartLongEnoughAndHoldNoGap, ()) {
    const std::vector<Fix> track = any_track();
    const std::vector<TrackStop> stops = stops_of(track, kRules);
    const std::vector<TrackGap> gaps = length_of(track, kRules).gaps;
    for (std::size_t i = 0; i < stops.size(); ++i) {
        const TrackStop& stop = stops[i];
        RC_ASSERT(stop.lasted() >= kRules.stop_least);
        if (i > 0) RC_ASSERT(stops[i - 1].to < stop.from);  // RC_ASSERT works out both sides of ||
        for (const TrackGap& gap : gaps) RC_ASSERT(gap.to <= stop.from || gap.from >= stop.to);
        // At least half of the fixes in it are near its place: one wild fix never follows another.
        std::size_t within = 0, near = 0;
        for (const Fix& fix : track) {
            if (fix.time < stop.from || fix.time > stop.to) continue;
            ++within;
            if (distance_m(fix.position, stop.place) <= 2 * kRules.stop_radius_m) ++near;
        }
        RC_ASSERT(2 * near >= within);
    }
}

RC_GTEST_PROP(TrackQueries, SpeedsAreInOrderAndEveryMeasuredOneIsInABucket, ()) {
    const std::vector<Fix> track = any_track();
    const Millis step{*rc::gen::inRange(1, 600'000)};
    const SpeedProfile profile = speed_profile(track, track.front().time, track.back().time, step, kRules);
    RC_ASSERT(profile.median_mps <= profile.p95_mps);
    RC_ASSERT(profile.p95_mps <= profile.fastest_mps);
    std::size_t in_buckets = 0;
    double fastest = 0;
    for (const SpeedBucket& bucket : profile.buckets) {
        in_buckets += bucket.fixes;
        fastest = std::max(fastest, bucket.fastest_mps);
    }
    RC_ASSERT(in_buckets == profile.fixes);
    RC_ASSERT(fastest == profile.fastest_mps);
}

RC_GTEST_PROP(AreaVisits, InsideAllDistrictsAndOutsideAreAllOfTheTimeThatIsCovered, ()) {
    const std::vector<Fix> track = any_track();
    const std::vector<AreaVisit> visits = area_visits(track, district_index(), kRules.longest_gap);
    Millis total = time_inside(visits, std::nullopt);
    for (std::size_t i = 0; i < districts().size(); ++i) total += time_inside(visits, i);
    RC_ASSERT(total == length_of(track, kRules).covered);
}

RC_GTEST_PROP(AreaVisits, HoldEveryFixInItsOwnDistrict, ()) {
    const std::vector<Fix> track = any_track();
    const std::vector<AreaVisit> visits = area_visits(track, district_index(), kRules.longest_gap);
    for (const Fix& fix : track) {
        const auto area = district_index().area_at(fix.position);
        const bool held = std::any_of(visits.begin(), visits.end(), [&](const AreaVisit& visit) {
            return visit.area == area && visit.from <= fix.time && fix.time <= visit.to;
        });
        RC_ASSERT(held);
    }
    for (std::size_t i = 1; i < visits.size(); ++i) {
        RC_ASSERT(visits[i - 1].left == visits[i].entered);
        if (visits[i].entered) RC_ASSERT(visits[i - 1].area != visits[i].area);
    }
}

}  // namespace
}  // namespace siaga
