#include "app/panels/time_marks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/theme/glyphs.hpp"

namespace siaga::app {

namespace {

constexpr float kRowTop = 70, kRowHeight = 24, kButtonWidth = 30, kButtonGap = 4;
constexpr float kHandleTop = 84, kHandleHeight = 17, kHandleWidth = 18;
constexpr float kBandTop = 6, kBandBottom = 84;

struct Handle {
    TimeMark mark;
    const char* letter;
    std::optional<Time> time;
};

std::array<Handle, 2> handles(const TimeView& time) {
    return {{{TimeMark::kA, "A", time.mark_a}, {TimeMark::kB, "B", time.mark_b}}};
}

/// Quiet until it means something: lit when `on`, bright under the mouse.
bool small_button(const Frame& frame, const char* id, const Rect& rect, const char* face, const std::string& about,
                  bool on) {
    const Paint& p = frame.paint;
    const Touch touched = touch(id, rect);
    if (on || touched.hovered) p.fill(rect, on ? theme::kReplayPlate : theme::kTile, 5);
    const theme::Colour ink = on ? theme::kReplay : touched.hovered ? theme::kText : theme::kTextFaint;
    p.text_centred(Text::kSmallStrong, rect.x + rect.w / 2, rect.y + rect.h / 2 + p.cap_height(Text::kSmallStrong) / 2,
                   ink, face);
    if (touched.hovered) hint(rect, about);
    return touched.clicked;
}

}  // namespace

Rect mark_row(const Paint& paint, const Rect& transport) {
    return {transport.x + paint.px(card::kPad), transport.y + paint.px(kRowTop), transport.w - paint.px(card::kPad),
            paint.px(kRowHeight)};
}

void draw_mark_buttons(const Frame& frame, const Rect& row) {
    const Paint& p = frame.paint;
    float x = row.x;
    const auto next = [&] {
        const Rect rect{x, row.y, p.px(kButtonWidth), row.h};
        x += p.px(kButtonWidth + kButtonGap);
        return rect;
    };
    for (const Handle& handle : handles(frame.time)) {
        const bool start = handle.mark == TimeMark::kA;
        if (small_button(frame, handle.letter, next(), handle.letter,
                         start ? tr("Mark the start of a range here  A") : tr("Mark the end of a range here  B"),
                         handle.time.has_value())) {
            frame.commands.add(TimeCommand{SetMark{handle.mark, frame.time.shown}});
        }
    }
    const std::optional<MarkedRange> marked = frame.time.marked();
    if (marked) {
        if (small_button(frame, "loop", next(), glyph::kRepeat, tr("Play the range over and over  R"),
                         frame.time.looping)) {
            frame.commands.add(TimeCommand{ToggleLoop{}});
        }
        if (small_button(frame, "write", next(), glyph::kDownload,
                         frame.selection.unit ? trf("Write the range of {} to files  E", frame.selection.unit->text())
                                              : std::string(tr("Write the range of all units to files  E")),
                         false)) {
            frame.commands.add(ExportMarked{});
        }
    }
    if (!frame.time.mark_a && !frame.time.mark_b) return;
    if (small_button(frame, "clear", next(), glyph::kCross, tr("Forget the marks  X"), false))
        frame.commands.add(TimeCommand{ClearMarks{}});
    if (!marked) return;
    p.text_cut(Text::kSmall, x + p.px(6), row.y + row.h / 2 + p.cap_height(Text::kSmall) / 2, row.right(),
               theme::kTextQuiet, frame.format.rough_age(marked->to - marked->from));
}

void draw_marked_range(const Frame& frame, const Strip& strip) {
    const Paint& p = frame.paint;
    const float top = strip.rect.y + p.px(kBandTop), bottom = strip.rect.y + p.px(kBandBottom);
    if (const auto marked = frame.time.marked()) {
        const float from = strip.x_of(std::clamp(marked->from, strip.start, strip.end));
        const float to = strip.x_of(std::clamp(marked->to, strip.start, strip.end));
        p.fill({from, top, to - from, bottom - top}, theme::faded(theme::kReplay, frame.time.looping ? 0.22F : 0.12F));
    }
    for (const Handle& handle : handles(frame.time)) {
        if (!handle.time || *handle.time < strip.start || *handle.time > strip.end) continue;
        const float x = strip.x_of(*handle.time);
        p.line(x, top, x, bottom, theme::faded(theme::kReplay, 0.7F), 1.5F);
    }
}

bool under_a_handle(const Frame& frame, const Strip& strip, float x) {
    const Paint& p = frame.paint;
    const float reach = (p.px(kHandleWidth) + p.width(Text::kTiny, "00.00")) / 2;
    const std::array<Handle, 2> all = handles(frame.time);
    return std::any_of(all.begin(), all.end(), [&](const Handle& handle) {
        return handle.time && std::abs(strip.x_of(*handle.time) - x) < reach;
    });
}

void draw_mark_handles(const Frame& frame, const Strip& strip) {
    const Paint& p = frame.paint;
    for (const Handle& handle : handles(frame.time)) {
        if (!handle.time || *handle.time < strip.start || *handle.time > strip.end) continue;
        const float x = strip.x_of(*handle.time);
        const Rect rect{x - p.px(kHandleWidth / 2), strip.rect.y + p.px(kHandleTop), p.px(kHandleWidth),
                        p.px(kHandleHeight)};
        const Touch touched = touch("handle", static_cast<int>(handle.mark), rect);
        const bool held = ImGui::IsItemActive();
        if (held && ImGui::IsMouseDragging(ImGuiMouseButton_Left))
            frame.commands.add(TimeCommand{SetMark{handle.mark, strip.time_at(ImGui::GetMousePos().x)}});
        p.fill(rect, held || touched.hovered ? theme::kText : theme::kReplay, 4);
        p.text_centred(Text::kSmallStrong, x, rect.y + rect.h / 2 + p.cap_height(Text::kSmallStrong) / 2,
                       theme::kBackground, handle.letter);
        if (touched.hovered && !held) hint(rect, frame.format.clock(*handle.time));
    }
}

}  // namespace siaga::app
