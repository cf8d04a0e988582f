// What must be seen from across the room: a replay, a record that is not written, and a lost feed.

#include "app/panels/panels.hpp"

#include <algorithm>

#include "app/theme/glyphs.hpp"
#include "data/core/name.hpp"

namespace siaga::app {

namespace {

/// The plates of what is the matter, one under the other from the map's upper edge.
class Banners {
public:
    Banners(const Paint& paint, const Rect& first) : p_(paint), next_(first) {}

    void add(const char* glyph, const std::string& words, theme::Colour plate, theme::Colour ink) {
        const float gap = p_.px(12);
        const float w = p_.width(Text::kUnit, glyph) + gap + p_.width(Text::kUnit, words) + p_.px(48);
        const Rect rect = hang(w, next_.h, plate);
        const float baseline = rect.y + rect.h / 2 + p_.cap_height(Text::kUnit) / 2;
        const float x = p_.text(Text::kUnit, rect.x + p_.px(24), baseline, ink, glyph) + gap;
        p_.text(Text::kUnit, x, baseline, ink, words);
    }
    /// Of the one above, cut to the width that banners have.
    void add_reason(const std::string& words) {
        const float pad = p_.px(14);
        const Rect rect = hang(std::min(p_.width(Text::kSmall, words) + 2 * pad, next_.w), p_.px(30), theme::kOverlay);
        const float baseline = rect.y + rect.h / 2 + p_.cap_height(Text::kSmall) / 2;
        p_.text_cut(Text::kSmall, rect.x + pad, baseline, rect.right() - pad, theme::kText, words);
    }

private:
    Rect hang(float w, float h, theme::Colour plate) {
        const Rect rect{next_.x + (next_.w - w) / 2, next_.y, w, h};
        p_.list()->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, to_imgui(plate), p_.px(8),
                                 ImDrawFlags_RoundCornersBottom);
        next_.y = rect.bottom() + p_.px(2);
        return rect;
    }

    const Paint& p_;
    Rect next_;
};

}  // namespace

void draw_state_frame(const Frame& frame, const Layout& layout, const Rect& screen) {
    const Paint& p = frame.paint;
    const std::string& problem = frame.records.storage_problem();
    const bool replay = frame.time.replay(), lost = frame.feed.health == FeedHealth::kLost;
    if (!replay && problem.empty() && !lost) return;
    p.frame(screen.inset(p.px(3)), replay ? theme::kReplay : theme::kEmergency, 0, 6);
    Banners banners(p, layout.banner);
    if (replay) {
        std::string words = std::string(tr("REPLAY")) + " · " + frame.format.clock(frame.time.shown);
        if (frame.time.looping) words += std::string(" · ") + tr("LOOP");
        banners.add(glyph::kHistory, words, theme::kReplay, theme::kBackground);
    }
    if (!problem.empty()) {
        banners.add(glyph::kWarning, tr("NOT RECORDING"), theme::kEmergency, theme::kText);
        banners.add_reason(printable(problem, std::string::npos));
    } else if (!replay) {
        banners.add(glyph::kPlug, trf("FEED LOST {}", frame.format.rough_age(frame.feed.age)), theme::kEmergency,
                    theme::kText);
    }
}

}  // namespace siaga::app
