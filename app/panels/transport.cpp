#include "app/panels/transport.hpp"

#include "app/theme/glyphs.hpp"

namespace siaga::app {

namespace {

constexpr float kHeight = 44;
constexpr float kTransportTop = 18;  // above the row of the marks

bool button(const Frame& frame, const char* id, const Rect& rect, const char* face, const char* about,
            bool enabled = true) {
    const Paint& p = frame.paint;
    const Touch touched = touch(id, rect);
    const bool lit = touched.hovered && enabled;
    p.fill(rect, lit ? theme::kRowSelected : theme::kTile, 6);
    p.text_centred(Text::kBodyStrong, rect.x + rect.w / 2, rect.y + rect.h / 2 + p.cap_height(Text::kBodyStrong) / 2,
                   enabled ? theme::kText : theme::kTextFaint, face);
    if (touched.hovered) hint(rect, about);
    return touched.clicked && enabled;
}

}  // namespace

void draw_transport(const Frame& frame, const Rect& area) {
    const Paint& p = frame.paint;
    const float y = area.y + p.px(kTransportTop);
    float x = area.x + p.px(card::kPad);
    const auto next = [&](float width, float gap) {
        const Rect rect{x, y, p.px(width), p.px(kHeight)};
        x += p.px(width + gap);
        return rect;
    };
    if (button(frame, "previous", next(42, 6), glyph::kPrevious, tr("Previous event  ,")))
        frame.commands.add(StepEntry{-1});
    const bool playing = frame.time.playing;
    if (button(frame, "play", next(52, 6), playing ? glyph::kPause : glyph::kPlay,
               playing ? tr("Pause  Space") : tr("Play  Space"))) {
        frame.commands.add(TimeCommand{TogglePlay{}});
    }
    if (button(frame, "next", next(42, 18), glyph::kNext, tr("Next event  ."))) frame.commands.add(StepEntry{1});
    const bool slowest = frame.time.speed == kSpeeds.front(), fastest = frame.time.speed == kSpeeds.back();
    if (button(frame, "slower", next(34, 0), glyph::kMinus, tr("Slower  ["), !slowest))
        frame.commands.add(TimeCommand{ShiftSpeed{-1}});
    const Rect speed = next(70, 0);
    p.text_centred(Text::kBodyStrong, speed.x + speed.w / 2,
                   speed.y + speed.h / 2 + p.cap_height(Text::kBodyStrong) / 2,
                   frame.time.playing ? theme::kReplay : theme::kText,
                   fmt::format("{}×", frame.format.whole(static_cast<std::uint64_t>(frame.time.speed))));
    if (button(frame, "faster", next(34, 0), glyph::kPlus, tr("Faster  ]"), !fastest))
        frame.commands.add(TimeCommand{ShiftSpeed{1}});
}

void draw_live_button(const Frame& frame, const Rect& area) {
    const Paint& p = frame.paint;
    const Rect rect{area.x, area.y + (area.h - p.px(kHeight)) / 2, area.w - p.px(card::kPad), p.px(kHeight)};
    const Touch touched = touch("live", rect);
    const bool live = !frame.time.replay();
    p.fill(rect, live ? theme::kGoodPlate : touched.hovered ? theme::kRowSelected : theme::kTile, 6);
    if (!live) p.frame(rect, theme::kGood, 6, 1.5F);
    p.text_centred(Text::kBodyStrong, rect.x + rect.w / 2, rect.y + rect.h / 2 + p.cap_height(Text::kBodyStrong) / 2,
                   theme::kGoodText, tr("LIVE"));
    if (touched.hovered && !live) hint(rect, tr("Back to now  L"));
    if (touched.clicked) frame.commands.add(TimeCommand{GoLive{}});
}

}  // namespace siaga::app
