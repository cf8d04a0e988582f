#pragma once
// TrailLayer: all ribbons of a frame in one draw.

#include <filesystem>

#include "render/geometry/trail_strip.hpp"
#include "render/gl/objects.hpp"
#include "render/gl/program.hpp"
#include "render/layers/view.hpp"

namespace siaga::render {

class TrailLayer {
public:
    explicit TrailLayer(const std::filesystem::path& shaders);
    void draw(const std::vector<Trail>& trails, const Camera& camera, const View& view);

private:
    gl::Program program_;
    gl::VertexArray array_;
    gl::Buffer vertices_, triangles_;
    TrailMesh mesh_;  ///< kept for its memory
};

}  // namespace siaga::render
