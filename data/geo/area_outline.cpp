#include "data/geo/area_outline.hpp"

#include "data/core/fault.hpp"
#include "data/geo/geos_handle.hpp"

namespace siaga {

std::vector<Ring> outline(const Area& area, double tolerance_deg) {
    const geos::Context context;
    const geos::Geometry whole = geos::multipolygon(context, area.polygons);
    const geos::Geometry simple = geos::own(
        context,
        GEOSTopologyPreserveSimplify_r(context.handle(), whole.get(), tolerance_deg * LonLat::kUnitsPerDegree));
    if (!simple) throw Fault("the outline of " + area.name + ": " + context.error());
    std::vector<Ring> shells;
    for (Polygon& part : geos::polygons_of(context, simple.get())) shells.push_back(std::move(part.shell));
    return shells;
}

}  // namespace siaga
