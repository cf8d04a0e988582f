#pragma once
// Units as marks and trails.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/scene_builder/scene_builder.hpp"
#include "app/scene_builder/trail_sheets.hpp"

namespace siaga::app {

/// Where a unit is drawn. Between two fixes at most kTrailGap apart a moving picture slides from one
/// to the other; over a longer silence it stays at the last known place.
struct DrawnPlace {
    LonLat place;
    std::optional<double> heading_deg;
    friend bool operator==(const DrawnPlace&, const DrawnPlace&) = default;
};
[[nodiscard]] DrawnPlace drawn_place(const Fix& fix, const std::optional<TrailSheets::Step>& next, Time t);

/// What one unit is doing, gathered from the situation.
struct UnitRole {
    bool sos = false, alarm = false, selected = false;
    bool on_order = false;  ///< departed and not yet arrived
    std::uint32_t boxes = 0;
};

/// Tags are placed in this order: SOS, alarm, selected, lost with boxes, with boxes, on the road, rest.
[[nodiscard]] int tag_priority(const UnitRole& role, UnitStatus status);

/// Turns units into marks, and remembers between frames what does not change.
class UnitMarks {
public:
    void add_to(render::Scene& scene, const Situation& shown, const History& history, const SceneView& view,
                const Format& format);

private:
    [[nodiscard]] const std::vector<UnitRole>& roles_of(const Situation& s, const SceneView& view);
    [[nodiscard]] UnitRole* role(const UnitName& name);
    void learn_names(const Situation& s);

    TrailSheets sheets_;
    std::vector<UnitRole> roles_;                              ///< by UnitIndex
    std::unordered_map<std::string, std::size_t> unit_index_;  ///< units are only ever added
};

}  // namespace siaga::app
