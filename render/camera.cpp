#include "render/camera.hpp"

#include <algorithm>
#include <cmath>

namespace siaga::render {

Camera::Camera(PixelRect viewport, LonLat centre, double zoom)
    : viewport_(viewport), centre_(world_from_lonlat(centre)), zoom_(zoom) {
    limit();
}

double Camera::px_per_world_unit() const { return kWorldPxAtZoom0 * std::exp2(zoom_); }

double Camera::metres_per_px() const {
    return metres_per_world_unit(lonlat_from_world(centre_).lat_deg()) / px_per_world_unit();
}

ScreenPoint Camera::screen_from_world(WorldPoint w) const {
    const double scale = px_per_world_unit();
    return {viewport_.x + viewport_.width / 2 + (w.x - centre_.x) * scale,
            viewport_.y + viewport_.height / 2 + (w.y - centre_.y) * scale};
}

WorldPoint Camera::world_from_screen(ScreenPoint p) const {
    const double scale = px_per_world_unit();
    return {centre_.x + (p.x - viewport_.x - viewport_.width / 2) / scale,
            centre_.y + (p.y - viewport_.y - viewport_.height / 2) / scale};
}

void Camera::set_viewport(PixelRect viewport) { viewport_ = viewport; }

void Camera::set_zoom(double zoom) {
    zoom_ = zoom;
    limit();
}

void Camera::centre_on(LonLat p) {
    centre_ = world_from_lonlat(p);
    limit();
}

void Camera::pan_px(double dx, double dy) {
    const double scale = px_per_world_unit();
    centre_ = {centre_.x - dx / scale, centre_.y - dy / scale};
    limit();
}

void Camera::zoom_about(ScreenPoint anchor, double steps) {
    const WorldPoint held = world_from_screen(anchor);
    zoom_ = std::clamp(zoom_ + steps, min_zoom_, max_zoom_);
    const WorldPoint now = world_from_screen(anchor);
    centre_ = {centre_.x + held.x - now.x, centre_.y + held.y - now.y};
    limit();
}

void Camera::fit(const GeoBounds& bounds, Padding padding) {
    const WorldPoint low = world_from_lonlat({bounds.south_west.lon_e7, bounds.north_east.lat_e7});
    const WorldPoint high = world_from_lonlat({bounds.north_east.lon_e7, bounds.south_west.lat_e7});
    const double width_px = std::max(1.0, viewport_.width - padding.left - padding.right);
    const double height_px = std::max(1.0, viewport_.height - padding.top - padding.bottom);
    constexpr double kSmallest = 1e-12;  // a single point fits at any zoom
    const double scale =
        std::min(width_px / std::max(high.x - low.x, kSmallest), height_px / std::max(high.y - low.y, kSmallest));
    zoom_ = std::clamp(std::log2(scale / kWorldPxAtZoom0), min_zoom_, max_zoom_);
    const double px = 1.0 / px_per_world_unit();
    centre_ = {(low.x + high.x) / 2 + (padding.right - padding.left) / 2 * px,
               (low.y + high.y) / 2 + (padding.bottom - padding.top) / 2 * px};
    limit();
}

void Camera::set_limits(const GeoBounds& centre_within, double min_zoom, double max_zoom) {
    limit_north_west_ = world_from_lonlat({centre_within.south_west.lon_e7, centre_within.north_east.lat_e7});
    limit_south_east_ = world_from_lonlat({centre_within.north_east.lon_e7, centre_within.south_west.lat_e7});
    min_zoom_ = std::clamp(min_zoom, kMinZoom, kMaxZoom);
    max_zoom_ = std::clamp(max_zoom, min_zoom_, kMaxZoom);
    limit();
}

void Camera::limit() {
    zoom_ = std::clamp(zoom_, min_zoom_, max_zoom_);
    centre_.x = std::clamp(centre_.x, limit_north_west_.x, limit_south_east_.x);
    centre_.y = std::clamp(centre_.y, limit_north_west_.y, limit_south_east_.y);
}

ScaleBar scale_bar(const Camera& camera, double max_px) {
    const double longest_m = max_px * camera.metres_per_px();
    const double decade = std::pow(10.0, std::floor(std::log10(longest_m)));
    double length_m = decade;
    if (decade * 2 <= longest_m) length_m = decade * 2;
    if (decade * 5 <= longest_m) length_m = decade * 5;
    return {length_m, length_m / camera.metres_per_px()};
}

}  // namespace siaga::render
