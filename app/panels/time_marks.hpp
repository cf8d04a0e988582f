#pragma once
// The marks A and B of the timeline: the small buttons below the transport, the range on the strip, and
// the two handles that are dragged. Without a mark there is nothing but two quiet letters.

#include "app/panels/frame.hpp"
#include "app/panels/strip.hpp"

namespace siaga::app {

/// Where the buttons lie: below the transport's, inside its area.
[[nodiscard]] Rect mark_row(const Paint& paint, const Rect& transport);

/// A and B; with a marked range also loop, write and clear, and how long it is.
void draw_mark_buttons(const Frame& frame, const Rect& row);

/// Behind everything else on the strip.
void draw_marked_range(const Frame& frame, const Strip& strip);
/// Would the name of an hour, centred at x, lie under a handle?
[[nodiscard]] bool under_a_handle(const Frame& frame, const Strip& strip, float x);
/// Over the hours. To be called before the strip takes the mouse.
void draw_mark_handles(const Frame& frame, const Strip& strip);

}  // namespace siaga::app
