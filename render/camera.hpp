#pragma once
// Camera: a double-precision view of the Web Mercator world. Pure arithmetic, no OpenGL.
// "Screen" means framebuffer pixels from the top left of the framebuffer, y downwards; the camera's
// viewport is the rectangle of the screen that the map fills.
// Zoom is a binary logarithm: the whole world is 256 * 2^zoom pixels wide. Worked example (also a
// test): at zoom 10 the world is 262,144 px wide, and one pixel is 152.9 m on the equator.

#include "data/geo/lonlat.hpp"

namespace siaga::render {

struct ScreenPoint {
    double x = 0, y = 0;
    friend bool operator==(const ScreenPoint&, const ScreenPoint&) = default;
};

/// A rectangle of the screen, in pixels.
struct PixelRect {
    double x = 0, y = 0, width = 0, height = 0;
    [[nodiscard]] double right() const { return x + width; }
    [[nodiscard]] double bottom() const { return y + height; }
    [[nodiscard]] bool contains(ScreenPoint p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
    /// Sharing an edge is no overlap.
    [[nodiscard]] bool overlaps(const PixelRect& o) const {
        return x < o.right() && o.x < right() && y < o.bottom() && o.y < bottom();
    }
    friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

/// Pixels to keep free at each side of the viewport: margins, or panels that lie over the map.
struct Padding {
    double left = 0, top = 0, right = 0, bottom = 0;
    [[nodiscard]] static constexpr Padding all(double px) { return {px, px, px, px}; }
};

struct GeoBounds {
    LonLat south_west, north_east;
    friend bool operator==(const GeoBounds&, const GeoBounds&) = default;
};

class Camera {
public:
    static constexpr double kMinZoom = 2.0;
    static constexpr double kMaxZoom = 20.0;
    static constexpr double kWorldPxAtZoom0 = 256.0;

    Camera() = default;
    /// Precondition: viewport of positive size. Zoom and centre are limited as by the setters.
    Camera(PixelRect viewport, LonLat centre, double zoom);

    [[nodiscard]] const PixelRect& viewport() const { return viewport_; }
    [[nodiscard]] WorldPoint centre() const { return centre_; }
    [[nodiscard]] double zoom() const { return zoom_; }
    [[nodiscard]] double px_per_world_unit() const;
    /// Ground metres per pixel at the centre of the viewport.
    [[nodiscard]] double metres_per_px() const;

    [[nodiscard]] ScreenPoint screen_from_world(WorldPoint w) const;
    [[nodiscard]] WorldPoint world_from_screen(ScreenPoint p) const;
    [[nodiscard]] ScreenPoint screen_from_lonlat(LonLat p) const { return screen_from_world(world_from_lonlat(p)); }
    [[nodiscard]] LonLat lonlat_from_screen(ScreenPoint p) const { return lonlat_from_world(world_from_screen(p)); }

    /// A resized window: the centre and the zoom stay. Precondition: positive size.
    void set_viewport(PixelRect viewport);
    void set_zoom(double zoom);
    void centre_on(LonLat p);
    /// Moves the map with the hand: what was under p is under p + (dx, dy) afterwards.
    void pan_px(double dx, double dy);
    /// Zooms by `steps` (1 doubles the scale); what is under `anchor` stays under it, unless a limit stops it.
    void zoom_about(ScreenPoint anchor, double steps);
    /// The largest view that shows all of `bounds` inside the viewport less `padding`.
    void fit(const GeoBounds& bounds, Padding padding = {});
    /// Panning and zooming out stop here: the centre stays inside, and the zoom at or above `min_zoom`.
    void set_limits(const GeoBounds& centre_within, double min_zoom, double max_zoom = kMaxZoom);

    friend bool operator==(const Camera&, const Camera&) = default;

private:
    void limit();

    PixelRect viewport_{0, 0, 1, 1};
    WorldPoint centre_{0.5, 0.5};
    double zoom_ = kMinZoom;
    WorldPoint limit_north_west_{0, 0}, limit_south_east_{1, 1};
    double min_zoom_ = kMinZoom, max_zoom_ = kMaxZoom;
};

/// A round length for the corner of the map: 1, 2 or 5 times a power of ten metres.
struct ScaleBar {
    double length_m = 0;
    double width_px = 0;
    friend bool operator==(const ScaleBar&, const ScaleBar&) = default;
};
/// The longest round length that is at most `max_px` wide at the camera's centre.
[[nodiscard]] ScaleBar scale_bar(const Camera& camera, double max_px);

}  // namespace siaga::render
