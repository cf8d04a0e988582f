#include "render/layers/furniture.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace siaga::render {
namespace {

constexpr double kScaleMarginPx = 14;
constexpr double kLongestBarPx = 150;
constexpr double kHeightPx = 30;
constexpr double kNorthPx = 34;  // width of the arrow's column
constexpr double kTextPx = 12;

ScaleBar bar_of(const Furniture& furniture, const Camera& camera, double scale) {
    const double room = furniture.scale_corner->width - (2 * kScaleMarginPx + kNorthPx) * scale;
    return scale_bar(camera, std::clamp(room, 40.0 * scale, kLongestBarPx * scale));
}

std::string length_text(const Furniture& furniture, double length_m) {
    if (length_m < 1000) return fmt::format("{:.0f} {}", length_m, furniture.metre_unit);
    return fmt::format("{:.0f} {}", length_m / 1000, furniture.kilometre_unit);
}

}  // namespace

PixelRect furniture_rect(const Furniture& furniture, const Camera& camera, double scale) {
    const PixelRect& corner = *furniture.scale_corner;
    const double width = bar_of(furniture, camera, scale).width_px + kNorthPx * scale;
    return {corner.right() - kScaleMarginPx * scale - width, corner.bottom() - (kScaleMarginPx + kHeightPx) * scale,
            width, kHeightPx * scale};
}

void add_furniture(const Furniture& furniture, const Camera& camera, const View& view, Colour halo,
                   const Typesetter& type, ShapeLayer& shapes, TextLayer& texts, TextBatch& batch) {
    const double s = view.scale;
    const ScaleBar bar = bar_of(furniture, camera, s);
    const PixelRect box = furniture_rect(furniture, camera, s);
    const Colour ink = furniture.ink;
    const TextStyle style{Typeface::kStrong, kTextPx * s, 0.0};

    const double left = box.x + kNorthPx * s;
    const double base = box.bottom() - 2 * s;
    for (const PixelRect& part :
         {PixelRect{left, base - 2 * s, bar.width_px, 2 * s}, PixelRect{left, base - 8 * s, 2 * s, 8 * s},
          PixelRect{left + bar.width_px - 2 * s, base - 8 * s, 2 * s, 8 * s}}) {
        shapes.add_plate(part, 0, ink, Colour{}, view);
    }
    const TextBlock length = type.set(length_text(furniture, bar.length_m), style);
    texts.add(batch, length, {left + (bar.width_px - length.width) / 2, base - 8 * s - length.height}, ink, halo, view);

    const double middle = box.x + 10 * s;
    shapes.add_arrow({middle, box.y + 8 * s}, 15 * s, ink, halo, view);
    const TextBlock north = type.set(furniture.north, style);
    texts.add(batch, north, {middle - north.width / 2, box.bottom() - north.height}, ink, halo, view);
}

}  // namespace siaga::render
