#include <geos_c.h>

#include <unordered_map>

#include "data/core/fault.hpp"
#include "data/geo/areas.hpp"
#include "data/geo/geos_handle.hpp"

namespace siaga {
namespace {

/// Gives each different point one number, in the order of first use.
class PointNumbers {
public:
    explicit PointNumbers(AreaMesh& mesh) : mesh_(mesh) {}

    std::uint32_t number_of(LonLat p) {
        const auto key = (static_cast<std::uint64_t>(static_cast<std::uint32_t>(p.lon_e7)) << 32) |
                         static_cast<std::uint32_t>(p.lat_e7);
        const auto [at, fresh] = numbers_.try_emplace(key, static_cast<std::uint32_t>(mesh_.points.size()));
        if (fresh) mesh_.points.push_back(p);
        return at->second;
    }

private:
    AreaMesh& mesh_;
    std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
};

}  // namespace

AreaMesh triangulate(const Area& area) {
    const geos::Context context;
    AreaMesh mesh;
    PointNumbers numbers(mesh);
    for (const Polygon& part : area.polygons) {
        const geos::Geometry polygon = geos::polygon(context, part);
        const geos::Geometry triangles =
            geos::own(context, GEOSConstrainedDelaunayTriangulation_r(context.handle(), polygon.get()));
        if (!triangles) throw Fault("cannot triangulate area " + area.code + ": " + context.error());
        const int count = GEOSGetNumGeometries_r(context.handle(), triangles.get());
        for (int i = 0; i < count; ++i) {
            const GEOSGeometry* triangle = GEOSGetGeometryN_r(context.handle(), triangles.get(), i);
            const Ring corners = geos::ring_of(context, GEOSGetExteriorRing_r(context.handle(), triangle));
            for (std::size_t c = 0; c < 3 && corners.size() == 4; ++c) {
                mesh.triangles.push_back(numbers.number_of(corners[c]));
            }
        }
    }
    return mesh;
}

}  // namespace siaga
