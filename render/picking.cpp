#include "render/picking.hpp"

#include <cmath>

namespace siaga::render {

std::optional<std::size_t> area_at(const AreaIndex& areas, const Camera& camera, ScreenPoint p) {
    if (!camera.viewport().contains(p)) return std::nullopt;
    return areas.area_at(camera.lonlat_from_screen(p));
}

std::optional<std::uint32_t> mark_at(const std::vector<Mark>& marks, const Camera& camera, ScreenPoint p,
                                     double scale) {
    if (!camera.viewport().contains(p)) return std::nullopt;
    std::optional<std::uint32_t> nearest;
    double nearest_px = 0;
    for (const Mark& mark : marks) {
        if (!mark.pickable) continue;
        const ScreenPoint centre = camera.screen_from_lonlat(mark.place);
        const double away_px = std::hypot(p.x - centre.x, p.y - centre.y);
        const double reach_px = (static_cast<double>(mark.size_px) / 2 + kPickSlackPx) * scale;
        if (away_px > reach_px || (nearest && away_px > nearest_px)) continue;
        nearest = mark.id;
        nearest_px = away_px;
    }
    return nearest;
}

}  // namespace siaga::render
