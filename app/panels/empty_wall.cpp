// The wall while its records are read: it stands already, and fills when they are there.

#include "app/panels/panels.hpp"

namespace siaga::app {

void draw_empty_wall(const Paint& paint, const Operation& operation, const Layout& layout, const std::string& what,
                     double done) {
    draw_header_ground(paint, layout.header);
    draw_name(paint, operation, layout.header, layout.header.right() - paint.px(24));
    for (const Rect& figure : layout.figures) paint.card(figure);
    paint.card({layout.unfinished.x, layout.map.y, layout.unfinished.w, layout.map.h});
    paint.card(layout.timeline);

    const Rect& banner = layout.banner;
    paint.fill(banner, theme::kTagPlate, 6);
    paint.text_centred(Text::kBodyStrong, banner.x + banner.w / 2, banner.y + paint.px(24), theme::kText, what);
    const Rect bar{banner.x + paint.px(16), banner.bottom() - paint.px(14), banner.w - paint.px(32), paint.px(6)};
    paint.fill(bar, theme::kTrack, 3);
    paint.fill({bar.x, bar.y, bar.w * static_cast<float>(done), bar.h}, theme::kInfo, 3);
}

}  // namespace siaga::app
