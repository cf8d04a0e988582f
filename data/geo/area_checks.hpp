#pragma once
// The geometric half of reading areas: is a multipolygon one that can be triangulated and asked?

#include <optional>
#include <string>
#include <vector>

#include "data/geo/areas.hpp"

namespace siaga {

/// Nothing when the polygons are valid (OGC Simple Features 6.1.11): rings do not cross themselves or
/// each other, holes lie inside their shell, parts do not overlap. Else one line: what, and near where.
[[nodiscard]] std::optional<std::string> geometry_fault(const std::vector<Polygon>& polygons);

/// The nearest valid polygons that cover the same ground (GEOS MakeValid); may be empty.
[[nodiscard]] std::vector<Polygon> mended(const std::vector<Polygon>& polygons);

/// The point farthest from every border, to about 100 m; of what is more than 32 times as long as wide, any point of
/// it. Precondition: no geometry_fault.
[[nodiscard]] LonLat pole_of_inaccessibility(const std::vector<Polygon>& polygons);

/// True when p is inside or on a border. Precondition: no geometry_fault.
[[nodiscard]] bool covers(const std::vector<Polygon>& polygons, LonLat p);

/// On the authalic sphere (radius 6,371,007.2 m), holes taken off.
[[nodiscard]] double area_km2_of(const std::vector<Polygon>& polygons);

}  // namespace siaga
