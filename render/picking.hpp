#pragma once
// What is under the cursor. Pure: asks the geometry, never the pixels, so it is exact at every zoom.

#include <cstdint>
#include <optional>
#include <vector>

#include "data/geo/areas.hpp"
#include "render/camera.hpp"
#include "render/scene.hpp"

namespace siaga::render {

/// How far outside a mark a click still hits it, in logical pixels.
inline constexpr double kPickSlackPx = 6.0;

/// The area under a point of the screen; none outside the viewport.
[[nodiscard]] std::optional<std::size_t> area_at(const AreaIndex& areas, const Camera& camera, ScreenPoint p);

/// The id of the nearest pickable mark whose disc (half its size plus the slack, times scale) holds
/// the point; of equally near ones the one drawn last.
[[nodiscard]] std::optional<std::uint32_t> mark_at(const std::vector<Mark>& marks, const Camera& camera, ScreenPoint p,
                                                   double scale);

}  // namespace siaga::render
