#pragma once
// A TrailSheet as both painters of trails want it, and the one rule of what is seen of it.

#include <cmath>
#include <vector>

#include "render/camera.hpp"
#include "render/scene.hpp"

namespace siaga::render {

/// 16 bytes, as the vertex shader reads them.
struct TrailPoint {
    float x = 0, y = 0;  ///< units of the map's geometry
    float seconds = 0;   ///< since the sheet's start
    float unit = 0;      ///< -1 - unit when it is not joined to the point before
    [[nodiscard]] bool joined() const { return unit >= 0; }
    [[nodiscard]] std::size_t unit_index() const { return static_cast<std::size_t>(joined() ? unit : -1 - unit); }
};

[[nodiscard]] std::vector<TrailPoint> trail_points(const TrailSheet& sheet, WorldPoint origin);

/// Trails::until and length against the times of one sheet.
struct TrailWindow {
    float until_s = 0, length_s = 1;
    bool onwards = false;
};
[[nodiscard]] TrailWindow trail_window(const Trails& trails, const TrailSheet& sheet);

/// The part of a joined step that is seen, as shares of the way from its first to its second point, and
/// the ages (0 newest to 1) at both ends of it. No part: from >= to.
struct TrailPart {
    float from = 0, to = 0, age_from = 0, age_to = 0;
};
/// As trail.vert does it.
[[nodiscard]] inline TrailPart trail_part(float a_s, float b_s, const TrailWindow& window) {
    const float oldest = window.until_s - window.length_s;
    if (b_s <= oldest || a_s >= window.until_s || (!window.onwards && b_s > window.until_s)) return {};
    const float span = b_s > a_s ? b_s - a_s : 1.0F;
    TrailPart part;
    part.from = a_s < oldest ? (oldest - a_s) / span : 0.0F;
    part.to = b_s > window.until_s ? (window.until_s - a_s) / span : 1.0F;
    part.age_from = (window.until_s - (a_s + part.from * span)) / window.length_s;
    part.age_to = (window.until_s - (a_s + part.to * span)) / window.length_s;
    return part;
}

// How a trail grows old.
inline constexpr float kOldestTrailWidth = 0.45F;  ///< of the newest
[[nodiscard]] inline float trail_width_at(float age) { return 1.0F - (1.0F - kOldestTrailWidth) * age; }
[[nodiscard]] inline float trail_alpha_at(float age) { return 1.0F - age * age; }

}  // namespace siaga::render
