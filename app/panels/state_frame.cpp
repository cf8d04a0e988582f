// What must be seen from across the room: a replay, and a lost feed.

#include "app/panels/panels.hpp"
#include "app/theme/glyphs.hpp"

namespace siaga::app {

namespace {

void draw_banner(const Frame& frame, const Rect& rect, const char* glyph, const std::string& words, theme::Colour plate,
                 theme::Colour ink) {
    const Paint& p = frame.paint;
    const float gap = p.px(12);
    const float w = p.width(Text::kUnit, glyph) + gap + p.width(Text::kUnit, words) + p.px(48);
    const Rect plate_rect{rect.x + (rect.w - w) / 2, rect.y, w, rect.h};
    p.list()->AddRectFilled({plate_rect.x, plate_rect.y}, {plate_rect.right(), plate_rect.bottom()}, to_imgui(plate),
                            p.px(8), ImDrawFlags_RoundCornersBottom);
    const float baseline = rect.y + rect.h / 2 + p.cap_height(Text::kUnit) / 2;
    const float x = p.text(Text::kUnit, plate_rect.x + p.px(24), baseline, ink, glyph) + gap;
    p.text(Text::kUnit, x, baseline, ink, words);
}

}  // namespace

void draw_state_frame(const Frame& frame, const Layout& layout, const Rect& screen) {
    const Paint& p = frame.paint;
    const bool lost = frame.feed.health == FeedHealth::kLost;
    if (frame.time.replay()) {
        const float half = p.px(3);
        p.frame(screen.inset(half), theme::kReplay, 0, 6);
        std::string words = std::string(tr("REPLAY")) + " · " + frame.format.clock(frame.time.shown);
        if (frame.time.looping) words += std::string(" · ") + tr("LOOP");
        draw_banner(frame, layout.banner, glyph::kHistory, words, theme::kReplay, theme::kBackground);
        return;
    }
    if (!frame.records.storage_problem().empty()) {
        p.frame(screen.inset(p.px(3)), theme::kEmergency, 0, 6);
        draw_banner(frame, layout.banner, glyph::kWarning, tr("NOT RECORDING"), theme::kEmergency, theme::kText);
        return;
    }
    if (!lost) return;
    p.frame(screen.inset(p.px(3)), theme::kEmergency, 0, 6);
    draw_banner(frame, layout.banner, glyph::kPlug, trf("FEED LOST {}", frame.format.rough_age(frame.feed.age)),
                theme::kEmergency, theme::kText);
}

}  // namespace siaga::app
