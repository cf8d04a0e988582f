#include "data/geo/lonlat.hpp"

#include <algorithm>
#include <numbers>

namespace siaga {
namespace {

constexpr double kEarthRadiusM = 6'371'008.8;       // IUGG mean radius
constexpr double kEquatorM = 40'075'016.686;        // WGS84, 2 pi a
constexpr double kMaxMercatorLatDeg = 85.05112878;  // where the square closes
constexpr double kRadiansPerDegree = std::numbers::pi / 180.0;

}  // namespace

double distance_m(LonLat a, LonLat b) {
    const double lat_a = a.lat_deg() * kRadiansPerDegree;
    const double lat_b = b.lat_deg() * kRadiansPerDegree;
    const double half_dlat = (lat_b - lat_a) / 2;
    const double half_dlon = (b.lon_deg() - a.lon_deg()) * kRadiansPerDegree / 2;
    const double h = std::sin(half_dlat) * std::sin(half_dlat) +
                     std::cos(lat_a) * std::cos(lat_b) * std::sin(half_dlon) * std::sin(half_dlon);
    return 2 * kEarthRadiusM * std::asin(std::min(1.0, std::sqrt(h)));
}

double bearing_deg(LonLat a, LonLat b) {
    const double lat_a = a.lat_deg() * kRadiansPerDegree;
    const double lat_b = b.lat_deg() * kRadiansPerDegree;
    const double dlon = (b.lon_deg() - a.lon_deg()) * kRadiansPerDegree;
    const double y = std::sin(dlon) * std::cos(lat_b);
    const double x = std::cos(lat_a) * std::sin(lat_b) - std::sin(lat_a) * std::cos(lat_b) * std::cos(dlon);
    const double deg = std::atan2(y, x) / kRadiansPerDegree;
    return deg < 0 ? deg + 360.0 : deg;
}

WorldPoint world_from_lonlat(LonLat p) {
    const double lat = std::clamp(p.lat_deg(), -kMaxMercatorLatDeg, kMaxMercatorLatDeg) * kRadiansPerDegree;
    return {p.lon_deg() / 360.0 + 0.5, 0.5 - std::asinh(std::tan(lat)) / (2 * std::numbers::pi)};
}

WorldTable::WorldTable(std::int32_t south_lat_e7, std::int32_t north_lat_e7) : south_lat_e7_(south_lat_e7) {
    constexpr std::int64_t kMostApart = 200'000'000, kPiece = 1U << kPieceBits, kMostNorth = 900'000'000;
    const std::int64_t apart = std::int64_t{north_lat_e7} - south_lat_e7;
    if (apart < 0 || apart > kMostApart) return;
    for (std::int64_t lat = south_lat_e7; lat < north_lat_e7 + kPiece && lat <= kMostNorth; lat += kPiece)
        y_.push_back(world_from_lonlat({0, static_cast<std::int32_t>(lat)}).y);
}

LonLat lonlat_from_world(WorldPoint w) {
    const double x = std::clamp(w.x, 0.0, 1.0);
    const double y = std::clamp(w.y, 0.0, 1.0);
    const double lat = std::atan(std::sinh((0.5 - y) * 2 * std::numbers::pi)) / kRadiansPerDegree;
    return LonLat::from_degrees((x - 0.5) * 360.0, lat);
}

double metres_per_world_unit(double lat_deg) { return kEquatorM * std::cos(lat_deg * kRadiansPerDegree); }

}  // namespace siaga
