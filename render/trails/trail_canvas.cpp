#include "render/trails/trail_canvas.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace siaga::render {
namespace {

constexpr int kMarginPx = 48;      // more than the widest stamp with its unused bytes
constexpr float kStepPx = 0.6F;    // between two stamps: a ripple of less than a sixtieth of the edge
constexpr std::size_t kLanes = 8;  // bytes worked on together
constexpr int kBandRows = 2;       // of tiles: enough bands that no thread waits long for the last one

using Lanes = std::uint8_t __attribute__((vector_size(kLanes)));

void strongest(std::uint8_t* to, const std::uint8_t* from) {
    Lanes a, b;
    std::memcpy(&a, to, kLanes);
    std::memcpy(&b, from, kLanes);
    a = a > b ? a : b;
    std::memcpy(to, &a, kLanes);
}

/// `share` of 255 of the colour over the pixel, whose alpha stays.
std::uint32_t mixed(std::uint32_t pixel, std::uint32_t colour, std::uint32_t share) {
    constexpr std::uint32_t kEven = 0x00FF00FF, kGreen = 0x0000FF00, kHalf = 0x00800080;
    const std::uint32_t weight = share + (share >> 7U);  // 255 becomes 256
    const std::uint32_t rest = 256 - weight;
    const std::uint32_t even = ((pixel & kEven) * rest + (colour & kEven) * weight + kHalf) >> 8U;
    const std::uint32_t green = ((pixel & kGreen) * rest + (colour & kGreen) * weight + 0x8000U) >> 8U;
    return (pixel & 0xFF000000U) | (even & kEven) | (green & kGreen);
}

/// In the order of bytes that OpenGL calls GL_RGBA.
std::uint32_t pixel_of(Colour c) {
    std::uint32_t pixel = 0;
    const std::uint8_t bytes[] = {c.r, c.g, c.b, c.a};
    std::memcpy(&pixel, bytes, sizeof pixel);
    return pixel;
}

}  // namespace

void TrailCanvas::set_base(int width_px, int height_px, std::vector<std::uint32_t> pixels) {
    width_px_ = width_px;
    height_px_ = height_px;
    columns_ = (width_px + kTilePx - 1) / kTilePx;
    rows_ = (height_px + kTilePx - 1) / kTilePx;
    stride_ = static_cast<std::size_t>(width_px) + std::size_t{2} * kMarginPx;
    base_ = std::move(pixels);
    pixels_ = base_;
    planes_.clear();
    now_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0);
    before_.assign(now_.size(), 1);  // the whole picture is new to whoever shows it
    strokes_.clear();
    bands_.clear();
    for (int row = 0; row < rows_; row += kBandRows) {
        const int end = std::min(row + kBandRows, rows_);
        Band& band = bands_.emplace_back();
        band.top = row == 0 ? -kMarginPx : row * kTilePx;
        band.bottom = end == rows_ ? height_px + kMarginPx : end * kTilePx;
        band.first_tile = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_);
        band.tiles = static_cast<std::size_t>(end - row) * static_cast<std::size_t>(columns_);
    }
}

std::uint8_t* TrailCanvas::cover_at(Plane& plane, int x, int y) const {
    return plane.cover.data() + static_cast<std::size_t>(y + kMarginPx) * stride_ +
           static_cast<std::size_t>(x + kMarginPx);
}

std::size_t TrailCanvas::plane_for(Colour colour) {
    const auto known =
        std::find_if(planes_.begin(), planes_.end(), [colour](const Plane& plane) { return plane.colour == colour; });
    if (known != planes_.end()) return static_cast<std::size_t>(known - planes_.begin());
    planes_.push_back(
        {colour, std::vector<std::uint8_t>(stride_ * static_cast<std::size_t>(height_px_ + 2 * kMarginPx))});
    return planes_.size() - 1;
}

