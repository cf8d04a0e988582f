#include "data/geo/area_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "data/geo/geos_handle.hpp"

namespace siaga {
namespace {

constexpr double kAuthalicRadiusKm = 6371.0072;
constexpr double kRadians = 3.14159265358979323846 / 180.0;
constexpr double kPoleToleranceE7 = 10'000;  // 0.001 degree

/// GEOS's word for a fault, in ours.
std::string_view plain_words(std::string_view reason) {
    if (reason == "Self-intersection") return "a ring crosses itself or another";
    if (reason == "Ring Self-intersection") return "a ring touches itself";
    if (reason == "Hole lies outside shell") return "a hole lies outside its shell";
    if (reason == "Holes are nested") return "a hole lies inside another hole";
    if (reason == "Interior is disconnected") return "holes cut the area in two";
    if (reason == "Nested shells") return "a part lies inside another part";
    if (reason == "Duplicate Rings") return "a ring occurs twice";
    if (reason == "Too few points in geometry component") return "a ring has fewer than three different points";
    return reason;
}

/// Chamberlain and Duquette, "Some algorithms for polygons on a sphere", JPL 07-03; signed.
double ring_km2(const Ring& ring) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const double width = (ring[i + 1].lon_deg() - ring[i].lon_deg()) * kRadians;
        sum += width * (2 + std::sin(ring[i].lat_deg() * kRadians) + std::sin(ring[i + 1].lat_deg() * kRadians));
    }
    return sum * kAuthalicRadiusKm * kAuthalicRadiusKm / 2;
}

/// Much longer than wide, all parts together; by their corners in degrees.
bool is_sliver(const std::vector<Polygon>& polygons) {
    constexpr std::int64_t kMostTimesLonger = 32;
    const LonLat any = polygons.front().shell.front();
    std::int64_t west = any.lon_e7, east = west, south = any.lat_e7, north = south;
    for (const Polygon& polygon : polygons) {
        for (const LonLat p : polygon.shell) {
            west = std::min<std::int64_t>(west, p.lon_e7), east = std::max<std::int64_t>(east, p.lon_e7);
            south = std::min<std::int64_t>(south, p.lat_e7), north = std::max<std::int64_t>(north, p.lat_e7);
        }
    }
    const std::int64_t width = east - west, height = north - south;
    return std::max(width, height) > kMostTimesLonger * std::min(width, height);
}

LonLat point_of(const geos::Context& context, const GEOSGeometry* point) {
    double x = 0, y = 0;
    GEOSGeomGetX_r(context.handle(), point, &x);
    GEOSGeomGetY_r(context.handle(), point, &y);
    return {static_cast<std::int32_t>(std::lround(x)), static_cast<std::int32_t>(std::lround(y))};
}

}  // namespace

std::optional<std::string> geometry_fault(const std::vector<Polygon>& polygons) {
    const geos::Context context;
    const geos::Geometry geometry = geos::multipolygon(context, polygons);
    char* reason = nullptr;
    GEOSGeometry* location = nullptr;
    const char valid = GEOSisValidDetail_r(context.handle(), geometry.get(), 0, &reason, &location);
    if (valid == 1) return std::nullopt;
    const geos::Geometry where = geos::own(context, location);
    std::string text(plain_words(reason != nullptr ? reason : "GEOS cannot tell"));
    if (reason != nullptr) GEOSFree_r(context.handle(), reason);
    double x = 0;
    double y = 0;
    if (where && GEOSGeomGetX_r(context.handle(), where.get(), &x) == 1 &&
        GEOSGeomGetY_r(context.handle(), where.get(), &y) == 1) {
        text += fmt::format(" near {:.5f}, {:.5f}", x / LonLat::kUnitsPerDegree, y / LonLat::kUnitsPerDegree);
    }
    return text;
}

std::vector<Polygon> mended(const std::vector<Polygon>& polygons) {
    const geos::Context context;
    const geos::Geometry geometry = geos::multipolygon(context, polygons);
    const geos::Geometry valid = geos::own(context, GEOSMakeValid_r(context.handle(), geometry.get()));
    if (!valid) return {};
    return geos::polygons_of(context, valid.get());
}

LonLat pole_of_inaccessibility(const std::vector<Polygon>& polygons) {
    const geos::Context context;
    const geos::Geometry geometry = geos::multipolygon(context, polygons);
    if (is_sliver(polygons)) {
        // GEOS begins with a grid of squares as wide as the shorter side: a sliver has thousands of millions of them.
        const geos::Geometry inside = geos::own(context, GEOSPointOnSurface_r(context.handle(), geometry.get()));
        return inside ? point_of(context, inside.get()) : polygons.front().shell.front();
    }
    // The answer is the radius, from the centre to a nearest border.
    const geos::Geometry radius =
        geos::own(context, GEOSMaximumInscribedCircle_r(context.handle(), geometry.get(), kPoleToleranceE7));
    if (!radius) return polygons.front().shell.front();
    return geos::ring_of(context, radius.get()).front();
}

bool covers(const std::vector<Polygon>& polygons, LonLat p) {
    const geos::Context context;
    const geos::Geometry geometry = geos::multipolygon(context, polygons);
    const geos::Geometry point = geos::point(context, p.lon_e7, p.lat_e7);
    return GEOSIntersects_r(context.handle(), geometry.get(), point.get()) == 1;
}

double area_km2_of(const std::vector<Polygon>& polygons) {
    double sum = 0;
    for (const Polygon& polygon : polygons) {
        sum += std::abs(ring_km2(polygon.shell));
        for (const Ring& hole : polygon.holes) sum -= std::abs(ring_km2(hole));
    }
    return sum;
}

}  // namespace siaga
