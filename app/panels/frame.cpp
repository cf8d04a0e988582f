#include "app/panels/frame.hpp"

namespace siaga::app {

void draw_card(const Frame& frame, const Rect& rect, std::string_view name, std::string_view right) {
    const Paint& p = frame.paint;
    p.card(rect);
    const float baseline = rect.y + p.px(card::kHeadingBaseline);
    const float pad = p.px(card::kPad);
    float limit = rect.right() - pad;
    if (!right.empty()) limit = p.text_right(Text::kSmall, limit, baseline, theme::kTextFaint, right) - p.px(8);
    p.text_cut(Text::kHeading, rect.x + pad, baseline, limit, theme::kTextQuiet, name);
}

}  // namespace siaga::app
