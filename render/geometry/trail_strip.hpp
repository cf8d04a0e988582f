#pragma once
// A trail as a ribbon of triangles in screen pixels: one vertex pair per kept point, mitred joins, so
// that nothing overlaps and the fading is even.

#include <cstdint>
#include <vector>

#include "render/camera.hpp"
#include "render/scene.hpp"

namespace siaga::render {

struct TrailVertex {
    float x = 0, y = 0;
    float across = 0;      ///< signed distance from the middle, px
    float half_width = 0;  ///< px, without the feather
    Colour colour;         ///< alpha already faded by age
};

struct TrailMesh {
    std::vector<TrailVertex> vertices;
    std::vector<std::uint32_t> triangles;
    void clear() { vertices.clear(), triangles.clear(); }
};

/// Appends the ribbon of a trail, in pixels from the viewport's top left. Points nearer than about a
/// pixel to the one before are skipped, as they could not be seen; a trail outside the viewport adds nothing.
void add_trail(TrailMesh& mesh, const Trail& trail, const Camera& camera, double scale);

}  // namespace siaga::render
