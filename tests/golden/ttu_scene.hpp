#pragma once
// A scene made by hand over the areas of TTU: every fill, every mark, tags, labels, trails.

#include <string>
#include <vector>

#include "data/geo/areas.hpp"
#include "render/scene.hpp"

namespace siaga::render {

struct TtuMap {
    std::vector<Area> areas, context;
};
[[nodiscard]] TtuMap load_ttu();

/// Eight looks, one per class of a district.
[[nodiscard]] std::vector<AreaStyle> eight_styles();

/// The areas in the eight styles, no marks.
[[nodiscard]] Scene ttu_areas(const TtuMap& map);
/// With names, five units of all kinds, a site and the warehouse; 53.03.05 selected.
[[nodiscard]] Scene ttu_day(const TtuMap& map);

}  // namespace siaga::render
