// The selected unit: how it is, where it goes, and what it carries.

#include <algorithm>
#include <cmath>

#include "app/language/event_subject.hpp"
#include "app/language/words.hpp"
#include "app/panels/detail_parts.hpp"

namespace siaga::app {

namespace {

constexpr float kUnitTitleBase = 33, kAfterUnitTitle = 46, kUnitLine = 24, kUnitTiles = 50, kTrackLine = 30;
constexpr float kSpeedColumn = 4;     // width of a bar
constexpr float kSpeedsFrom = 0.54F;  // of the row: where the bars begin

struct StatusLook {
    const char* words;
    theme::Colour colour;
};

StatusLook look_of(UnitStatus status) {
    switch (status) {
        case UnitStatus::kLive:
            return {tr("reporting"), theme::kGood};
        case UnitStatus::kStale:
            return {tr("stale"), theme::kWarn};
        case UnitStatus::kLost:
            break;
    }
    return {tr("signal lost"), theme::kAlarm};
}

struct Tile {
    std::string value;
    const char* name;
};

void draw_tiles(const Frame& frame, const Rect& row, const std::vector<Tile>& tiles) {
    const Paint& p = frame.paint;
    const auto count = static_cast<float>(tiles.size());
    const float gap = p.px(6), w = (row.w - gap * (count - 1)) / count;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const Rect tile{row.x + static_cast<float>(i) * (w + gap), row.y, w, row.h};
        p.fill(tile, theme::kTile, 5);
        p.text_centred(Text::kBodyStrong, tile.x + w / 2, tile.y + p.px(22), theme::kText, tiles[i].value);
        p.text_centred(Text::kTiny, tile.x + w / 2, tile.y + p.px(40), theme::kTextQuiet, tiles[i].name);
    }
}

/// What the device did not say stays a dash, never a zero.
std::vector<Tile> tiles_of(const Frame& frame, const Fix& fix, std::uint32_t boxes) {
    const std::string unknown = "–";
    const bool moving = fix.speed_cmps != Fix::kNone16;
    return {
        {frame.format.rough_age(frame.shown.time - fix.time), tr("age")},
        {moving ? frame.format.speed(fix.speed_cmps / 100.0) : unknown, tr("speed")},
        {fix.course_cdeg != Fix::kNone16 ? fmt::format("{:.0f}°", fix.course_cdeg / 100.0) : unknown, tr("course")},
        {fix.accuracy_dm != Fix::kNone16 ? fmt::format("{} m", fix.accuracy_dm / 10) : unknown, tr("accuracy")},
        {fix.battery_pct != Fix::kNoBattery ? fmt::format("{} %", fix.battery_pct) : unknown, tr("battery")},
        {fmt::format("{}", boxes), tr("boxes on board")},
    };
}

std::string order_line(const Frame& frame, const EscortState& escort) {
    std::string line =
        fmt::format("{} → {}", site_name(frame.roster(), escort.from), site_name(frame.roster(), escort.to));
    if (escort.step == EscortStep::kArrived)
        return line + " · " + trf("arrived {}", frame.format.hour_minute(escort.since));
    if (escort.step == EscortStep::kCancelled) return line + " · " + tr("called off");
    line += " · " + trf("left {}", frame.format.hour_minute(escort.since));
    if (escort.eta) line += " · " + trf("ETA {}", frame.format.hour_or_date(*escort.eta, frame.shown.time));
    return line;
}

UnitIndex index_of(const Frame& frame, const UnitState& unit) {
    return UnitIndex{static_cast<std::uint32_t>(&unit - frame.shown.units.data())};
}

/// At the right end of the row; answers where it begins.
float draw_follow_button(const Frame& frame, const Rect& row) {
    const Paint& p = frame.paint;
    const char* words = frame.following ? tr("Following") : tr("Follow");
    const float glyph_w = p.px(20), w = glyph_w + p.width(Text::kSmallStrong, words) + p.px(20);
    const Rect rect{row.right() - w, row.y, w, row.h};
    const Touch touched = touch("follow", rect);
    p.fill(rect, frame.following || touched.hovered ? theme::kRowSelected : theme::kTile, 5);
    const theme::Colour ink = frame.following ? theme::kUnit : theme::kTextQuiet;
    const float baseline = rect.y + rect.h / 2 + p.cap_height(Text::kSmallStrong) / 2;
    p.text(Text::kSmallStrong, rect.x + p.px(10), baseline, ink, glyph::kTarget);
    p.text(Text::kSmallStrong, rect.x + p.px(10) + glyph_w, baseline, ink, words);
    if (touched.hovered) hint(rect, tr("Keep the unit in the middle of the map  U"));
    if (touched.clicked) frame.commands.add(ToggleFollow{});
    return rect.x;
}

/// The fastest of each few pixels of the span, what lies after `until` only hinted at.
void draw_speeds(const Frame& frame, const Rect& area, Time from, Time to, Time until) {
    const Paint& p = frame.paint;
    const auto columns = static_cast<std::size_t>(std::max(1.0F, area.w / p.px(kSpeedColumn)));
    const std::vector<SpeedBucket>& speeds = frame.state.unit_track.speeds(from, to, columns);
    double fastest = 0;
    for (const SpeedBucket& speed : speeds) fastest = std::max(fastest, speed.fastest_mps);
    p.line(area.x, area.bottom(), area.right(), area.bottom(), theme::kTrack);
    if (fastest <= 0) return;
    const float w = area.w / static_cast<float>(columns);
    for (std::size_t i = 0; i < speeds.size(); ++i) {
        if (speeds[i].fixes == 0) continue;
        const float h = std::max(p.px(1.5F), area.h * static_cast<float>(speeds[i].fastest_mps / fastest));
        p.fill({area.x + static_cast<float>(i) * w, area.bottom() - h, w - p.px(1), h},
               theme::faded(theme::kUnit, speeds[i].from > until ? 0.25F : 0.8F));
    }
}

/// What a track is of when no range is marked.
std::string day_words(const Frame& frame) {
    const bool today = frame.day.start <= frame.live.time && frame.live.time <= frame.day.end;
    return today ? tr("today") : frame.format.day(frame.day.start);
}

/// How far it went, how often it stood and how fast it was: of the marked range, or of the day so far.
void draw_track_line(const Frame& frame, const Rect& row, UnitIndex unit) {
    const Paint& p = frame.paint;
    UnitTrack& track = frame.state.unit_track;
    const TrackRules rules{.longest_gap = frame.roster().rules.lost_after};
    const std::optional<MarkedRange> marked = frame.time.marked();
    const Time first = marked ? std::min(marked->from, frame.day.start) : frame.day.start;
    const Time last = marked ? std::max(marked->to, frame.day.end) : frame.day.end;
    track.update(frame.records.history(),
                 {unit, first, std::min(last, frame.range.end), frame.records.revision(), rules});
    const float baseline = row.y + row.h / 2 + p.cap_height(Text::kSmall) / 2;
    if (!track.complete()) return draw_quiet_line(frame, row, glyph::kRoad, tr("Reading the track ..."));
    const Time from = marked ? marked->from : frame.day.start;
    const Time until = marked ? marked->to : std::min(frame.shown.time, frame.range.end);
    const UnitTrack::Figures figures = track.between(from, until);
    const std::string stops = trnf("{} stop", "{} stops", figures.stops, figures.stops);
    p.text(Text::kSmall, row.x, baseline, marked ? theme::kReplay : theme::kTextFaint, glyph::kRoad);
    float x =
        p.text(Text::kSmallStrong, row.x + p.px(26), baseline, theme::kText, frame.format.distance(figures.metres));
    x = p.text(Text::kSmall, x, baseline, theme::kTextQuiet,
               " · " + stops + " · " + (marked ? std::string("A–B") : day_words(frame)));
    const Time to = marked ? marked->to : frame.day.end;
    const Rect speeds{row.x + row.w * kSpeedsFrom, row.y + p.px(4), row.w * (1 - kSpeedsFrom), row.h - p.px(8)};
    if (x < speeds.x) draw_speeds(frame, speeds, from, to, until);
}

}  // namespace

