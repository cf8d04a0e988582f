#include "render/trails/trail_points.hpp"

#include <algorithm>

#include "data/geo/lonlat.hpp"
#include "render/geometry/map_geometry.hpp"

namespace siaga::render {

namespace {

WorldTable table_for(const TrailSheet& sheet) {
    constexpr std::size_t kWorthATable = 2000;
    if (sheet.fixes.size() < kWorthATable) return {0, -1};
    const auto ends =
        std::minmax_element(sheet.fixes.begin(), sheet.fixes.end(),
                            [](const TrailFix& a, const TrailFix& b) { return a.place.lat_e7 < b.place.lat_e7; });
    return {ends.first->place.lat_e7, ends.second->place.lat_e7};
}

}  // namespace

std::vector<TrailPoint> trail_points(const TrailSheet& sheet, WorldPoint origin) {
    constexpr float kMillisPerSecond = 1000;
    std::vector<TrailPoint> points;
    points.reserve(sheet.fixes.size());
    const WorldTable world = table_for(sheet);
    for (const TrailFix& fix : sheet.fixes) {
        const WorldPoint w = world.at(fix.place);
        const auto unit = static_cast<float>(fix.unit);
        points.push_back({static_cast<float>((w.x - origin.x) * MapGeometry::kUnitsPerWorld),
                          static_cast<float>((w.y - origin.y) * MapGeometry::kUnitsPerWorld),
                          static_cast<float>(fix.ms) / kMillisPerSecond, fix.joined ? unit : -1 - unit});
    }
    return points;
}

TrailWindow trail_window(const Trails& trails, const TrailSheet& sheet) {
    const std::chrono::duration<float> until = trails.until - sheet.start;
    const std::chrono::duration<float> length = trails.length;
    return {until.count(), length.count(), trails.onwards};
}

}  // namespace siaga::render
