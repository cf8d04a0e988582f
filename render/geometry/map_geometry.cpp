#include "render/geometry/map_geometry.hpp"

#include <algorithm>
#include <set>

namespace siaga::render {
namespace {

using Edge = std::pair<LonLat, LonLat>;

GeoBounds bounds_of_parts(const Area& area) {
    GeoBounds b{{INT32_MAX, INT32_MAX}, {INT32_MIN, INT32_MIN}};
    for (const Polygon& polygon : area.polygons) {
        for (const LonLat p : polygon.shell) {
            b.south_west = {std::min(b.south_west.lon_e7, p.lon_e7), std::min(b.south_west.lat_e7, p.lat_e7)};
            b.north_east = {std::max(b.north_east.lon_e7, p.lon_e7), std::max(b.north_east.lat_e7, p.lat_e7)};
        }
    }
    return b;
}

GeoBounds joined(const GeoBounds& a, const GeoBounds& b) {
    return {{std::min(a.south_west.lon_e7, b.south_west.lon_e7), std::min(a.south_west.lat_e7, b.south_west.lat_e7)},
            {std::max(a.north_east.lon_e7, b.north_east.lon_e7), std::max(a.north_east.lat_e7, b.north_east.lat_e7)}};
}

template <class Visit> void each_edge(const Area& area, Visit visit) {
    const auto along = [&visit](const Ring& ring) {
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) visit(ring[i], ring[i + 1]);
    };
    for (const Polygon& polygon : area.polygons) {
        along(polygon.shell);
        for (const Ring& hole : polygon.holes) along(hole);
    }
}

class Builder {
public:
    explicit Builder(MapGeometry& out) : out_(out) {}

    void add_mesh(const Area& area, std::size_t index) {
        const AreaMesh mesh = triangulate(area);
        const auto first = static_cast<std::uint32_t>(out_.vertices.size());
        for (const LonLat p : mesh.points) {
            const auto [x, y] = local(p);
            out_.vertices.push_back({x, y, static_cast<float>(index)});
        }
        for (const std::uint32_t corner : mesh.triangles) out_.triangles.push_back(first + corner);
    }

    [[nodiscard]] MapSegment segment(LonLat a, LonLat b) const {
        const auto [ax, ay] = local(a);
        const auto [bx, by] = local(b);
        return {ax, ay, bx, by};
    }

private:
    [[nodiscard]] std::pair<float, float> local(LonLat p) const {
        const WorldPoint w = world_from_lonlat(p);
        return {static_cast<float>((w.x - out_.origin.x) * MapGeometry::kUnitsPerWorld),
                static_cast<float>((w.y - out_.origin.y) * MapGeometry::kUnitsPerWorld)};
    }

    MapGeometry& out_;
};

bool on_cut(const GeoBounds& cut, LonLat a, LonLat b) {
    const auto both = [](std::int32_t p, std::int32_t q, std::int32_t side) { return p == side && q == side; };
    return both(a.lon_e7, b.lon_e7, cut.south_west.lon_e7) || both(a.lon_e7, b.lon_e7, cut.north_east.lon_e7) ||
           both(a.lat_e7, b.lat_e7, cut.south_west.lat_e7) || both(a.lat_e7, b.lat_e7, cut.north_east.lat_e7);
}

void add_context(Builder& builder, MapGeometry& out, const std::vector<Area>& context, std::size_t index) {
    if (context.empty()) return;
    GeoBounds cut = bounds_of_parts(context.front());
    for (const Area& land : context) cut = joined(cut, bounds_of_parts(land));
    const MapSegment corners =
        builder.segment({cut.south_west.lon_e7, cut.north_east.lat_e7}, {cut.north_east.lon_e7, cut.south_west.lat_e7});
    out.cut = corners;
    std::set<Edge> seen;
    for (const Area& land : context) {
        builder.add_mesh(land, index);
        each_edge(land, [&](LonLat a, LonLat b) {
            if (!on_cut(cut, a, b) && seen.insert(std::minmax(a, b)).second) {
                out.context_borders.push_back(builder.segment(a, b));
            }
        });
    }
}

}  // namespace

MapGeometry map_geometry(const std::vector<Area>& areas, const std::vector<Area>& context) {
    MapGeometry out;
    for (const Area& area : areas) out.area_bounds.push_back(bounds_of_parts(area));
    out.bounds = out.area_bounds.front();
    for (const GeoBounds& b : out.area_bounds) out.bounds = joined(out.bounds, b);
    const WorldPoint low = world_from_lonlat(out.bounds.south_west);
    const WorldPoint high = world_from_lonlat(out.bounds.north_east);
    out.origin = {(low.x + high.x) / 2, (low.y + high.y) / 2};

    Builder builder(out);
    add_context(builder, out, context, areas.size());
    std::set<Edge> seen;
    for (std::size_t i = 0; i < areas.size(); ++i) {
        const std::size_t first_triangle = out.triangles.size();
        const std::size_t first_outline = out.outlines.size();
        builder.add_mesh(areas[i], i);
        each_edge(areas[i], [&](LonLat a, LonLat b) {
            out.outlines.push_back(builder.segment(a, b));
            if (seen.insert(std::minmax(a, b)).second) out.borders.push_back(builder.segment(a, b));
        });
        out.area_triangles.push_back({first_triangle, out.triangles.size() - first_triangle});
        out.area_outlines.push_back({first_outline, out.outlines.size() - first_outline});
    }
    return out;
}

}  // namespace siaga::render
