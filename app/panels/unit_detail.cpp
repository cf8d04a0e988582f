// The selected unit: how it is, where it goes, and what it carries.

#include <cmath>

#include "app/language/event_subject.hpp"
#include "app/language/words.hpp"
#include "app/panels/detail_parts.hpp"

namespace siaga::app {

namespace {

constexpr float kTitleBase = 33, kAfterTitle = 46, kLine = 24, kTiles = 50;

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
               look.words, look.colour, kTitleBase);
    const Rect inner{rect.x + p.px(card::kPad), rect.y, rect.w - 2 * p.px(card::kPad), rect.h};
    float y = rect.y + p.px(kAfterTitle);
    if (unit.fix) {
        draw_tiles(frame, {inner.x, y, inner.w, p.px(kTiles)},
                   tiles_of(frame, *unit.fix, known ? escort->second.boxes : 0));
    } else {
        draw_quiet_line(frame, {inner.x, y, inner.w, p.px(kLine)}, glyph::kSignal, tr("No position yet"));
    }
    y += p.px(kTiles + 8);
    draw_quiet_line(frame, {inner.x, y, inner.w, p.px(kLine)}, glyph::kTruck,
                    known ? order_line(frame, escort->second) : tr("No order"));
    y += p.px(kLine);
    draw_last_events(frame, {inner.x - p.px(8), y, inner.w + p.px(16), rect.bottom() - p.px(6) - y},
                     [&](const Event& event) { return is_about(event, name); });
}

}  // namespace siaga::app
