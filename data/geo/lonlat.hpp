#pragma once
// A position in WGS84 as two fixed-point int32 of 1e-7 degree (about 1 cm).
// Example: 124.4871 E, 9.4386 S is {lon_e7 = 1244871000, lat_e7 = -94386000}.

#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace siaga {

struct LonLat {
    static constexpr std::int32_t kUndefined = std::numeric_limits<std::int32_t>::max();
    static constexpr double kUnitsPerDegree = 1e7;

    std::int32_t lon_e7 = kUndefined;
    std::int32_t lat_e7 = kUndefined;

    /// Precondition: in_range(lon_deg, lat_deg). Rounds half away from zero.
    [[nodiscard]] static LonLat from_degrees(double lon_deg, double lat_deg) {
        return {static_cast<std::int32_t>(std::llround(lon_deg * kUnitsPerDegree)),
                static_cast<std::int32_t>(std::llround(lat_deg * kUnitsPerDegree))};
    }
    /// lon in [-180, 180], lat in [-90, 90]; false for NaN and infinities.
    [[nodiscard]] static bool in_range(double lon_deg, double lat_deg) {
        return lon_deg >= -180.0 && lon_deg <= 180.0 && lat_deg >= -90.0 && lat_deg <= 90.0;
    }
    [[nodiscard]] double lon_deg() const { return lon_e7 / kUnitsPerDegree; }
    [[nodiscard]] double lat_deg() const { return lat_e7 / kUnitsPerDegree; }
    [[nodiscard]] bool defined() const { return lon_e7 != kUndefined && lat_e7 != kUndefined; }
    friend auto operator<=>(const LonLat&, const LonLat&) = default;
};

/// Great-circle distance in metres on the mean Earth radius 6,371,008.8 m (haversine).
[[nodiscard]] double distance_m(LonLat a, LonLat b);
/// Initial bearing from a to b in degrees [0, 360), 0 = north.
[[nodiscard]] double bearing_deg(LonLat a, LonLat b);

/// Web Mercator (EPSG:3857) scaled to the unit square: x grows east from 180 W, y grows south from
/// 85.0511 N. Worked example (also a test): lon 0, lat 0 -> x 0.5, y 0.5;
/// 124.4871 E, 9.4386 S -> x 0.8457975, y 0.5263377.
struct WorldPoint {
    double x = 0, y = 0;
    friend bool operator==(const WorldPoint&, const WorldPoint&) = default;
};
[[nodiscard]] WorldPoint world_from_lonlat(LonLat p);
/// world_from_lonlat for many points of one area, without a tangent and a logarithm each: y in straight pieces of 180
/// m, less than 3 mm from the exact one up to 60 degrees of latitude.
class WorldTable {
public:
    /// For latitudes from south to north; for others, and where these are more than 20 degrees apart, exactly.
    WorldTable(std::int32_t south_lat_e7, std::int32_t north_lat_e7);
    [[nodiscard]] WorldPoint at(LonLat p) const {
        const auto above = static_cast<std::uint32_t>(p.lat_e7) - static_cast<std::uint32_t>(south_lat_e7_);
        const std::size_t piece = above >> kPieceBits;
        if (piece + 1 >= y_.size()) return world_from_lonlat(p);
        constexpr double kPiece = 1U << kPieceBits, kCircle = 360.0 * LonLat::kUnitsPerDegree;
        const double into = (above & ((1U << kPieceBits) - 1)) / kPiece;
        return {p.lon_e7 / kCircle + 0.5, y_[piece] + into * (y_[piece + 1] - y_[piece])};
    }

private:
    static constexpr unsigned kPieceBits = 14;
    std::int32_t south_lat_e7_;
    std::vector<double> y_;  ///< where the pieces begin and end
};
/// Inverse; x, y are clamped to [0, 1].
[[nodiscard]] LonLat lonlat_from_world(WorldPoint w);
/// Ground metres per world unit at a latitude (Earth circumference 40,075,016.686 m times cos lat).
[[nodiscard]] double metres_per_world_unit(double lat_deg);

}  // namespace siaga
