#pragma once
// StillCache: the map without anything that moves, in a texture, drawn anew only when it would look
// different.

#include <optional>
#include <vector>

#include "render/gl/objects.hpp"
#include "render/layers/area_layer.hpp"

namespace siaga::render {

class StillCache {
public:
    /// Copies the still map into the framebuffer `into`, whose height is given; draws it first when
    /// the view or what the still map shows of the scene has changed. Binds `into` again.
    void show(AreaLayer& areas, const Scene& scene, const View& view, unsigned into, int into_height_px);

private:
    /// Everything the still map depends on.
    struct Key {
        int width, height;
        double scale, origin_x, origin_y, px_per_unit;
        Colour sea, land_quiet, border_quiet, border;
        float border_px;
        std::vector<AreaStyle> areas;
        friend bool operator==(const Key&, const Key&) = default;
    };
    std::optional<Key> drawn_;
    std::optional<gl::ColourTarget> target_;
};

}  // namespace siaga::render
