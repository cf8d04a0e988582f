// What happened, newest first, up to the time shown. A click takes map and time there.

#include <algorithm>

#include "app/panels/events_list.hpp"
#include "app/panels/panels.hpp"

namespace siaga::app {

theme::Colour ink_of(Tone tone) {
    switch (tone) {
        case Tone::kGood:
            return theme::kGoodText;
        case Tone::kInfo:
            return theme::kInfoText;
        case Tone::kWarning:
            return theme::kWarnText;
        case Tone::kAlarm:
            return theme::kAlarmText;
        case Tone::kPlain:
            break;
    }
    return theme::kText;
}

float draw_event_row(const Frame& frame, const Rect& space, const Entry& entry, const EventRowStyle& style) {
    const Paint& p = frame.paint;
    const EventText event = describe(entry.event, frame.roster(), frame.format);
    const float time_w = p.digits_width(Text::kSmall, "00.00") + p.px(12);
    const float glyph_w = p.px(26);
    const float text_x = space.x + p.px(8) + time_w + glyph_w;
    const float text_w = space.right() - p.px(8) - text_x;
    const float step = p.line_height(style.text);
    const float pad = p.px(style.pad);
    // Where only one line is left, one cut line is better than none.
    const int room = static_cast<int>((space.h + 1 - 2 * pad) / step);
    if (room < 1) return 0;
    const int most = std::min(style.lines, room);
    const int lines = p.text_wrapped(style.text, text_x, 0, text_w, most, theme::kText, event.text, false);
    const Rect row{space.x, space.y, space.w, 2 * pad + step * static_cast<float>(lines)};

    const Touch touched = touch("event", static_cast<int>(entry.n), row);
    if (touched.hovered) p.fill(row, theme::kRowHovered, 4);
    if (touched.clicked) frame.commands.add(ShowEntry{entry.n});
    const float baseline = row.y + pad + step / 2 + p.cap_height(style.text) / 2;
    p.digits(Text::kSmall, row.x + p.px(8), baseline, theme::kTextQuiet, frame.format.hour_minute(entry.event.time));
    const bool loud = event.tone == Tone::kAlarm || event.tone == Tone::kWarning;
    const theme::Colour mark = event.tone == Tone::kPlain ? theme::kTextFaint : ink_of(event.tone);
    p.text_centred(style.text, text_x - glyph_w / 2 - p.px(4), baseline, mark, event.glyph);
    p.text_wrapped(style.text, text_x, baseline, text_w, most, loud ? ink_of(event.tone) : theme::kText, event.text);
    return row.h;
}

void draw_events(const Frame& frame, const Rect& rect) {
    const Paint& p = frame.paint;
    const std::size_t count = frame.records.marks_until(frame.shown.time);
    draw_card(frame, rect, tr("Events"),
              trf("{} until {}", frame.format.whole(count), frame.format.hour_minute(frame.shown.time)));

    const Rect area{rect.x + p.px(8), rect.y + p.px(card::kFirstRow), rect.w - p.px(16),
                    rect.h - p.px(card::kFirstRow) - p.px(6)};
    int& scroll = frame.state.events_scroll;
    if (area.contains(ImGui::GetMousePos().x, ImGui::GetMousePos().y))
        scroll -= static_cast<int>(ImGui::GetIO().MouseWheel * 3);
    scroll = std::clamp(scroll, 0, std::max(0, static_cast<int>(count) - 1));
    float y = area.y;
    const auto marks = frame.records.marks();
    for (std::size_t i = count - std::min(count, static_cast<std::size_t>(scroll)); i-- > 0;) {
        const Entry* entry = frame.records.entry(marks[i].n);
        if (entry == nullptr) continue;
        const float used = draw_event_row(frame, {area.x, y, area.w, area.bottom() - y}, *entry, {});
        if (used <= 0) break;
        y += used;
        if (y < area.bottom()) p.line(area.x + p.px(8), y, area.right() - p.px(8), y, theme::kSeparator);
    }
    if (count == 0) {
        p.text(Text::kSmall, rect.x + p.px(card::kPad), area.y + p.px(20), theme::kTextFaint,
               tr("Nothing has been reported yet"));
    }
}

}  // namespace siaga::app
