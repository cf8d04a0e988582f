#pragma once
// The panels of the wall, each in a file of its own. A new one is a function here, a file beside it,
// a rectangle in layout/ and a line in Wall::draw_panels.

#include "app/layout/layout.hpp"
#include "app/live/health.hpp"
#include "app/panels/frame.hpp"

namespace siaga::app {

void draw_header(const Frame& frame, const Rect& rect);
/// What of it needs no records; the name up to `right`.
void draw_header_ground(const Paint& paint, const Rect& rect);
void draw_name(const Paint& paint, const Operation& operation, const Rect& rect, float right);
/// The wall without records: empty panels, and on the map what is going on and how far it is, 0 to 1.
void draw_empty_wall(const Paint& paint, const Operation& operation, const Layout& layout, const std::string& what,
                     double done);
void draw_figures(const Frame& frame, const std::array<Rect, kFigureCount>& rects);
void draw_map_overlay(const Frame& frame, const Layout& layout);
void draw_unfinished(const Frame& frame, const Rect& rect);
/// The selected district, else the selected unit, else the whole regency.
void draw_detail(const Frame& frame, const Rect& rect);
void draw_alarms(const Frame& frame, const Rect& rect);
void draw_events(const Frame& frame, const Rect& rect);
void draw_timeline(const Frame& frame, const Rect& rect);
/// Over everything, until a key or a click.
void draw_health(const Frame& frame, const Health& health, const Rect& screen);
void draw_help(const Frame& frame, const Rect& screen);
/// At the foot of the map, when there is something to say.
void draw_notice(const Frame& frame, const Layout& layout);
/// Frame and banner of a replay; the alert of a lost feed. Over everything else.
void draw_state_frame(const Frame& frame, const Layout& layout, const Rect& screen);

// Heights the panels of the right column ask for, in logical pixels.
[[nodiscard]] float unfinished_height(const Situation& shown);
[[nodiscard]] float detail_height(const Situation& shown, const Selection& selection);
[[nodiscard]] float alarms_height(const Situation& live);

/// Lower left corner of the map, with the hatches of the map itself; the renderer keeps labels out.
[[nodiscard]] Rect legend_rect(const Layout& layout, const Paint& paint);
[[nodiscard]] Rect zoom_rect(const Layout& layout);

}  // namespace siaga::app
