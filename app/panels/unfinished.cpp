// Districts whose plenary is not finished: what holds them and for how long. A click selects.

#include <cmath>

#include "app/panels/facts.hpp"
#include "app/panels/panels.hpp"

namespace siaga::app {

namespace {

constexpr float kRow = 28.5F, kCompactRow = 25;
constexpr std::size_t kRoomyRows = 9;  // more districts than this share two columns

void draw_row_back(const Frame& frame, const Rect& row, const Touch& touched, bool selected) {
    if (selected)
        frame.paint.fill(row, theme::kRowSelected, 4);
    else if (touched.hovered)
        frame.paint.fill(row, theme::kRowHovered, 4);
}

std::string running_for(const Frame& frame, std::size_t district) {
    const DistrictState& d = frame.shown.districts[district];
    if (d.plenary.empty()) return {};
    const PlenaryState& p = d.plenary[leading_contest(d)];
    if (!p.started) return "–";
    return frame.format.rough_age(frame.shown.time - *p.started);
}

void draw_row(const Frame& frame, const Rect& row, std::size_t district, bool roomy) {
    const Paint& p = frame.paint;
    const Touch touched = touch("district", static_cast<int>(district), row);
    if (touched.clicked) frame.commands.add(SelectDistrict{district});
    draw_row_back(frame, row, touched, frame.selection.district == district);
    const float baseline = row.y + row.h / 2 + p.cap_height(Text::kBody) / 2;
    const float pad = p.px(8);
    const DistrictClass shown = frame.shown.districts[district].shown;
    p.chip(row.x + pad, baseline, Text::kBody, theme::class_style(shown).chip);
    const float name_x = row.x + pad + p.px(20);
    float right = row.right() - pad;
    const std::string& name = frame.roster().districts[district].name;
    if (!roomy) {
        right = p.text_right(Text::kTiny, right, baseline, theme::kTextQuiet,
                             plenary_tag(frame.shown, district, frame.format)) -
                p.px(8);
        p.text_cut(Text::kSmall, name_x, baseline, right, theme::kText, name);
        return;
    }
    right = p.text_right(Text::kBody, right, baseline, theme::kText, running_for(frame, district)) - p.px(12);
    const float line_x = row.x + row.w * 0.38F;
    p.text_cut(Text::kBody, name_x, baseline, line_x - p.px(8), theme::kText, name);
    p.text_cut(Text::kSmall, line_x, baseline, right, theme::kTextQuiet,
               plenary_line(frame.shown, district, frame.format));
}

}  // namespace

float unfinished_height(const Situation& shown) {
    const std::size_t count = unfinished_districts(shown).size();
    const bool roomy = count <= kRoomyRows;
    const std::size_t rows = count == 0 ? 1 : roomy ? count : (count + 1) / 2;
    return card::kFirstRow + static_cast<float>(rows) * (roomy ? kRow : kCompactRow) + 7;
}

void draw_unfinished(const Frame& frame, const Rect& rect) {
    const Paint& p = frame.paint;
    const std::vector<std::size_t> districts = unfinished_districts(frame.shown);
    draw_card(frame, rect, trf("Not finished · {}", districts.size()));
    const float x = rect.x + p.px(8), width = rect.w - p.px(16);
    const float top = rect.y + p.px(card::kFirstRow);
    if (districts.empty()) {
        p.text(Text::kBody, rect.x + p.px(card::kPad), top + p.px(21), theme::kGoodText,
               tr("All district plenaries are finished"));
        return;
    }
    const bool roomy = districts.size() <= kRoomyRows;
    const std::size_t columns = roomy ? 1 : 2;
    const float row_h = p.px(roomy ? kRow : kCompactRow);
    const float column_w = width / static_cast<float>(columns);
    const std::size_t per_column = (districts.size() + columns - 1) / columns;
    for (std::size_t i = 0; i < districts.size(); ++i) {
        const std::size_t column = i / per_column;
        const auto line = static_cast<float>(i % per_column);
        const Rect row{x + static_cast<float>(column) * column_w, top + line * row_h, column_w, row_h};
        if (row.bottom() > rect.bottom() + 1) continue;
        if (roomy && i > 0) p.line(row.x + p.px(8), row.y, row.right() - p.px(8), row.y, theme::kSeparator);
        draw_row(frame, row, districts[i], roomy);
    }
}

}  // namespace siaga::app
