#pragma once
// Areas: named multipolygons read from a GeoJSON file, checked, and asked "which one holds this point".

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/result.hpp"
#include "data/geo/lonlat.hpp"

namespace siaga {

using Ring = std::vector<LonLat>;  ///< closed: front() == back()
struct Polygon {
    Ring shell;
    std::vector<Ring> holes;
};

struct Area {
    std::string code;
    std::string name;
    LonLat label;  ///< from the file, else the pole of inaccessibility
    double area_km2 = 0;
    std::vector<Polygon> polygons;
};

/// A triangle mesh of one area: indices into `points`, three per triangle, every point on a ring.
struct AreaMesh {
    std::vector<LonLat> points;
    std::vector<std::uint32_t> triangles;
};

enum class AreaUse { kDistricts, kContext };  ///< districts are checked strictly, context leniently

inline constexpr std::size_t kAreaFileMaxBytes = 64 * 1024 * 1024;

/// Reads a GeoJSON FeatureCollection of Polygon and MultiPolygon features with `code` (or id) and
/// `name`. Checked: JSON, type, at least one feature, unique codes, finite coordinates in range and
/// not swapped, rings closed with at least 4 points, no self-crossing, holes inside their shell.
/// The Problem's detail is one line naming feature and reason; nothing is half-loaded.
[[nodiscard]] Result<std::vector<Area>> areas_from_geojson(std::string_view json, AreaUse use);

/// The same from a file; adds the file's name. Throws Fault with that one line (missing, unreadable,
/// too large, or the Problem).
[[nodiscard]] std::vector<Area> load_areas(const std::filesystem::path& file, AreaUse use);

/// Constrained Delaunay triangulation through GEOS; holes and several parts are right.
[[nodiscard]] AreaMesh triangulate(const Area& area);

/// Point in area, exact on the stored coordinates. A point on a common border belongs to the area
/// of lower index. Thread: any after construction.
class AreaIndex {
public:
    explicit AreaIndex(const std::vector<Area>& areas);
    ~AreaIndex();
    [[nodiscard]] std::optional<std::size_t> area_at(LonLat p) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga
