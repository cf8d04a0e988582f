// What lies on the map and is not of it: the badge of a simulation, the legend, the zoom buttons.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "app/language/words.hpp"
#include "app/panels/panels.hpp"
#include "app/theme/glyphs.hpp"

namespace siaga::app {

namespace {

constexpr float kEdge = 14, kLegendRow = 23, kLegendPad = 11, kSwatchW = 26, kSwatchH = 15;

float legend_width(const Paint& p) {
    float widest = 0;
    for (std::size_t i = 0; i < kEnumCount<DistrictClass>; ++i) {
        widest = std::max(widest, p.width(Text::kSmall, words_for(static_cast<DistrictClass>(i))));
    }
    return widest + p.px(2 * kLegendPad + kSwatchW + 10);
}

void draw_legend(const Frame& frame, const Rect& rect) {
    const Paint& p = frame.paint;
    p.fill(rect, theme::kOverlay, 6);
    p.frame(rect, theme::kCardBorder, 6);
    for (std::size_t i = 0; i < kEnumCount<DistrictClass>; ++i) {
        const auto shown = static_cast<DistrictClass>(i);
        const float middle = rect.y + p.px(kLegendPad + kLegendRow * (static_cast<float>(i) + 0.5F));
        const float x = rect.x + p.px(kLegendPad), w = p.px(kSwatchW), h = p.px(kSwatchH);
        const unsigned texture = frame.map.swatch_texture(theme::class_style(shown).area, static_cast<int>(w),
                                                          static_cast<int>(h), p.scale());
        const float top = std::round(middle - h / 2);
        p.list()->AddImage(reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(texture)), {x, top},
                           {x + std::floor(w), top + std::floor(h)});
        p.text(Text::kSmall, x + w + p.px(10), middle + p.cap_height(Text::kSmall) / 2, theme::kText, words_for(shown));
    }
}

void draw_simulation_badge(const Frame& frame, const Rect& map) {
    const Paint& p = frame.paint;
    const char* words = tr("SIMULATED DATA");
    const float w = p.width(Text::kUnit, words) + p.px(32);
    const Rect rect{map.x + p.px(kEdge), map.y + p.px(kEdge), w, p.px(36)};
    p.fill(rect, theme::kWarnPlate, 6);
    p.frame(rect, theme::kWarn, 6, 1.5F);
    p.text_centred(Text::kUnit, rect.x + rect.w / 2, rect.y + rect.h / 2 + p.cap_height(Text::kUnit) / 2,
                   theme::kWarnText, words);
}

/// That the map moves by itself is said on the map, below the badge.
void draw_follow_chip(const Frame& frame, const Rect& map) {
    const Paint& p = frame.paint;
    const std::string words = trf("FOLLOWING {}", frame.selection.unit->text());
    const float glyph_w = p.px(24);
    const float top = map.y + p.px(frame.operation.simulated ? kEdge + 36 + 8 : kEdge);
    const Rect rect{map.x + p.px(kEdge), top, p.width(Text::kBodyStrong, words) + glyph_w + p.px(28), p.px(30)};
    p.fill(rect, theme::kOverlay, 6);
    p.frame(rect, theme::kUnit, 6, 1.5F);
    const float baseline = rect.y + rect.h / 2 + p.cap_height(Text::kBodyStrong) / 2;
    p.text(Text::kBodyStrong, rect.x + p.px(14), baseline, theme::kUnit, glyph::kTarget);
    p.text(Text::kBodyStrong, rect.x + p.px(14) + glyph_w, baseline, theme::kTag, words);
}

void draw_zoom_buttons(const Frame& frame, const Rect& area) {
    const Paint& p = frame.paint;
    struct Button {
        const char* id;
        const char* face;
        const char* hint;
        Command command;
    };
    const std::array<Button, 3> buttons{{
        {"in", glyph::kPlus, tr("Zoom in  +"), ZoomMap{0.5, std::nullopt}},
        {"out", glyph::kMinus, tr("Zoom out  -"), ZoomMap{-0.5, std::nullopt}},
        {"fit", glyph::kFit, tr("Whole area  F"), FitAll{}},
    }};
    const float side = area.w, gap = p.px(5);
    for (std::size_t i = 0; i < buttons.size(); ++i) {
        const Rect rect{area.x, area.y + static_cast<float>(i) * (side + gap), side, side};
        const Touch touched = touch(buttons[i].id, rect);
        p.fill(rect, touched.hovered ? theme::kRowSelected : theme::kOverlay, 6);
        p.frame(rect, theme::kCardBorder, 6);
        p.text_centred(Text::kBody, rect.x + side / 2, rect.y + side / 2 + p.cap_height(Text::kBody) / 2, theme::kText,
                       buttons[i].face);
        if (touched.hovered) hint(rect, buttons[i].hint);
        if (touched.clicked) frame.commands.add(buttons[i].command);
    }
}

}  // namespace

Rect legend_rect(const Layout& layout, const Paint& paint) {
    const float h = paint.px(2 * kLegendPad + kLegendRow * static_cast<float>(kEnumCount<DistrictClass>));
    const float edge = paint.px(kEdge);
    return {layout.map.x + edge, layout.map.bottom() - edge - h, legend_width(paint), h};
}

Rect zoom_rect(const Layout& layout) {
    const float side = 34 * layout.scale, edge = kEdge * layout.scale;
    return {layout.map.right() - edge - side, layout.map.y + edge, side, 3 * side + 2 * 5 * layout.scale};
}

void draw_map_overlay(const Frame& frame, const Layout& layout) {
    const Paint& p = frame.paint;
    p.frame(layout.map, theme::kCardBorder);
    if (frame.operation.simulated) draw_simulation_badge(frame, layout.map);
    if (frame.following && frame.selection.unit) draw_follow_chip(frame, layout.map);
    draw_legend(frame, legend_rect(layout, p));
    draw_zoom_buttons(frame, zoom_rect(layout));
}

}  // namespace siaga::app
