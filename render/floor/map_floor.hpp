#pragma once
// MapFloor: the floor of the map's benches. The least that puts the same kinds of pixels on the screen
// through OpenGL: a finished base picture copied, ribbons that lie in a buffer already, and textured
// quads turned by a heading. It knows no styles, no text, no choice of what to show.

#include <span>
#include <vector>

#include "render/camera.hpp"
#include "render/gl/objects.hpp"
#include "render/gl/program.hpp"

namespace siaga::render {

struct FloorArrow {
    float x = 0, y = 0;  ///< centre, px from the top left
    float cosine = 1, sine = 0;
};

class MapFloor {
public:
    /// `width_px`, `height_px`: of the whole picture.
    MapFloor(int width_px, int height_px);

    /// Ribbons of `width_px`, put into a buffer once.
    void keep_trails(std::span<const std::vector<ScreenPoint>> trails, float width_px);
    /// One frame into the framebuffer that is current.
    void draw(std::span<const FloorArrow> arrows, float arrow_px);

private:
    struct Vertex {
        float x, y;
    };
    void copy_base(unsigned into) const;

    int width_px_, height_px_;
    gl::ColourTarget base_;
    gl::Program ribbon_, arrow_;
    gl::VertexArray ribbon_array_, arrow_array_;
    gl::Buffer ribbon_vertices_, ribbon_triangles_, arrow_instances_;
    gl::Texture arrow_picture_;
    std::size_t ribbon_corners_ = 0;
};

}  // namespace siaga::render
