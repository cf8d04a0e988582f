// The day of the shown time as a strip: event marks by kind, how much was on the move, the hours, and where we are.
// Drag to scrub.

#include <algorithm>
#include <array>
#include <cmath>

#include "app/panels/events_list.hpp"
#include "app/panels/panels.hpp"
#include "app/panels/strip.hpp"
#include "app/panels/time_marks.hpp"
#include "app/panels/transport.hpp"

namespace siaga::app {

namespace {

constexpr float kTransportWidth = 330, kLiveWidth = 128, kNamesWidth = 62;
constexpr float kLane = 14, kLanesTop = 10, kHistogramTop = 56, kHistogramBottom = 82, kHoursBase = 97;
constexpr float kHeardFoot = 3;
constexpr int kLanes = 3;

int lane_of(EventFamily family) {
    switch (family) {
        case EventFamily::kAlarm:
            return 0;
        case EventFamily::kPlenary:
            return 1;
        case EventFamily::kCustody:
        case EventFamily::kEscort:
            return 2;
        case EventFamily::kReport:
        case EventFamily::kOther:
            break;
    }
    return -1;
}

int loudness(Tone tone) {
    constexpr std::array kOrder{Tone::kPlain, Tone::kInfo, Tone::kGood, Tone::kWarning, Tone::kAlarm};
    return static_cast<int>(std::find(kOrder.begin(), kOrder.end(), tone) - kOrder.begin());
}

void draw_lane_names(const Frame& frame, const Rect& rect, float x) {
    const Paint& p = frame.paint;
    const std::array<const char*, kLanes> names{tr("Alarm"), tr("Plenary"), tr("Boxes")};
    for (int lane = 0; lane < kLanes; ++lane) {
        const float middle = rect.y + p.px(kLanesTop + kLane * (static_cast<float>(lane) + 0.5F));
        p.text_right(Text::kTiny, x, middle + p.cap_height(Text::kTiny) / 2, theme::kTextFaint,
                     names.at(static_cast<std::size_t>(lane)));
    }
    const float middle = rect.y + p.px((kHistogramTop + kHistogramBottom) / 2);
    p.text_right(Text::kTiny, x, middle + p.cap_height(Text::kTiny) / 2, theme::kTextFaint, tr("Moving"));
}

/// Marks that would touch in a lane become one, as loud as the loudest of them.
void draw_marks(const Frame& frame, const Strip& strip) {
    const Paint& p = frame.paint;
    const float apart = p.px(9);
    struct Pending {
        float x = -1e9F;
        Tone tone{};
        bool future = false, any = false;
    };
    std::array<Pending, kLanes> pending;
    const auto flush = [&](int lane) {
        Pending& mark = pending.at(static_cast<std::size_t>(lane));
        if (!mark.any) return;
        const float y = strip.rect.y + p.px(kLanesTop + kLane * (static_cast<float>(lane) + 0.5F));
        theme::Colour colour = mark.tone == Tone::kPlain ? theme::kTextFaint : ink_of(mark.tone);
        if (mark.future) colour = theme::faded(colour, 0.45F);
        p.diamond(mark.x, y, lane == 0 ? 5.2F : 4.4F, colour);
        mark.any = false;
    };
    for (const EntryMark& mark : frame.records.marks()) {
        const int lane = lane_of(mark.kind.family);
        if (lane < 0 || mark.time < strip.start || mark.time > strip.end) continue;
        Pending& last = pending.at(static_cast<std::size_t>(lane));
        const float x = strip.x_of(mark.time);
        if (last.any && x - last.x < apart) {
            if (loudness(mark.kind.tone) > loudness(last.tone)) last.tone = mark.kind.tone;
            continue;
        }
        flush(lane);
        last = {x, mark.kind.tone, mark.time > frame.shown.time, true};
    }
    for (int lane = 0; lane < kLanes; ++lane) flush(lane);
}

void draw_histogram(const Frame& frame, const Strip& strip) {
    const Paint& p = frame.paint;
    PanelState& state = frame.state;
    const int columns = std::max(1, static_cast<int>(strip.rect.w / p.px(7)));
    if (state.density_revision != frame.records.revision() || state.density_columns != columns ||
        state.density_of != frame.day) {
        const Millis step = (strip.end - strip.start) / columns;
        state.density = frame.records.history().tracks().density(strip.start, strip.end, step);
        state.density_revision = frame.records.revision();
        state.density_columns = columns;
        state.density_of = frame.day;
    }
    const float bottom = strip.rect.y + p.px(kHistogramBottom);
    p.line(strip.rect.x, bottom, strip.rect.right(), bottom, theme::kTrack);
    const auto& moving = state.density.moving;
    const std::uint32_t most = moving.empty() ? 0 : *std::max_element(moving.begin(), moving.end());
    const float full = p.px(kHistogramBottom - kHistogramTop), w = strip.rect.w / static_cast<float>(columns);
    const float playhead = strip.x_of(frame.shown.time);
    for (std::size_t i = 0; i < moving.size() && i < static_cast<std::size_t>(columns); ++i) {
        if (state.density.all[i] == 0) continue;
        const float x = strip.rect.x + static_cast<float>(i) * w;
        const bool future = x > playhead;
        // The foot says that something was heard, the bar how much of it was on the move.
        p.fill({x, bottom - p.px(kHeardFoot), w - p.px(1.5F), p.px(kHeardFoot)},
               theme::faded(theme::kInfo, future ? 0.14F : 0.32F));
        if (moving[i] == 0) continue;
        const float h = std::max(p.px(kHeardFoot), full * static_cast<float>(moving[i]) / static_cast<float>(most));
        p.fill({x, bottom - h, w - p.px(1.5F), h}, theme::faded(theme::kInfo, future ? 0.3F : 0.75F));
    }
}

void draw_hours(const Frame& frame, const Strip& strip) {
    const Paint& p = frame.paint;
    const float label_w = p.width(Text::kTiny, "00.00") + p.px(18);
    Millis step = 1h;
    while (strip.rect.w * static_cast<float>(step.count()) / static_cast<float>((strip.end - strip.start).count()) <
           label_w)
        step *= 2;
    const Time midnight = frame.format.zone().midnight(strip.start);
    for (Time t = midnight; t <= strip.end; t += step) {
        if (t < strip.start) continue;
        const float x = strip.x_of(t);
        p.line(x, strip.rect.y + p.px(kHistogramBottom), x, strip.rect.y + p.px(kHistogramBottom + 4),
               theme::kTextFaint);
        if (under_a_handle(frame, strip, x)) continue;
        p.text_centred(Text::kTiny, x, strip.rect.y + p.px(kHoursBase), theme::kTextQuiet, frame.format.hour_minute(t));
    }
}

void draw_playhead(const Frame& frame, const Strip& strip) {
    const Paint& p = frame.paint;
    const float top = strip.rect.y + p.px(6), bottom = strip.rect.y + p.px(kHistogramBottom + 2);
    if (frame.time.replay() && frame.range.live >= strip.start && frame.range.live <= strip.end) {
        const float x = strip.x_of(frame.range.live);
        p.line(x, top, x, bottom, theme::kGoodText, 1.5F);
    }
    if (frame.time.shown < strip.start || frame.time.shown > strip.end) return;
    const float x = strip.x_of(frame.time.shown);
    const theme::Colour colour = frame.time.replay() ? theme::kReplay : theme::kText;
    p.line(x, top, x, bottom, colour, 2);
    p.list()->AddTriangleFilled({x - p.px(5), top - p.px(2)}, {x + p.px(5), top - p.px(2)}, {x, top + p.px(5)},
                                to_imgui(colour));
}

/// The time under the mouse and up to three events there.
void draw_tooltip(const Frame& frame, const Strip& strip, float mouse_x) {
    const Time t = strip.time_at(mouse_x);
    const Millis reach = strip.time_at(mouse_x + frame.paint.px(5)) - t;
    ImGui::BeginTooltip();
    ImGui::PushFont(frame.paint.font(Text::kSmallStrong));
    ImGui::TextUnformatted(frame.format.clock(t).c_str());
    ImGui::PopFont();
    ImGui::PushFont(frame.paint.font(Text::kSmall));
    int shown = 0;
    const auto marks = frame.records.marks();
    for (std::size_t i = frame.records.marks_until(t + reach); i-- > 0 && marks[i].time >= t - reach;) {
        const Entry* entry = frame.records.entry(marks[i].n);
        if (entry == nullptr || lane_of(marks[i].kind.family) < 0) continue;
        const EventText text = describe(entry->event, frame.roster(), frame.format);
        ImGui::Text("%s  %s", frame.format.hour_minute(entry->event.time).c_str(), text.text.c_str());
        if (++shown == 3) break;
    }
    ImGui::PopFont();
    ImGui::EndTooltip();
}

void scrub(const Frame& frame, const Strip& strip) {
    const Touch touched = touch("strip", {strip.rect.x, strip.rect.y, strip.rect.w, strip.rect.h});
    const float mouse_x = ImGui::GetMousePos().x;
    if (ImGui::IsItemActive())
        frame.commands.add(TimeCommand{GoTo{strip.time_at(mouse_x)}});
    else if (touched.hovered)
        draw_tooltip(frame, strip, mouse_x);
}

}  // namespace

void draw_timeline(const Frame& frame, const Rect& rect) {
    const Paint& p = frame.paint;
    p.card(rect);
    const Rect transport{rect.x, rect.y, p.px(kTransportWidth), rect.h};
    draw_transport(frame, transport);
    draw_mark_buttons(frame, mark_row(p, transport));
    draw_live_button(frame, {rect.right() - p.px(kLiveWidth), rect.y, p.px(kLiveWidth), rect.h});

    const float x = rect.x + p.px(kTransportWidth + kNamesWidth);
    const float right = rect.right() - p.px(kLiveWidth + 22);
    if (right - x < p.px(120)) return;
    const Strip strip{{x, rect.y, right - x, rect.h}, frame.day.start, frame.day.end};
    draw_lane_names(frame, rect, x - p.px(10));
    for (int lane = 0; lane < kLanes; ++lane) {
        const float y = strip.rect.y + p.px(kLanesTop + kLane * (static_cast<float>(lane) + 0.5F));
        p.line(strip.rect.x, y, strip.rect.right(), y, theme::kSeparator);
    }
    draw_marked_range(frame, strip);
    draw_histogram(frame, strip);
    draw_hours(frame, strip);
    draw_marks(frame, strip);
    draw_mark_handles(frame, strip);
    draw_playhead(frame, strip);
    scrub(frame, strip);
}

}  // namespace siaga::app