void draw_unit_detail(const Frame& frame, const Rect& rect, const UnitState& unit) {
    const Paint& p = frame.paint;
    const UnitName name = UnitName::literal(unit.name);
    const auto escort = frame.shown.escorts.find(name);
    const bool known = escort != frame.shown.escorts.end();
    const bool sos = frame.shown.emergencies.contains(name);
    const StatusLook look = sos ? StatusLook{"SOS", theme::kEmergency} : look_of(unit.status);
    p.card(rect);
    draw_title(frame, rect, unit.name,
               unit.fix ? fmt::format("{:.5f}, {:.5f}", unit.fix->position.lat_deg(), unit.fix->position.lon_deg())
                        : std::string(),
               look.words, look.colour, kUnitTitleBase);
    const Rect inner{rect.x + p.px(card::kPad), rect.y, rect.w - 2 * p.px(card::kPad), rect.h};
    float y = rect.y + p.px(kAfterUnitTitle);
    if (unit.fix) {
        draw_tiles(frame, {inner.x, y, inner.w, p.px(kUnitTiles)},
                   tiles_of(frame, *unit.fix, known ? escort->second.boxes : 0));
    } else {
        draw_quiet_line(frame, {inner.x, y, inner.w, p.px(kUnitLine)}, glyph::kSignal, tr("No position yet"));
    }
    y += p.px(kUnitTiles + 8);
    draw_quiet_line(frame, {inner.x, y, inner.w, p.px(kUnitLine)}, glyph::kTruck,
                    known ? order_line(frame, escort->second) : tr("No order"));
    y += p.px(kUnitLine);
    const float button = draw_follow_button(frame, {inner.x, y + p.px(3), inner.w, p.px(kTrackLine - 6)});
    draw_track_line(frame, {inner.x, y, button - p.px(12) - inner.x, p.px(kTrackLine)}, index_of(frame, unit));
    y += p.px(kTrackLine);
    draw_last_events(frame, {inner.x - p.px(8), y, inner.w + p.px(16), rect.bottom() - p.px(6) - y},
                     [&](const Event& event) { return is_about(event, name); });
}

}  // namespace siaga::app
