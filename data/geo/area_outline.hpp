#pragma once
// Outlines of an area with few points, for maps that draw their own, as those of phones.

#include <vector>

#include "data/geo/areas.hpp"

namespace siaga {

/// The shell of each part, simplified (Douglas-Peucker, GEOS) until no point is further than `tolerance_deg` from where
/// it was; closed. Throws Fault when GEOS refuses.
[[nodiscard]] std::vector<Ring> outline(const Area& area, double tolerance_deg);

}  // namespace siaga
