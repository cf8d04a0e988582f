// The keys, over everything, until any key or click.

#include <algorithm>
#include <array>

#include "app/panels/panels.hpp"

namespace siaga::app {

void draw_help(const Frame& frame, const Rect& screen) {
    const Paint& p = frame.paint;
    struct Line {
        const char* keys;
        const char* text;
    };
    const std::array<Line, 19> lines{{
        {"← ↑ → ↓", tr("move the map; drag with the mouse")},
        {"+  -", tr("zoom; the wheel zooms about the cursor, a double click zooms in")},
        {"F", tr("whole area")},
        {"S", tr("bring the selection into view")},
        {"Tab", tr("next district (with Shift: the one before)")},
        {"Esc", tr("clear the selection, close this help")},
        {"Space", tr("stop the picture, play, pause")},
        {"[  ]", tr("slower, faster: 1 to 3600 times")},
        {",  .", tr("previous event, next event")},
        {"Home  End", tr("start of the day, end of the records")},
        {"PgUp  PgDn", tr("the day before, the next day")},
        {"A  B", tr("mark the start and the end of a range; drag the letters")},
        {"R  X", tr("play the marked range over and over; forget the marks")},
        {"E", tr("write the marked range to files: CSV, GeoJSON, GPX, KML")},
        {"U", tr("follow the selected unit until the map is moved")},
        {"L", tr("live: back to now")},
        {"H", tr("health: listeners, waiting devices, refusals, quarantine")},
        {"F11", tr("full screen")},
        {"?", tr("this help")},
    }};
    const float left = p.px(150), right = p.px(30);
    float w = p.px(680);
    for (const Line& line : lines) w = std::max(w, left + p.width(Text::kBody, line.text) + right);
    w = std::min(w, screen.w - right);
    const float row = p.px(31), h = row * static_cast<float>(lines.size()) + p.px(84);
    const Rect box{screen.x + (screen.w - w) / 2, screen.y + (screen.h - h) / 2, w, h};
    p.fill(screen, theme::faded(theme::kBackground, 0.72F));
    p.fill(box, theme::kCard, 9);
    p.frame(box, theme::kCardBorder, 9);
    p.text(Text::kTitle, box.x + p.px(30), box.y + p.px(48), theme::kText, tr("Keys"));
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const float baseline = box.y + p.px(84) + row * static_cast<float>(i);
        p.text(Text::kBodyStrong, box.x + p.px(30), baseline, theme::kInfoText, lines[i].keys);
        p.text_cut(Text::kBody, box.x + left, baseline, box.right() - right, theme::kText, lines[i].text);
    }
}

}  // namespace siaga::app
