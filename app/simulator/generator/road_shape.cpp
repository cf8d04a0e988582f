#include "app/simulator/generator/road_shape.hpp"

namespace siaga::app {
namespace {

constexpr double kStraightM = 420;  // shorter pieces have no bend of their own
constexpr double kBend = 0.13;      // most sideways, as a part of the length

bool inside(const Territory& territory, PlanePoint a, PlanePoint b) {
    constexpr double kBendToleranceM = 60;
    return territory.metres_outside(a, b) <= kBendToleranceM;
}

/// Appends the points after a up to and with b.
void bend(PlanePoint a, PlanePoint b, const Territory& territory, Seeded& random, std::vector<PlanePoint>& out) {
    const double length = metres_between(a, b);
    if (length < kStraightM) {
        out.push_back(b);
        return;
    }
    PlanePoint middle = along(a, b, 0.5);
    double aside = random.signed_unit() * kBend;
    for (int attempt = 0; attempt < 3; ++attempt, aside *= -0.5) {
        const PlanePoint moved{middle.x - (b.y - a.y) * aside, middle.y + (b.x - a.x) * aside};
        if (!inside(territory, a, moved) || !inside(territory, moved, b)) continue;
        middle = moved;
        break;
    }
    bend(a, middle, territory, random, out);
    bend(middle, b, territory, random, out);
}

/// Every corner moves half way to the middle of its neighbours; the ends stay.
std::vector<PlanePoint> smoothed(const std::vector<PlanePoint>& line) {
    if (line.size() < 4) return line;
    std::vector<PlanePoint> out{line.front()};
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
        out.push_back(along(line[i], along(line[i - 1], line[i + 1], 0.5), 0.5));
    }
    out.push_back(line.back());
    return out;
}

}  // namespace

std::vector<PlanePoint> bent_line(PlanePoint a, PlanePoint b, const Territory& territory, Seeded& random) {
    std::vector<PlanePoint> line{a};
    bend(a, b, territory, random, line);
    return smoothed(line);
}

}  // namespace siaga::app
