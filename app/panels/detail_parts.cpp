#include "app/panels/detail_parts.hpp"

#include <array>

#include "app/language/words.hpp"
#include "app/panels/events_list.hpp"

namespace siaga::app {

void draw_title(const Frame& frame, const Rect& card, std::string_view name, std::string_view aside,
                std::string_view state, theme::Colour colour, float baseline) {
    const Paint& p = frame.paint;
    const float y = card.y + p.px(baseline);
    const float right = card.right() - p.px(card::kPad);
    const float state_x = p.text_right(Text::kBody, right, y, theme::kText, state);
    p.chip(state_x - p.px(19), y, Text::kBody, colour);
    const float limit = state_x - p.px(30);
    const float end = p.text_cut(Text::kTitle, card.x + p.px(card::kPad), y, limit, theme::kText, name);
    if (end + p.px(12) + p.width(Text::kTiny, aside) <= limit)
        p.text(Text::kTiny, end + p.px(12), y, theme::kTextQuiet, aside);
}

void draw_box_tiles(const Frame& frame, const Rect& row, const BoxPlaces& boxes) {
    const Paint& p = frame.paint;
    struct Tile {
        std::uint32_t count;
        const char* name;
        theme::Colour colour;
    };
    const std::array<Tile, 6> tiles{{
        {boxes.tps, short_words_for(BoxStage::kAtTps), theme::kText},
        {boxes.pps, short_words_for(BoxStage::kAtPps), theme::kText},
        {boxes.road, short_words_for(BoxStage::kOnRoad), theme::kUnit},
        {boxes.ppk, short_words_for(BoxStage::kAtPpk), theme::kText},
        {boxes.plenary, short_words_for(BoxStage::kOpenedInPlenary), theme::kInfoText},
        {boxes.warehouse, short_words_for(BoxStage::kAtWarehouse), theme::kGoodText},
    }};
    const float gap = p.px(6), w = (row.w - gap * 5) / 6;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const Rect tile{row.x + static_cast<float>(i) * (w + gap), row.y, w, row.h};
        p.fill(tile, theme::kTile, 5);
        const bool some = tiles[i].count > 0;
        p.text_centred(Text::kUnit, tile.x + w / 2, tile.y + p.px(24), some ? tiles[i].colour : theme::kTextFaint,
                       frame.format.whole(tiles[i].count));
        p.text_centred(Text::kTiny, tile.x + w / 2, tile.y + p.px(41), theme::kTextQuiet, tiles[i].name);
    }
}

void draw_class_counts(const Frame& frame, const Rect& area) {
    const Paint& p = frame.paint;
    std::array<std::uint32_t, kEnumCount<DistrictClass>> counts{};
    for (const DistrictState& district : frame.shown.districts) ++counts.at(static_cast<std::size_t>(district.shown));
    const float cell_w = area.w / 4, row_h = area.h / 2;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const float x = area.x + static_cast<float>(i % 4) * cell_w;
        const std::size_t line = i / 4;
        const float baseline = area.y + static_cast<float>(line) * row_h + row_h / 2 + p.cap_height(Text::kSmall) / 2;
        const auto shown = static_cast<DistrictClass>(i);
        p.chip(x, baseline, Text::kSmall, theme::class_style(shown).chip);
        const float end = p.text(Text::kSmallStrong, x + p.px(17), baseline,
                                 counts[i] > 0 ? theme::kText : theme::kTextFaint, fmt::format("{}", counts[i]));
        p.text_cut(Text::kSmall, end + p.px(6), baseline, x + cell_w - p.px(6), theme::kTextQuiet,
                   short_words_for(shown));
    }
}

void draw_link_line(const Frame& frame, const Rect& row, const char* glyph, std::string_view text, Command on_click,
                    int id) {
    const Paint& p = frame.paint;
    const Rect wide{row.x - p.px(8), row.y, row.w + p.px(16), row.h};
    const Touch touched = touch("line", id, wide);
    if (touched.hovered) p.fill(wide, theme::kRowHovered, 4);
    if (touched.clicked) frame.commands.add(std::move(on_click));
    const float baseline = row.y + row.h / 2 + p.cap_height(Text::kSmall) / 2;
    p.text(Text::kSmall, row.x, baseline, theme::kUnit, glyph);
    p.text_cut(Text::kSmall, row.x + p.px(26), baseline, row.right(), theme::kText, text);
}

void draw_quiet_line(const Frame& frame, const Rect& row, const char* glyph, std::string_view text) {
    const Paint& p = frame.paint;
    const float baseline = row.y + row.h / 2 + p.cap_height(Text::kSmall) / 2;
    p.text(Text::kSmall, row.x, baseline, theme::kTextFaint, glyph);
    p.text_cut(Text::kSmall, row.x + p.px(26), baseline, row.right(), theme::kTextQuiet, text);
}

void draw_last_events(const Frame& frame, const Rect& space, const std::function<bool(const Event&)>& wanted) {
    const auto marks = frame.records.marks();
    constexpr EventRowStyle kStyle{Text::kSmall, 1, 3.5F};
    float y = space.y;
    ImGui::PushID("last");
    for (std::size_t i = frame.records.marks_until(frame.shown.time); i-- > 0 && y < space.bottom();) {
        const Entry* entry = frame.records.entry(marks[i].n);
        if (entry == nullptr || !wanted(entry->event)) continue;
        const float used = draw_event_row(frame, {space.x, y, space.w, space.bottom() - y}, *entry, kStyle);
        if (used <= 0) break;
        y += used;
    }
    ImGui::PopID();
}

}  // namespace siaga::app
