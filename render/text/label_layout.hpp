#pragma once
// The one collision engine of the map: texts ask for places, the more important first, and get one
// that touches nothing placed before, or none. Pure arithmetic; the same input gives the same places.

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "render/camera.hpp"

namespace siaga::render {

/// One way to set a text: a rectangle of the screen, and how the asker knows it again.
struct PlaceWish {
    PixelRect rect;
    int form = 0;        ///< e.g. 0 on one line, 1 on two
    bool apart = false;  ///< far from its mark: wants a line to it
    double inside = 0;   ///< how much of it, around its middle, `fits` of its item must accept: 0 to 1
};

struct LayoutItem {
    int priority = 0;
    std::vector<PlaceWish> wishes;  ///< best first
    /// Asked for wishes with `inside` above 0, and only once the place is free: it may be costly.
    std::function<bool(const PixelRect&)> fits;
    ScreenPoint anchor;  ///< where the line of a wish that is `apart` begins
};

/// For each item the index of its wish that came true, or nothing: hidden. Higher priority first,
/// then the order given. No granted rectangle overlaps another, an obstacle, or leaves `bounds`; no
/// line to one that is apart crosses another line or a granted rectangle.
[[nodiscard]] std::vector<std::optional<std::size_t>> place(std::span<const LayoutItem> items,
                                                            std::span<const PixelRect> obstacles,
                                                            const PixelRect& bounds);

/// Rectangles in a grid of cells, so that asking for a collision stays cheap with thousands.
class RectGrid {
public:
    explicit RectGrid(const PixelRect& bounds);
    /// Parts outside the bounds are ignored.
    void add(const PixelRect& rect);
    [[nodiscard]] bool hits(const PixelRect& rect) const;

private:
    struct Cells {
        std::size_t left, top, right, bottom;  ///< inclusive
    };
    [[nodiscard]] std::optional<Cells> cells_of(const PixelRect& rect) const;

    PixelRect bounds_;
    std::size_t columns_, rows_;
    std::vector<std::vector<PixelRect>> cells_;
};

/// The box of a text beside a mark: twelve places that touch it, then sixteen farther out.
/// `clearance` is the radius round the centre that stays free. Order: the readable sides first.
[[nodiscard]] std::vector<PlaceWish> wishes_around(ScreenPoint centre, double clearance, double width, double height,
                                                   int form);

/// The sizes of a text on one line and, where it can break, on two.
struct TextForms {
    double width_one = 0, height_one = 0;
    double width_two = 0, height_two = 0;  ///< 0: cannot break
};

/// True when the straight line from a to b touches the rectangle.
[[nodiscard]] bool line_hits(ScreenPoint a, ScreenPoint b, const PixelRect& rect);
/// The point of a rectangle that is nearest to p: where a line from a mark ends.
[[nodiscard]] ScreenPoint nearest_point(const PixelRect& rect, ScreenPoint p);

/// For the name of an area: whole inside it at its point, on one line or two; inside it nearby; with
/// its greater part inside; and at last at its point over the border.
[[nodiscard]] std::vector<PlaceWish> wishes_in_area(ScreenPoint point, const TextForms& forms);

/// For a text at a point that belongs to no area: there, a little above or below, then on two lines.
[[nodiscard]] std::vector<PlaceWish> wishes_at(ScreenPoint point, const TextForms& forms);

}  // namespace siaga::render
