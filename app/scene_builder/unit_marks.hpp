#pragma once
// Units as marks and trails.

#include "app/scene_builder/scene_builder.hpp"

namespace siaga::app {

/// Where a unit is drawn. Between two fixes at most kTrailGap apart a moving picture slides from one
/// to the other; over a longer silence it stays at the last known place.
struct DrawnPlace {
    LonLat place;
    std::optional<double> heading_deg;
    friend bool operator==(const DrawnPlace&, const DrawnPlace&) = default;
};
[[nodiscard]] DrawnPlace drawn_place(const Fix& fix, const std::optional<Fix>& next, Time t);

/// Tags are placed in this order: SOS, alarm, selected, lost with boxes, with boxes, on the road, rest.
void add_units(render::Scene& scene, const Situation& shown, const History& history, const SceneView& view,
               const Format& format);

}  // namespace siaga::app