void TrailCanvas::add(std::span<const TrailPoint> points, const TrailWindow& window, const std::vector<Colour>& colours,
                      const PlaneView& view, float width_px) {
    if (!stamps_ || stamps_->width_px() != width_px) stamps_.emplace(width_px);
    const auto x_scale = static_cast<float>(view.x_per_unit), y_scale = static_cast<float>(view.y_per_unit);
    const auto left = static_cast<float>(view.origin.x), top = static_cast<float>(view.origin.y);
    std::size_t unit = ~std::size_t{0};
    std::uint16_t plane = 0;
    bool shown = false;
    bool goes_on = false;  // the step before ended where this one begins
    for (std::size_t i = 1; i < points.size(); ++i) {
        const TrailPoint &a = points[i - 1], &b = points[i];
        const bool follows = std::exchange(goes_on, false);
        if (!b.joined()) continue;
        if (b.unit_index() != unit) {
            unit = b.unit_index();
            shown = unit < colours.size() && colours[unit].a > 0;
            if (shown) plane = static_cast<std::uint16_t>(plane_for(colours[unit]));
        }
        if (!shown) continue;
        const TrailPart part = trail_part(a.seconds, b.seconds, window);
        if (part.from >= part.to) continue;
        const float ax = left + a.x * x_scale, ay = top + a.y * y_scale;
        const float dx = (b.x - a.x) * x_scale, dy = (b.y - a.y) * y_scale;
        keep({ax + dx * part.from, ay + dy * part.from, ax + dx * part.to, ay + dy * part.to, part.age_from,
              part.age_to, plane, follows});
        goes_on = true;
    }
}

/// For the bands it touches; beyond the picture it leaves no trace.
void TrailCanvas::keep(const Stroke& stroke) {
    const float reach = stamps_->reach() + 1;
    const float left = std::min(stroke.x0, stroke.x1) - reach, right = std::max(stroke.x0, stroke.x1) + reach;
    const float top = std::min(stroke.y0, stroke.y1) - reach, bottom = std::max(stroke.y0, stroke.y1) + reach;
    if (right <= 0 || left >= static_cast<float>(width_px_) || bottom <= 0 || top >= static_cast<float>(height_px_))
        return;
    touch(left, top, right, bottom);
    const auto index = static_cast<std::uint32_t>(strokes_.size());
    strokes_.push_back(stroke);
    const auto band = [this](float y) {
        return std::clamp(static_cast<int>(y) / (kTilePx * kBandRows), 0, static_cast<int>(bands_.size()) - 1);
    };
    for (int i = band(top); i <= band(bottom); ++i) bands_[static_cast<std::size_t>(i)].strokes.push_back(index);
}

void TrailCanvas::change_base(const PixelSpan& where, std::span<const std::uint32_t> pixels) {
    const auto width = static_cast<std::size_t>(width_px_);
    for (int y = where.y; y < where.y + where.height; ++y) {
        const auto row = pixels.subspan(static_cast<std::size_t>(y - where.y) * static_cast<std::size_t>(where.width));
        std::copy_n(row.begin(), where.width,
                    base_.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y) * width) + where.x);
    }
    for (std::size_t i = 0; i < before_.size(); ++i) {
        const PixelSpan tile = tile_at(i);
        const bool apart = tile.x + tile.width <= where.x || tile.x >= where.x + where.width ||
                           tile.y + tile.height <= where.y || tile.y >= where.y + where.height;
        if (!apart) before_[i] = 1;
    }
}

void TrailCanvas::touch(float left, float top, float right, float bottom) {
    const auto tile = [](float px, int count) { return std::clamp(static_cast<int>(px) / kTilePx, 0, count - 1); };
    const auto columns = static_cast<std::size_t>(columns_);
    const int first = tile(left, columns_), last = tile(right, columns_);
    for (int row = tile(top, rows_); row <= tile(bottom, rows_); ++row)
        std::fill_n(now_.data() + static_cast<std::size_t>(row) * columns + static_cast<std::size_t>(first),
                    last - first + 1, std::uint8_t{1});
}

