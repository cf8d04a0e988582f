#include "render/trails/trail_points.hpp"

#include "render/geometry/map_geometry.hpp"

namespace siaga::render {

std::vector<TrailPoint> trail_points(const TrailSheet& sheet, WorldPoint origin) {
    constexpr float kMillisPerSecond = 1000;
    std::vector<TrailPoint> points;
    points.reserve(sheet.fixes.size());
    for (const TrailFix& fix : sheet.fixes) {
        const WorldPoint w = world_from_lonlat(fix.place);
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
