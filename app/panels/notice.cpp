// What the wall has to say about something it was asked to do, for a few seconds, at the foot of the map.

#include <algorithm>

#include "app/panels/panels.hpp"
#include "app/theme/glyphs.hpp"

namespace siaga::app {

void draw_notice(const Frame& frame, const Layout& layout) {
    if (!frame.notice) return;
    const Paint& p = frame.paint;
    const float pad = p.px(16), glyph_w = p.px(30), side = p.px(14);
    const float widest =
        std::max(p.width(Text::kBodyStrong, frame.notice->text), p.width(Text::kSmall, frame.notice->more));
    const Rect legend = legend_rect(layout, p);
    const float room = layout.map.right() - p.px(150) - legend.right() - side;
    const float w = std::min(widest + 2 * pad + glyph_w, room), h = p.px(58);
    const Rect rect{legend.right() + side + (room - w) / 2, layout.map.bottom() - side - h, w, h};
    const bool bad = frame.notice->bad;
    p.fill(rect, bad ? theme::kAlarmPlate : theme::kTagPlate, 8);
    p.frame(rect, bad ? theme::kAlarm : theme::kGood, 8, 1.5F);
    p.text(Text::kBodyStrong, rect.x + pad, rect.y + p.px(25), bad ? theme::kAlarmText : theme::kGoodText,
           bad ? glyph::kWarning : glyph::kCheck);
    p.text_cut(Text::kBodyStrong, rect.x + pad + glyph_w, rect.y + p.px(25), rect.right() - pad, theme::kText,
               frame.notice->text);
    p.text_cut(Text::kSmall, rect.x + pad + glyph_w, rect.y + p.px(46), rect.right() - pad, theme::kTextQuiet,
               frame.notice->more);
}

}  // namespace siaga::app
