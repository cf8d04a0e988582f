#pragma once
// Owning handles for the GEOS C API, and the way from our fixed-point rings to its geometries.
// Coordinates go in as whole numbers of 1e-7 degree, which doubles hold exactly.

#include <geos_c.h>

#include <memory>
#include <string>
#include <vector>

#include "data/geo/areas.hpp"

namespace siaga::geos {

/// A GEOS context; errors end up in `error`. Not shared between threads.
class Context {
public:
    Context();
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    [[nodiscard]] GEOSContextHandle_t handle() const { return handle_; }
    [[nodiscard]] const std::string& error() const { return error_; }

private:
    GEOSContextHandle_t handle_;
    std::string error_;
};

struct GeometryDeleter {
    GEOSContextHandle_t handle;
    void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(handle, g); }
};
using Geometry = std::unique_ptr<GEOSGeometry, GeometryDeleter>;

struct PreparedDeleter {
    GEOSContextHandle_t handle;
    void operator()(const GEOSPreparedGeometry* g) const { GEOSPreparedGeom_destroy_r(handle, g); }
};
using Prepared = std::unique_ptr<const GEOSPreparedGeometry, PreparedDeleter>;

[[nodiscard]] inline Geometry own(const Context& context, GEOSGeometry* g) {
    return Geometry(g, GeometryDeleter{context.handle()});
}

/// The geometries below throw Fault when GEOS refuses: out of memory, or a ring our checks let pass.
[[nodiscard]] Geometry point(const Context& context, double x, double y);
[[nodiscard]] Geometry polygon(const Context& context, const Polygon& polygon);
[[nodiscard]] Geometry multipolygon(const Context& context, const std::vector<Polygon>& polygons);

/// The rings of a polygon or of all polygons in a collection, rounded to 1e-7 degree.
[[nodiscard]] std::vector<Polygon> polygons_of(const Context& context, const GEOSGeometry* g);
[[nodiscard]] Ring ring_of(const Context& context, const GEOSGeometry* line);

}  // namespace siaga::geos
