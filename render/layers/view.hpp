#pragma once
// View: the numbers that every layer needs of a camera and a target, in whole pixels.

#include <cmath>

#include "render/camera.hpp"
#include "render/geometry/map_geometry.hpp"
#include "render/gl/program.hpp"

namespace siaga::render {

struct View {
    int left = 0, top = 0, width = 0, height = 0;  ///< viewport within the framebuffer, px from the top left
    double scale = 1;
    ScreenPoint origin;  ///< of the map's geometry, px from the viewport's top left
    double px_per_unit = 1;

    /// Gives the program in use what its vertex shader wants.
    void set_on(const gl::Program& program) const {
        program.set("u_viewport_px", width, height);
        program.set("u_origin_px", origin.x, origin.y);
        program.set("u_px_per_unit", static_cast<float>(px_per_unit));
    }
};

inline View view_of(const Camera& camera, const MapGeometry& geometry, double scale) {
    const PixelRect& port = camera.viewport();
    View view;
    view.left = static_cast<int>(std::lround(port.x));
    view.top = static_cast<int>(std::lround(port.y));
    view.width = static_cast<int>(std::lround(port.width));
    view.height = static_cast<int>(std::lround(port.height));
    view.scale = scale;
    const ScreenPoint origin = camera.screen_from_world(geometry.origin);
    view.origin = {origin.x - view.left, origin.y - view.top};
    view.px_per_unit = camera.px_per_world_unit() / MapGeometry::kUnitsPerWorld;
    return view;
}

}  // namespace siaga::render
