#include <geos_c.h>

#include <cmath>
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

struct Box {
    double west = 0, south = 0, east = 0, north = 0;
};

Box box_of(const geos::Context& context, const GEOSGeometry* g) {
    Box box;
    GEOSGeom_getXMin_r(context.handle(), g, &box.west);
    GEOSGeom_getYMin_r(context.handle(), g, &box.south);
    GEOSGeom_getXMax_r(context.handle(), g, &box.east);
    GEOSGeom_getYMax_r(context.handle(), g, &box.north);
    return box;
}

geos::Geometry cut_out(const geos::Context& context, const GEOSGeometry* polygon, const Box& box) {
    const geos::Geometry window =
        geos::own(context, GEOSGeom_createRectangle_r(context.handle(), box.west, box.south, box.east, box.north));
    return geos::own(context, GEOSIntersection_r(context.handle(), polygon, window.get()));
}

void add_triangles(const geos::Context& context, const GEOSGeometry* triangles, AreaMesh& mesh, PointNumbers& numbers) {
    const int count = GEOSGetNumGeometries_r(context.handle(), triangles);
    for (int i = 0; i < count; ++i) {
        const GEOSGeometry* triangle = GEOSGetGeometryN_r(context.handle(), triangles, i);
        const Ring corners = geos::ring_of(context, GEOSGetExteriorRing_r(context.handle(), triangle));
        for (std::size_t c = 0; c < 3 && corners.size() == 4; ++c) {
            mesh.triangles.push_back(numbers.number_of(corners[c]));
        }
    }
}

/// GEOS 3.11 cannot triangulate a polygon whose hole touches its shell. Cut through the middle of the
/// hole it has none, so such a polygon is cut there and its pieces are triangulated.
void add_polygon(const geos::Context& context, const GEOSGeometry* g, AreaMesh& mesh, PointNumbers& numbers,
                 int cuts_left) {
    const int parts = GEOSGetNumGeometries_r(context.handle(), g);
    for (int i = 0; i < parts; ++i) {
        const GEOSGeometry* part = GEOSGetGeometryN_r(context.handle(), g, i);
        if (GEOSGeomTypeId_r(context.handle(), part) != GEOS_POLYGON) continue;  // a cut may leave a touching line
        const geos::Geometry triangles =
            geos::own(context, GEOSConstrainedDelaunayTriangulation_r(context.handle(), part));
        if (triangles) {
            add_triangles(context, triangles.get(), mesh, numbers);
            continue;
        }
        if (cuts_left == 0 || GEOSGetNumInteriorRings_r(context.handle(), part) == 0) throw Fault(context.error());
        const Box hole = box_of(context, GEOSGetInteriorRingN_r(context.handle(), part, 0));
        const double middle = std::floor((hole.west + hole.east) / 2);
        Box west = box_of(context, part);
        Box east = west;
        west.east = east.west = middle;
        for (const Box& side : {west, east}) {
            const geos::Geometry piece = cut_out(context, part, side);
            if (!piece) throw Fault(context.error());
            add_polygon(context, piece.get(), mesh, numbers, cuts_left - 1);
        }
    }
}

}  // namespace

AreaMesh triangulate(const Area& area) {
    constexpr int kMostCuts = 16;
    const geos::Context context;
    AreaMesh mesh;
    PointNumbers numbers(mesh);
    try {
        for (const Polygon& part : area.polygons) {
            add_polygon(context, geos::polygon(context, part).get(), mesh, numbers, kMostCuts);
        }
    } catch (const Fault& fault) {
        throw Fault("cannot triangulate area " + area.code + ": " + fault.what());
    }
    return mesh;
}

}  // namespace siaga