void TrailCanvas::stamp(const Stroke& stroke, const Band& band) {
    const TrailStamps& stamps = *stamps_;
    Plane& plane = planes_[stroke.plane];
    const float reach = stamps.reach() + 1;
    const float x_end = static_cast<float>(width_px_) + reach, y_end = static_cast<float>(height_px_) + reach;
    const float length = std::max(std::abs(stroke.x1 - stroke.x0), std::abs(stroke.y1 - stroke.y0));
    const int steps = std::max(1, static_cast<int>(std::ceil(length / kStepPx)));
    const float by = 1.0F / static_cast<float>(steps);
    const float dx = (stroke.x1 - stroke.x0) * by, dy = (stroke.y1 - stroke.y0) * by;
    const float older = (stroke.age_to - stroke.age_from) * by;
    for (int i = stroke.follows ? 1 : 0; i <= steps; ++i) {
        const float x = stroke.x0 + dx * static_cast<float>(i), y = stroke.y0 + dy * static_cast<float>(i);
        if (x <= -reach || x >= x_end || y <= -reach || y >= y_end) continue;
        const float left = x - stamps.reach() + kMarginPx, top = y - stamps.reach() + kMarginPx;
        const int column = static_cast<int>(left), row = static_cast<int>(top);  // positive: truncation is floor
        const int first = std::max(0, band.top + kMarginPx - row);
        const int end = std::min(stamps.side(), band.bottom + kMarginPx - row);
        if (first >= end) continue;
        const float age = stroke.age_from + older * static_cast<float>(i);
        const std::uint8_t* from =
            stamps.stamp(std::clamp(static_cast<int>(age * TrailStamps::kAges), 0, TrailStamps::kAges - 1),
                         static_cast<int>((left - static_cast<float>(column)) * TrailStamps::kShares),
                         static_cast<int>((top - static_cast<float>(row)) * TrailStamps::kShares)) +
            static_cast<std::ptrdiff_t>(first) * stamps.row_bytes();
        std::uint8_t* to =
            plane.cover.data() + static_cast<std::size_t>(row + first) * stride_ + static_cast<std::size_t>(column);
        for (int line = first; line < end; ++line, to += stride_) {
            for (int lane = 0; lane < stamps.row_bytes(); lane += static_cast<int>(kLanes), from += kLanes)
                strongest(to + lane, from);
        }
    }
}

PixelSpan TrailCanvas::tile_at(std::size_t index) const {
    const auto columns = static_cast<std::size_t>(columns_);
    const int x = static_cast<int>(index % columns) * kTilePx, y = static_cast<int>(index / columns) * kTilePx;
    return {x, y, std::min(kTilePx, width_px_ - x), std::min(kTilePx, height_px_ - y)};
}

void TrailCanvas::paint_tile(const PixelSpan& tile) {
    const auto width = static_cast<std::size_t>(width_px_);
    for (int y = tile.y; y < tile.y + tile.height; ++y) {
        const std::size_t at = static_cast<std::size_t>(y) * width + static_cast<std::size_t>(tile.x);
        std::copy_n(base_.data() + at, tile.width, pixels_.data() + at);
        for (Plane& plane : planes_) {
            const std::uint32_t colour = pixel_of(plane.colour), alpha = plane.colour.a;
            const std::uint8_t* cover = cover_at(plane, tile.x, y);
            for (int x = 0; x < tile.width; ++x) {
                if (cover[x] == 0) continue;
                std::uint32_t& pixel = pixels_[at + static_cast<std::size_t>(x)];
                pixel = mixed(pixel, colour, (cover[x] * alpha + 127) / 255);
            }
        }
    }
}

void TrailCanvas::clear_tile(Plane& plane, const PixelSpan& tile) const {
    // Tiles at an edge clear the margin beyond it too.
    const int left = tile.x == 0 ? -kMarginPx : tile.x, top = tile.y == 0 ? -kMarginPx : tile.y;
    const int right = tile.x + tile.width == width_px_ ? width_px_ + kMarginPx : tile.x + tile.width;
    const int bottom = tile.y + tile.height == height_px_ ? height_px_ + kMarginPx : tile.y + tile.height;
    for (int y = top; y < bottom; ++y) std::memset(cover_at(plane, left, y), 0, static_cast<std::size_t>(right - left));
}

void TrailCanvas::paint(Band& band) {
    for (const std::uint32_t index : band.strokes) stamp(strokes_[index], band);
    band.strokes.clear();
    for (std::size_t i = band.first_tile; i < band.first_tile + band.tiles; ++i) {
        if (now_[i] == 0 && before_[i] == 0) continue;
        const PixelSpan tile = tile_at(i);
        paint_tile(tile);
        for (Plane& plane : planes_) clear_tile(plane, tile);
    }
}

std::vector<PixelSpan> TrailCanvas::finish() {
    crew_.run(bands_.size(), [this](std::size_t i) { paint(bands_[i]); });
    strokes_.clear();
    std::vector<PixelSpan> changed;
    for (std::size_t i = 0; i < now_.size(); ++i) {
        if (now_[i] == 0 && before_[i] == 0) continue;
        const PixelSpan tile = tile_at(i);
        // Neighbours in a row go together.
        if (!changed.empty() && changed.back().y == tile.y && changed.back().x + changed.back().width == tile.x)
            changed.back().width += tile.width;
        else
            changed.push_back(tile);
    }
    std::swap(now_, before_);
    std::fill(now_.begin(), now_.end(), std::uint8_t{0});
    return changed;
}

}  // namespace siaga::render
