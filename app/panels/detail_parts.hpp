#pragma once
// Pieces that the details of a district, a unit and the whole area are put together from.

#include <functional>
#include <string_view>

#include "app/panels/facts.hpp"
#include "app/panels/frame.hpp"
#include "app/theme/glyphs.hpp"

namespace siaga::app {

/// Name, something quiet after it, and at the right the state with its colour; on one baseline.
void draw_title(const Frame& frame, const Rect& card, std::string_view name, std::string_view aside,
                std::string_view state, theme::Colour colour, float baseline);
/// Six tiles, one for each place a box can be.
void draw_box_tiles(const Frame& frame, const Rect& row, const BoxPlaces& boxes);
/// How many districts are in each class, as chips with numbers, in two rows.
void draw_class_counts(const Frame& frame, const Rect& area);
void draw_link_line(const Frame& frame, const Rect& row, const char* glyph, std::string_view text, Command on_click,
                    int id);
void draw_quiet_line(const Frame& frame, const Rect& row, const char* glyph, std::string_view text);
/// The newest events that `wanted` keeps, as many as fit.
void draw_last_events(const Frame& frame, const Rect& space, const std::function<bool(const Event&)>& wanted);

void draw_unit_detail(const Frame& frame, const Rect& rect, const UnitState& unit);

}  // namespace siaga::app
