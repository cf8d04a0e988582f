#include "app/simulator/generator/territory.hpp"

#include <algorithm>
#include <limits>

namespace siaga::app {
namespace {

bool crosses(const std::vector<PlanePoint>& ring, PlanePoint p) {
    bool odd = false;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const PlanePoint& a = ring[i];
        const PlanePoint& b = ring[i + 1];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) odd = !odd;
    }
    return odd;
}

double metres_to_segment(PlanePoint p, PlanePoint a, PlanePoint b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    const double part = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0.0;
    return metres_between(p, along(a, b, part));
}

}  // namespace

Territory::Territory(const std::vector<Area>& areas) {
    const auto add = [](std::vector<Part>& parts, const Ring& ring) {
        Part& part = parts.emplace_back();
        for (const LonLat p : ring) part.ring.push_back(plane_from_lonlat(p));
        const auto [west, east] = std::minmax_element(part.ring.begin(), part.ring.end(),
                                                      [](PlanePoint a, PlanePoint b) { return a.x < b.x; });
        const auto [south, north] = std::minmax_element(part.ring.begin(), part.ring.end(),
                                                        [](PlanePoint a, PlanePoint b) { return a.y < b.y; });
        part.west = west->x, part.east = east->x, part.south = south->y, part.north = north->y;
    };
    for (const Area& area : areas) {
        for (const Polygon& polygon : area.polygons) {
            auto& parts = polygons_.emplace_back();
            add(parts, polygon.shell);
            for (const Ring& hole : polygon.holes) add(parts, hole);
        }
    }
}

double Territory::metres_outside(PlanePoint p) const {
    for (const auto& parts : polygons_) {
        const Part& shell = parts.front();
        if (p.x < shell.west || p.x > shell.east || p.y < shell.south || p.y > shell.north) continue;
        bool odd = false;
        for (const Part& part : parts) odd = odd != crosses(part.ring, p);
        if (odd) return 0;
    }
    double nearest = std::numeric_limits<double>::max();
    for (const auto& parts : polygons_) {
        for (const Part& part : parts) {
            for (std::size_t i = 0; i + 1 < part.ring.size(); ++i) {
                nearest = std::min(nearest, metres_to_segment(p, part.ring[i], part.ring[i + 1]));
            }
        }
    }
    return nearest;
}

double Territory::metres_outside(PlanePoint a, PlanePoint b) const {
    constexpr double kStepM = 100;
    const int steps = std::max(1, static_cast<int>(metres_between(a, b) / kStepM));
    double most = 0;
    for (int i = 0; i <= steps; ++i) {
        most = std::max(most, metres_outside(along(a, b, static_cast<double>(i) / steps)));
    }
    return most;
}

}  // namespace siaga::app
