#pragma once
// MapView: the camera of the wall's map, and what may be done with it.

#include <optional>

#include "app/layout/layout.hpp"
#include "render/camera.hpp"

namespace siaga::app {

class MapView {
public:
    /// `whole`: all of the areas.
    explicit MapView(render::GeoBounds whole) : whole_(whole) {}

    /// The rectangle of the map on the screen. The first one fits the whole area into it; a later one
    /// keeps the place, or the fit if nothing has moved since.
    void place(const Rect& rect, float scale);

    void fit_all();
    void fit(const render::GeoBounds& bounds);
    void zoom(double steps, std::optional<render::ScreenPoint> about);
    void pan(double dx, double dy);
    /// Exactly into the middle, as far as the limits of the map allow.
    void centre_on(LonLat place);
    /// Into the middle, unless it is well inside the picture already.
    void look_at(LonLat place);

    [[nodiscard]] const render::Camera& camera() const { return camera_; }
    /// Doublings of the scale since the whole area was in view.
    [[nodiscard]] double zoom_in() const { return camera_.zoom() - fit_zoom_; }

private:
    [[nodiscard]] render::Padding padding() const;
    void set_limits();

    render::GeoBounds whole_;
    render::Camera camera_;
    std::optional<Rect> rect_;
    float scale_ = 1;
    double fit_zoom_ = 0;
    bool fitted_ = false;
};

}  // namespace siaga::app
