#pragma once
// What the track of one unit tells: how far it went, where it stood, how fast it was. Pure functions
// over fixes of one unit in time order that all move markers, as marker_fixes() gives them; which area
// it was in is asked in area_visits.hpp.
//
//   const std::vector<Fix> track = marker_fixes(history.tracks().track(unit, from, to));
//   const TrackLength length = length_of(track, {});
//
// Nothing is known of a unit between two fixes further apart than TrackRules::longest_gap: such a gap
// is reported and never bridged.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "data/model/fix.hpp"

namespace siaga {

struct TrackRules {
    Millis longest_gap = 5min;  ///< two fixes further apart are not joined; as RuleSettings::lost_after
    double standing_mps = 1.0;  ///< a device that says less is standing, with its receiver's noise
    double noise_m = 30;        ///< how far a receiver that stands may seem to move between two fixes
    double stop_radius_m = 75;  ///< all of a stop lies so close to its middle
    Millis stop_least = 3min;   ///< shorter is traffic, not a stop
};

/// Without the fixes whose clock was refused.
[[nodiscard]] std::vector<Fix> marker_fixes(std::vector<Fix> track);

/// Between two fixes of which nothing is known.
struct TrackGap {
    Time from, to;
    friend bool operator==(const TrackGap&, const TrackGap&) = default;
};

/// The metres a unit moves from `a` to the next fix `b`, great-circle; nothing when they are a gap apart.
/// 0 when both devices say that they stand and they are within noise_m of each other: without that a
/// parked car would drive tens of kilometres a day.
/// Example: 124.4871 E 9.4386 S to 124.4871 E 9.4396 S at 10 m/s: 0.001 degree of latitude, 111.195 m.
[[nodiscard]] std::optional<double> leg_m(const Fix& a, const Fix& b, const TrackRules& rules);

struct TrackLength {
    double metres = 0;
    Millis covered{};  ///< the time the metres were measured in: first fix to last, without the gaps
    std::vector<TrackGap> gaps;
};
/// The sum of all legs: split at any fix, the two parts add up to the whole.
[[nodiscard]] TrackLength length_of(std::span<const Fix> track, const TrackRules& rules);

struct TrackStop {
    LonLat place;   ///< mean of its fixes
    Time from, to;  ///< its first and last fix
    std::size_t fixes = 0;
    [[nodiscard]] Millis lasted() const { return to - from; }
    friend bool operator==(const TrackStop&, const TrackStop&) = default;
};
/// Where the unit stood, in order. A fix stands when its device says less than standing_mps, or says
/// nothing, and it is within stop_radius_m of the middle of the fixes before it. One fix that does not
/// is noise; two in a row are a departure. A gap ends a stop: what the unit did in it is not known.
/// Example: fixes every 10 s, the first 20 within a few metres: one stop from the first to the
/// twentieth, 190 s long.
[[nodiscard]] std::vector<TrackStop> stops_of(std::span<const Fix> track, const TrackRules& rules);

/// What the device said, or else the metres of the leg to the fix before divided by its time. Nothing
/// for a first fix without speed, after a gap, or where two fixes share one time.
[[nodiscard]] std::optional<double> speed_at(std::span<const Fix> track, std::size_t index, const TrackRules& rules);

struct SpeedBucket {
    Time from;
    std::size_t fixes = 0;  ///< with a known speed
    double fastest_mps = 0;
    friend bool operator==(const SpeedBucket&, const SpeedBucket&) = default;
};
struct SpeedProfile {
    std::size_t fixes = 0;  ///< with a known speed; the three below are 0 when there is none
    double median_mps = 0, p95_mps = 0, fastest_mps = 0;
    std::vector<SpeedBucket> buckets;  ///< of equal length, the first at `from`; empty ones too
};
/// Over the fixes with from <= time <= to. Percentiles by nearest rank, each a speed that was measured:
/// the k-th smallest of n with k = ceil(p n).
/// Example: speeds 1 to 20 m/s: median 10, p95 19, fastest 20.
/// Precondition: step > 0, from <= to.
[[nodiscard]] SpeedProfile speed_profile(std::span<const Fix> track, Time from, Time to, Millis step,
                                         const TrackRules& rules);

}  // namespace siaga
