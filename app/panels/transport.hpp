#pragma once
// The buttons at both ends of the timeline.

#include "app/panels/frame.hpp"

namespace siaga::app {

/// Previous event, play or pause, next event; slower, speed, faster.
void draw_transport(const Frame& frame, const Rect& area);
void draw_live_button(const Frame& frame, const Rect& area);

}  // namespace siaga::app
