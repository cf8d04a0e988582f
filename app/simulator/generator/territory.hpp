#pragma once
// Territory: how far outside the regency a point or a line lies.

#include <vector>

#include "app/simulator/generator/plane.hpp"
#include "data/geo/areas.hpp"

namespace siaga::app {

class Territory {
public:
    explicit Territory(const std::vector<Area>& areas);

    /// 0 inside any district; else metres to the nearest border.
    [[nodiscard]] double metres_outside(PlanePoint p) const;
    /// The most that any point of the segment lies outside, looked at every 100 m.
    [[nodiscard]] double metres_outside(PlanePoint a, PlanePoint b) const;

private:
    struct Part {
        std::vector<PlanePoint> ring;  ///< shells and holes alike: even-odd
        double west = 0, east = 0, south = 0, north = 0;
    };
    std::vector<std::vector<Part>> polygons_;
};

}  // namespace siaga::app
