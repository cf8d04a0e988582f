// Header: which operation, live or replay, how old the feed is, and the time.

#include "app/panels/panels.hpp"

#include <algorithm>

#include "app/theme/glyphs.hpp"

namespace siaga::app {

namespace {

constexpr float kHeaderMargin = 24;

struct Badge {
    const char* glyph;
    std::string word, detail;
    theme::Colour plate, ink, quiet;
};

Badge live_badge(const Frame& frame) {
    const FeedView& feed = frame.feed;
    const std::string units = trnf("{} unit", "{} units", feed.units_live, feed.units_live);
    if (feed.health == FeedHealth::kLost) {
        return {glyph::kPlug,
                trf("FEED LOST {}", frame.format.rough_age(feed.age)),
                tr("the map shows the last known state"),
                theme::kEmergency,
                theme::kText,
                theme::kText};
    }
    if (feed.health == FeedHealth::kNone) {
        return {glyph::kPlug, tr("NO FEED YET"), units, theme::kWarnPlate, theme::kWarnText, theme::kTextQuiet};
    }
    return {glyph::kCircle,    tr("LIVE"),       trf("feed {}", frame.format.age(feed.age)) + " · " + units,
            theme::kGoodPlate, theme::kGoodText, theme::kTextQuiet};
}

Badge badge_for(const Frame& frame) {
    if (!frame.time.replay()) return live_badge(frame);
    Badge badge{glyph::kHistory, tr("REPLAY"), {}, theme::kReplayPlate, theme::kReplay, theme::kTextQuiet};
    if (frame.feed.health == FeedHealth::kLost)
        badge.detail = trf("feed lost {}", frame.format.rough_age(frame.feed.age));
    else if (frame.feed.health == FeedHealth::kGood)
        badge.detail = trf("live feed {}", frame.format.age(frame.feed.age));
    else
        badge.detail = tr("no feed");
    return badge;
}

/// Answers its left end.
float draw_badge(const Paint& p, const Badge& badge, float right, float middle) {
    const float pad = p.px(16), gap = p.px(9);
    const float w = pad * 2 + p.width(Text::kBodyStrong, badge.glyph) + gap + p.width(Text::kBodyStrong, badge.word) +
                    gap + p.width(Text::kSmall, badge.detail);
    const Rect rect{right - w, middle - p.px(17), w, p.px(34)};
    p.fill(rect, badge.plate, 17);
    const float baseline = middle + p.cap_height(Text::kBodyStrong) / 2;
    float x = p.text(Text::kBodyStrong, rect.x + pad, baseline, badge.ink, badge.glyph) + gap;
    x = p.text(Text::kBodyStrong, x, baseline, badge.ink, badge.word) + gap;
    p.text(Text::kSmall, x, baseline, badge.quiet, badge.detail);
    return rect.x;
}

/// The date, and in a replay also the time it really is. Answers its left end.
float draw_date(const Frame& frame, float right, float middle) {
    const Paint& p = frame.paint;
    const std::string date = frame.operation.zone.label() + " · " + frame.format.date(frame.time.shown);
    const float baseline = middle + p.cap_height(Text::kClock) / 2;
    if (!frame.time.replay()) return p.text_right(Text::kBody, right, baseline, theme::kTextQuiet, date);
    const std::string now = trf("now {}", frame.format.hour_or_date(frame.live.time, frame.time.shown));
    const float a = p.text_right(Text::kSmall, right, baseline, theme::kTextQuiet, now);
    const float b = p.text_right(Text::kSmall, right, baseline - p.px(19), theme::kTextQuiet, date);
    return std::min(a, b);
}

}  // namespace

void draw_name(const Paint& p, const Operation& operation, const Rect& rect, float right) {
    const float baseline = rect.y + rect.h / 2 + p.cap_height(Text::kTitle) / 2;
    const float after = p.text(Text::kTitle, rect.x + p.px(kHeaderMargin), baseline, theme::kText, "SIAGA");
    p.text_cut(Text::kBody, after + p.px(16), baseline, right, theme::kTextQuiet,
               operation.name + " · " + operation.region);
}

void draw_header_ground(const Paint& p, const Rect& rect) {
    p.fill(rect, theme::kHeader);
    p.line(rect.x, rect.bottom(), rect.right(), rect.bottom(), theme::kCardBorder);
}

void draw_header(const Frame& frame, const Rect& rect) {
    const Paint& p = frame.paint;
    draw_header_ground(p, rect);
    const float middle = rect.y + rect.h / 2;

    const float date_x = draw_date(frame, rect.right() - p.px(kHeaderMargin), middle);
    const std::string clock = frame.format.clock(frame.time.shown);
    const float clock_x = date_x - p.px(14) - p.digits_width(Text::kClock, clock);
    p.digits(Text::kClock, clock_x, middle + p.cap_height(Text::kClock) / 2,
             frame.time.replay() ? theme::kReplay : theme::kText, clock);
    const float badge_x = draw_badge(p, badge_for(frame), clock_x - p.px(32), middle);
    draw_name(p, frame.operation, rect, badge_x - p.px(16));
}

}  // namespace siaga::app
