#pragma once
// Strip: the part of the timeline that the day is drawn on, and its scale of time.

#include <algorithm>

#include "app/layout/layout.hpp"
#include "data/core/time.hpp"

namespace siaga::app {

struct Strip {
    Rect rect;
    Time start, end;

    [[nodiscard]] float x_of(Time t) const {
        const auto span = static_cast<double>((end - start).count());
        return rect.x + static_cast<float>(static_cast<double>((t - start).count()) / span) * rect.w;
    }
    [[nodiscard]] Time time_at(float x) const {
        const double part = std::clamp(static_cast<double>((x - rect.x) / rect.w), 0.0, 1.0);
        return start + Millis{static_cast<std::int64_t>(part * static_cast<double>((end - start).count()))};
    }
};

}  // namespace siaga::app
