#pragma once
// One row of the ledger as the event list and the details show it.

#include "app/panels/frame.hpp"

namespace siaga::app {

struct EventRowStyle {
    Text text = Text::kBody;
    int lines = 2;
    float pad = 5;  ///< above and below, logical pixels
};

/// Draws at the top of `space` and answers the height used; 0 and nothing drawn when it does not fit.
float draw_event_row(const Frame& frame, const Rect& space, const Entry& entry, const EventRowStyle& style);

[[nodiscard]] theme::Colour ink_of(Tone tone);

}  // namespace siaga::app
