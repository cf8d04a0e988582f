#pragma once
// TrailCanvas: trails painted by the processor over a finished picture of the map. Where OpenGL is
// itself a program (llvmpipe), this is several times as fast as triangles. Pure: pixels in, pixels out,
// no OpenGL. Only the tiles that trails touch, or touched before, are painted and handed out. Every core paints bands
// of its own; the picture is the same however many there are.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "data/core/crew.hpp"
#include "render/pixel_span.hpp"
#include "render/scene.hpp"
#include "render/trails/trail_points.hpp"
#include "render/trails/trail_stamps.hpp"

namespace siaga::render {

/// From units of the map's geometry to pixels of the picture.
struct PlaneView {
    ScreenPoint origin;
    double x_per_unit = 1, y_per_unit = 1;  ///< negative y: the rows of the picture go upwards
};

class TrailCanvas {
public:
    explicit TrailCanvas(unsigned helpers = Crew::usual_helpers()) : crew_(helpers) {}

    /// RGBA, any order of rows; the canvas keeps it as what lies under the trails.
    void set_base(int width_px, int height_px, std::vector<std::uint32_t> pixels);

    /// What lies under the trails is now this there. Precondition: within the picture.
    void change_base(const PixelSpan& where, std::span<const std::uint32_t> pixels);

    /// Adds one sheet's trails to the picture in the making; the width is the same for all of a picture.
    void add(std::span<const TrailPoint> points, const TrailWindow& window, const std::vector<Colour>& colours,
             const PlaneView& view, float width_px);
    /// Ends the picture: what changed since the last one, in no order and without overlap.
    [[nodiscard]] std::vector<PixelSpan> finish();

    [[nodiscard]] int width_px() const { return width_px_; }
    [[nodiscard]] int height_px() const { return height_px_; }
    [[nodiscard]] const std::vector<std::uint32_t>& pixels() const { return pixels_; }

    static constexpr int kTilePx = 32;

private:
    /// How much of one colour lies on each pixel.
    struct Plane {
        Colour colour;
        std::vector<std::uint8_t> cover;
    };
    /// A straight piece of a trail, in pixels.
    struct Stroke {
        float x0, y0, x1, y1;
        float age_from, age_to;
        std::uint16_t plane;
        bool follows;  ///< begins where the one before ended
    };
    /// Whole rows of tiles, painted by one thread.
    struct Band {
        int top = 0, bottom = 0;  ///< rows of pixels, with the margins beyond the picture
        std::size_t first_tile = 0, tiles = 0;
        std::vector<std::uint32_t> strokes;  ///< that touch it: indices
    };

    [[nodiscard]] std::size_t plane_for(Colour colour);
    void keep(const Stroke& stroke);
    void touch(float left, float top, float right, float bottom);
    void paint(Band& band);
    void stamp(const Stroke& stroke, const Band& band);
    void paint_tile(const PixelSpan& tile);
    void clear_tile(Plane& plane, const PixelSpan& tile) const;
    [[nodiscard]] PixelSpan tile_at(std::size_t index) const;
    [[nodiscard]] std::uint8_t* cover_at(Plane& plane, int x, int y) const;

    int width_px_ = 0, height_px_ = 0;
    int columns_ = 0, rows_ = 0;  ///< of tiles
    std::size_t stride_ = 0;      ///< of a plane: the width and a margin that saves clipping
    std::vector<std::uint32_t> base_, pixels_;
    std::vector<Plane> planes_;
    std::vector<std::uint8_t> now_, before_;  ///< per tile: touched by this picture, by the one before
    std::optional<TrailStamps> stamps_;
    std::vector<Stroke> strokes_;
    std::vector<Band> bands_;
    Crew crew_;
};

}  // namespace siaga::render
