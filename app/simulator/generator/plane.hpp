#pragma once
// Plane: the regency as a flat sheet in metres, x east, y north, from 124 E 9.5 S. Constant metres
// per degree and nothing but + - * / and sqrt, so that every machine computes the same routes.

#include <cmath>

#include "data/geo/lonlat.hpp"

namespace siaga::app {

struct PlanePoint {
    double x = 0, y = 0;
};

inline constexpr double kMetresPerLonDegree = 109'790;  // at 9.4 S
inline constexpr double kMetresPerLatDegree = 110'600;
inline constexpr double kPlaneLonDeg = 124.0;
inline constexpr double kPlaneLatDeg = -9.5;

[[nodiscard]] inline PlanePoint plane_from_lonlat(LonLat p) {
    return {(p.lon_deg() - kPlaneLonDeg) * kMetresPerLonDegree, (p.lat_deg() - kPlaneLatDeg) * kMetresPerLatDegree};
}
[[nodiscard]] inline LonLat lonlat_from_plane(PlanePoint p) {
    return LonLat::from_degrees(kPlaneLonDeg + p.x / kMetresPerLonDegree, kPlaneLatDeg + p.y / kMetresPerLatDegree);
}
[[nodiscard]] inline double metres_between(PlanePoint a, PlanePoint b) {
    return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}
/// The point `part` of the way from a to b.
[[nodiscard]] inline PlanePoint along(PlanePoint a, PlanePoint b, double part) {
    return {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part};
}

}  // namespace siaga::app
