#pragma once
// The areas as the graphics card wants them. Positions are floats in units of 2^-16 of the world
// around an origin in the middle, which keeps them exact to 0.1 pixel at every zoom.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "data/geo/areas.hpp"
#include "render/camera.hpp"

namespace siaga::render {

struct MapVertex {
    float x = 0, y = 0;
    float area = 0;  ///< index of the area; the context is one past the last
};

struct MapSegment {
    float ax = 0, ay = 0, bx = 0, by = 0;
};

/// Items [first, first + count) of a list.
struct Range {
    std::size_t first = 0, count = 0;
};

struct MapGeometry {
    static constexpr double kUnitsPerWorld = 65536.0;

    WorldPoint origin;
    GeoBounds bounds;  ///< of the areas, without the context
    std::vector<GeoBounds> area_bounds;
    MapSegment cut;  ///< rectangle of the context: low corner, high corner
    std::vector<MapVertex> vertices;
    std::vector<std::uint32_t> triangles;  ///< context first
    std::vector<Range> area_triangles;     ///< of `triangles`, per area
    std::vector<MapSegment> borders;       ///< each edge of the areas once, even where two share it
    std::vector<MapSegment> context_borders;
    std::vector<MapSegment> outlines;  ///< every ring of every area
    std::vector<Range> area_outlines;  ///< of `outlines`, per area
};

/// Context edges along the rectangle that the context was cut to are no borders and are left out.
/// Precondition: areas is not empty.
[[nodiscard]] MapGeometry map_geometry(const std::vector<Area>& areas, const std::vector<Area>& context);

}  // namespace siaga::render
