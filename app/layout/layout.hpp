#pragma once
// Layout: where each part of the wall lies, as a pure function of size and scale.

#include <array>
#include <cstddef>

namespace siaga::app {

/// In physical pixels, origin at the upper left.
struct Rect {
    float x = 0, y = 0, w = 0, h = 0;

    [[nodiscard]] constexpr float right() const { return x + w; }
    [[nodiscard]] constexpr float bottom() const { return y + h; }
    [[nodiscard]] constexpr bool contains(float px, float py) const {
        return px >= x && px < right() && py >= y && py < bottom();
    }
    [[nodiscard]] constexpr Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
    friend bool operator==(const Rect&, const Rect&) = default;
};

enum class Figure : std::size_t { kPlenary, kWarehouse, kRoad, kGuards, kIncidents, kAlarms };
inline constexpr std::size_t kFigureCount = 6;

/// What the right column has to hold, in logical pixels, so that it can share out its height.
struct ColumnNeeds {
    float unfinished = 0;
    float detail = 0;
    float alarms = 0;  ///< 0: no alarm, no panel
};

struct Layout {
    Rect header;
    std::array<Rect, kFigureCount> figures;
    Rect map;
    Rect unfinished, detail, alarms, events;  ///< the right column, top to bottom
    Rect timeline;
    Rect banner;  ///< of a replay, inside the map's upper edge
    float scale = 1;
    friend bool operator==(const Layout&, const Layout&) = default;
};

inline constexpr float kMinScale = 0.8F;
inline constexpr float kMaxScale = 6.0F;

/// 1.0 at 1920x1080, growing with the smaller side; never so small that text cannot be read.
[[nodiscard]] float default_scale(float width_px, float height_px);

/// Parts never overlap, never leave the picture, and keep 12 logical pixels between them.
[[nodiscard]] Layout lay_out(float width_px, float height_px, float scale, const ColumnNeeds& needs);

}  // namespace siaga::app
