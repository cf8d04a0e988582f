#include "app/wall/map_view.hpp"

namespace siaga::app {

namespace {

constexpr double kPaddingPx = 22;
constexpr double kZoomOut = 1.2, kMaxZoom = 18;
// Of the width and height of the map: what counts as well inside.
constexpr double kWellInside = 0.16;

}  // namespace

render::Padding MapView::padding() const { return render::Padding::all(kPaddingPx * static_cast<double>(scale_)); }

void MapView::set_limits() {
    const double lon = (whole_.north_east.lon_deg() - whole_.south_west.lon_deg()) / 2;
    const double lat = (whole_.north_east.lat_deg() - whole_.south_west.lat_deg()) / 2;
    const render::GeoBounds roomy{
        LonLat::from_degrees(whole_.south_west.lon_deg() - lon, whole_.south_west.lat_deg() - lat),
        LonLat::from_degrees(whole_.north_east.lon_deg() + lon, whole_.north_east.lat_deg() + lat)};
    camera_.set_limits(roomy, fit_zoom_ - kZoomOut, kMaxZoom);
}

void MapView::place(const Rect& rect, float scale) {
    if (rect_ == rect && scale_ == scale) return;
    const bool refit = !rect_ || fitted_;
    rect_ = rect;
    scale_ = scale;
    const render::PixelRect viewport{static_cast<double>(rect.x), static_cast<double>(rect.y),
                                     static_cast<double>(rect.w > 1 ? rect.w : 1),
                                     static_cast<double>(rect.h > 1 ? rect.h : 1)};
    render::Camera whole(viewport, whole_.south_west, 8);
    whole.fit(whole_, padding());
    fit_zoom_ = whole.zoom();
    if (refit) {
        camera_ = whole;
        fitted_ = true;
    } else {
        camera_.set_viewport(viewport);
    }
    set_limits();
}

void MapView::fit_all() {
    camera_.fit(whole_, padding());
    fitted_ = true;
}

void MapView::fit(const render::GeoBounds& bounds) {
    render::Padding roomy = padding();
    roomy.left *= 5, roomy.right *= 5, roomy.top *= 5, roomy.bottom *= 5;
    camera_.fit(bounds, roomy);
    fitted_ = false;
}

void MapView::zoom(double steps, std::optional<render::ScreenPoint> about) {
    const render::PixelRect& v = camera_.viewport();
    camera_.zoom_about(about.value_or(render::ScreenPoint{v.x + v.width / 2, v.y + v.height / 2}), steps);
    fitted_ = false;
}

void MapView::pan(double dx, double dy) {
    camera_.pan_px(dx, dy);
    fitted_ = false;
}

void MapView::look_at(LonLat place) {
    if (!place.defined()) return;
    const render::PixelRect& v = camera_.viewport();
    const render::PixelRect inside{v.x + v.width * kWellInside, v.y + v.height * kWellInside,
                                   v.width * (1 - 2 * kWellInside), v.height * (1 - 2 * kWellInside)};
    if (!inside.contains(camera_.screen_from_lonlat(place))) centre_on(place);
}

void MapView::centre_on(LonLat place) {
    camera_.centre_on(place);
    fitted_ = false;
}

}  // namespace siaga::app
