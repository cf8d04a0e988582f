#pragma once
// When a unit was inside which area, from its track. Pure; the areas are asked through AreaIndex, so a
// point on a common border belongs to the area of lower index.
//
// Between two fixes less than a gap apart the unit is taken to have gone straight and evenly (linear in
// longitude, latitude and time), and each crossing is found to the millisecond by halving. A way that
// leaves an area and is back in it at the next fix is not seen. Across a gap nothing is assumed: a
// visit ends at the last fix before it and another begins at the first fix after it.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "data/geo/areas.hpp"
#include "data/model/fix.hpp"

namespace siaga {

struct AreaVisit {
    std::optional<std::size_t> area;  ///< index of the area; nothing: outside of all of them
    Time from, to;
    bool entered = false;  ///< it came in at `from`; false: the track or the part of it begins there
    bool left = false;     ///< likewise
    [[nodiscard]] Millis lasted() const { return to - from; }
    friend bool operator==(const AreaVisit&, const AreaVisit&) = default;
};

/// In time order, without holes but for the gaps. `track`: fixes of one unit in time order that move
/// markers (track_queries.hpp). Their lengths add up to the time from first fix to last without the gaps.
/// Example: two areas that share the meridian 124.5 E; a fix at 124.499 E, 10 s later one at 124.503 E:
/// the first is left, and the second entered, 2.5 s after the first fix.
[[nodiscard]] std::vector<AreaVisit> area_visits(std::span<const Fix> track, const AreaIndex& areas,
                                                 Millis longest_gap);

/// How long in that area, or outside of all.
[[nodiscard]] Millis time_inside(std::span<const AreaVisit> visits, std::optional<std::size_t> area);

}  // namespace siaga
