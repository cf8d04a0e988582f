#include "app/layout/layout.hpp"

#include <algorithm>
#include <cmath>

namespace siaga::app {

namespace {

constexpr float kMargin = 16, kGap = 12;
constexpr float kHeaderHeight = 62, kFigureHeight = 106, kTimelineHeight = 104, kEventsLeast = 110;
// How the six figures share the width; the last two stand above the right column.
constexpr std::array<float, kFigureCount> kFigureShares{1.38F, 1.0F, 1.0F, 0.78F, 1.0F, 1.0F};

float whole(float value) { return std::round(value); }

/// The first four figures over the map, the last two over the right column, so that edges line up.
std::array<Rect, kFigureCount> lay_figures(const Rect& over_map, const Rect& over_column, float gap) {
    std::array<Rect, kFigureCount> figures;
    const auto fill = [&](const Rect& strip, std::size_t first, std::size_t count) {
        float total = 0;
        for (std::size_t i = 0; i < count; ++i) total += kFigureShares.at(first + i);
        const float usable = strip.w - gap * static_cast<float>(count - 1);
        float x = strip.x;
        for (std::size_t i = 0; i < count; ++i) {
            const bool last = i + 1 == count;
            const float w = last ? strip.right() - x : whole(usable * kFigureShares.at(first + i) / total);
            figures.at(first + i) = {x, strip.y, w, strip.h};
            x += w + gap;
        }
    };
    fill(over_map, 0, 4);
    fill(over_column, 4, 2);
    return figures;
}

/// Heights of the four panels: what each asks for, the event list what is left. When there is too
/// little the detail gives way first, down to half, then all in proportion.
std::array<float, 4> share_column(float height, float gap, float scale, const ColumnNeeds& needs) {
    const bool alarms = needs.alarms > 0;
    const float gaps = gap * (alarms ? 3.0F : 2.0F);
    const float events_least = std::min(whole(kEventsLeast * scale), height / 3);
    std::array<float, 4> heights{needs.unfinished * scale, needs.detail * scale, needs.alarms * scale, 0};
    const float available = std::max(0.0F, height - gaps - events_least);
    const float over = heights[0] + heights[1] + heights[2] - available;
    if (over > 0) heights[1] -= std::min(over, heights[1] / 2);
    const float wanted = heights[0] + heights[1] + heights[2];
    const float factor = wanted > available && wanted > 0 ? available / wanted : 1.0F;
    for (std::size_t i = 0; i < 3; ++i) heights.at(i) = whole(heights.at(i) * factor);
    heights[3] = height - gaps - heights[0] - heights[1] - heights[2];
    return heights;
}

}  // namespace

float default_scale(float width_px, float height_px) {
    return std::clamp(std::min(width_px / 1920.0F, height_px / 1080.0F), kMinScale, kMaxScale);
}

Layout lay_out(float width_px, float height_px, float scale, const ColumnNeeds& needs) {
    Layout out;
    out.scale = scale;
    const float margin = whole(kMargin * scale), gap = whole(kGap * scale);
    const float inner_w = width_px - 2 * margin;
    const float column_w = whole(std::clamp(inner_w * 0.282F, std::min(380 * scale, inner_w * 0.4F), 760 * scale));
    const float map_w = inner_w - gap - column_w;

    out.header = {0, 0, width_px, whole(kHeaderHeight * scale)};
    const float figures_y = out.header.bottom() + gap;
    const float figures_h = whole(kFigureHeight * scale);
    const float column_x = margin + map_w + gap;
    out.figures = lay_figures({margin, figures_y, map_w, figures_h}, {column_x, figures_y, column_w, figures_h}, gap);

    const float timeline_h = whole(kTimelineHeight * scale);
    out.timeline = {margin, height_px - margin - timeline_h, inner_w, timeline_h};
    const float middle_y = figures_y + figures_h + gap;
    const float middle_h = std::max(0.0F, out.timeline.y - gap - middle_y);
    out.map = {margin, middle_y, map_w, middle_h};
    const float banner_w = std::min(whole(560 * scale), map_w);
    out.banner = {margin + whole((map_w - banner_w) / 2), middle_y, banner_w, whole(48 * scale)};

    const std::array<float, 4> heights = share_column(middle_h, gap, scale, needs);
    float y = middle_y;
    const auto place = [&](Rect& rect, float h) {
        rect = {column_x, y, column_w, h};
        if (h > 0) y += h + gap;
    };
    place(out.unfinished, heights[0]);
    place(out.detail, heights[1]);
    place(out.alarms, heights[2]);
    place(out.events, heights[3]);
    return out;
}

}  // namespace siaga::app
