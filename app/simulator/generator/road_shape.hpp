#pragma once
// The bends of a road between two places.

#include <vector>

#include "app/simulator/generator/plane.hpp"
#include "app/simulator/generator/seeded.hpp"
#include "app/simulator/generator/territory.hpp"

namespace siaga::app {

/// From a to b, both included: midpoints moved aside at random, again and again down to about
/// 300 m, corners rounded once. Where a bend would leave the territory the road stays straighter.
[[nodiscard]] std::vector<PlanePoint> bent_line(PlanePoint a, PlanePoint b, const Territory& territory, Seeded& random);

}  // namespace siaga::app
