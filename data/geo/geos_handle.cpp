#include "data/geo/geos_handle.hpp"

#include <array>
#include <cmath>

#include "data/core/fault.hpp"

namespace siaga::geos {
namespace {

void keep_error(const char* message, void* error) { *static_cast<std::string*>(error) = message; }

Geometry checked(const Context& context, GEOSGeometry* g) {
    if (g == nullptr) throw Fault("GEOS refused a geometry: " + context.error());
    return own(context, g);
}

GEOSCoordSequence* sequence(const Context& context, const Ring& ring) {
    std::vector<double> xy;
    xy.reserve(ring.size() * 2);
    for (const LonLat p : ring) {
        xy.push_back(p.lon_e7);
        xy.push_back(p.lat_e7);
    }
    return GEOSCoordSeq_copyFromBuffer_r(context.handle(), xy.data(), static_cast<unsigned>(ring.size()), 0, 0);
}

Geometry linear_ring(const Context& context, const Ring& ring) {
    return checked(context, GEOSGeom_createLinearRing_r(context.handle(), sequence(context, ring)));
}

/// GEOS takes ownership of the pointers only when the creating call is made.
std::vector<GEOSGeometry*> released(std::vector<Geometry>& owned) {
    std::vector<GEOSGeometry*> raw;
    raw.reserve(owned.size());
    for (Geometry& g : owned) raw.push_back(g.release());
    return raw;
}

}  // namespace

Context::Context() : handle_(GEOS_init_r()) { GEOSContext_setErrorMessageHandler_r(handle_, keep_error, &error_); }

Context::~Context() { GEOS_finish_r(handle_); }

Geometry point(const Context& context, double x, double y) {
    return checked(context, GEOSGeom_createPointFromXY_r(context.handle(), x, y));
}

Geometry polygon(const Context& context, const Polygon& polygon) {
    Geometry shell = linear_ring(context, polygon.shell);
    std::vector<Geometry> holes;
    for (const Ring& hole : polygon.holes) holes.push_back(linear_ring(context, hole));
    std::vector<GEOSGeometry*> raw = released(holes);
    return checked(context, GEOSGeom_createPolygon_r(context.handle(), shell.release(), raw.data(),
                                                     static_cast<unsigned>(raw.size())));
}

Geometry multipolygon(const Context& context, const std::vector<Polygon>& polygons) {
    std::vector<Geometry> parts;
    parts.reserve(polygons.size());
    for (const Polygon& p : polygons) parts.push_back(polygon(context, p));
    std::vector<GEOSGeometry*> raw = released(parts);
    return checked(context, GEOSGeom_createCollection_r(context.handle(), GEOS_MULTIPOLYGON, raw.data(),
                                                        static_cast<unsigned>(raw.size())));
}

Ring ring_of(const Context& context, const GEOSGeometry* line) {
    const GEOSCoordSequence* points = GEOSGeom_getCoordSeq_r(context.handle(), line);
    unsigned size = 0;
    if (points == nullptr || GEOSCoordSeq_getSize_r(context.handle(), points, &size) == 0) return {};
    Ring ring(size);
    for (unsigned i = 0; i < size; ++i) {
        double x = 0;
        double y = 0;
        GEOSCoordSeq_getXY_r(context.handle(), points, i, &x, &y);
        ring[i] = {static_cast<std::int32_t>(std::lround(x)), static_cast<std::int32_t>(std::lround(y))};
    }
    return ring;
}

std::vector<Polygon> polygons_of(const Context& context, const GEOSGeometry* g) {
    std::vector<Polygon> polygons;
    const int type = GEOSGeomTypeId_r(context.handle(), g);
    if (type == GEOS_POLYGON) {
        Polygon out{ring_of(context, GEOSGetExteriorRing_r(context.handle(), g)), {}};
        const int holes = GEOSGetNumInteriorRings_r(context.handle(), g);
        for (int i = 0; i < holes; ++i) {
            out.holes.push_back(ring_of(context, GEOSGetInteriorRingN_r(context.handle(), g, i)));
        }
        if (!out.shell.empty()) polygons.push_back(std::move(out));
    } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
        const int parts = GEOSGetNumGeometries_r(context.handle(), g);
        for (int i = 0; i < parts; ++i) {
            for (Polygon& p : polygons_of(context, GEOSGetGeometryN_r(context.handle(), g, i))) {
                polygons.push_back(std::move(p));
            }
        }
    }
    return polygons;
}

}  // namespace siaga::geos
