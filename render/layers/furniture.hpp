#pragma once
// Scale bar and north arrow in the corner of the map.

#include "render/layers/shape_layer.hpp"
#include "render/layers/text_layer.hpp"
#include "render/map_renderer.hpp"

namespace siaga::render {

/// The rectangle that scale bar and north arrow take; the furniture has a scale_corner.
[[nodiscard]] PixelRect furniture_rect(const Furniture& furniture, const Camera& camera, double scale);

/// Adds them to the layer and the batch; the caller draws those.
void add_furniture(const Furniture& furniture, const Camera& camera, const View& view, Colour halo,
                   const Typesetter& type, ShapeLayer& shapes, TextLayer& texts, TextBatch& batch);

}  // namespace siaga::render
