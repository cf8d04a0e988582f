#include "render/geometry/trail_strip.hpp"

#include <algorithm>
#include <cmath>

namespace siaga::render {
namespace {

constexpr double kLeastStepPx = 1.5;
constexpr double kFeatherPx = 1.0;
constexpr double kLongestMitre = 2.0;  // times the half width; sharper turns are cut there
constexpr float kOldestWidth = 0.45F;  // of the newest

struct Step {
    double x, y;
    float age;
};

std::vector<Step> kept_steps(const Trail& trail, const Camera& camera, double scale) {
    std::vector<Step> steps;
    steps.reserve(trail.points.size());
    const double least = kLeastStepPx * scale;
    const PixelRect& view = camera.viewport();
    // From the newest, so that the end under the mark never moves.
    for (auto point = trail.points.rbegin(); point != trail.points.rend(); ++point) {
        const ScreenPoint p = camera.screen_from_lonlat(point->place);
        const double x = p.x - view.x;
        const double y = p.y - view.y;
        if (!steps.empty() && std::hypot(x - steps.back().x, y - steps.back().y) < least) continue;
        steps.push_back({x, y, std::clamp(point->age, 0.0F, 1.0F)});
    }
    return steps;
}

bool in_view(const std::vector<Step>& steps, const PixelRect& view, double reach) {
    double left = steps.front().x, right = left, top = steps.front().y, bottom = top;
    for (const Step& s : steps) {
        left = std::min(left, s.x);
        right = std::max(right, s.x);
        top = std::min(top, s.y);
        bottom = std::max(bottom, s.y);
    }
    return right > -reach && left < view.width + reach && bottom > -reach && top < view.height + reach;
}

struct Direction {
    double x, y;
};

Direction direction(const Step& from, const Step& to) {
    const double length = std::max(1e-9, std::hypot(to.x - from.x, to.y - from.y));
    return {(to.x - from.x) / length, (to.y - from.y) / length};
}

/// The sideways vector at step i, of length 1 on a straight line and longer at a turn.
Direction sideways(const std::vector<Step>& steps, std::size_t i) {
    const Direction in = direction(steps[i == 0 ? 0 : i - 1], steps[i == 0 ? 1 : i]);
    const Direction out = i + 1 < steps.size() ? direction(steps[i], steps[i + 1]) : in;
    double x = in.x + out.x;
    double y = in.y + out.y;
    const double length = std::hypot(x, y);
    if (length < 1e-6) return {-in.y, in.x};  // straight back: no mitre exists
    x /= length;
    y /= length;
    const double stretch = std::min(kLongestMitre, 1.0 / std::max(0.1, x * in.x + y * in.y));
    return {-y * stretch, x * stretch};
}

Colour faded(Colour colour, float age) {
    colour.a = static_cast<std::uint8_t>(std::lround(static_cast<float>(colour.a) * (1.0F - age * age)));
    return colour;
}

}  // namespace

void add_trail(TrailMesh& mesh, const Trail& trail, const Camera& camera, double scale) {
    const std::vector<Step> steps = kept_steps(trail, camera, scale);
    if (steps.size() < 2 || !in_view(steps, camera.viewport(), static_cast<double>(trail.width_px) * scale)) return;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Direction side = sideways(steps, i);
        const double taper = 1.0 - (1.0 - static_cast<double>(kOldestWidth)) * static_cast<double>(steps[i].age);
        const double half = static_cast<double>(trail.width_px) * scale * taper / 2;
        const double reach = half + kFeatherPx;
        for (const double sign : {-1.0, 1.0}) {
            mesh.vertices.push_back({static_cast<float>(steps[i].x + side.x * reach * sign),
                                     static_cast<float>(steps[i].y + side.y * reach * sign),
                                     static_cast<float>(reach * sign), static_cast<float>(half),
                                     faded(trail.colour, steps[i].age)});
        }
        if (i == 0) continue;
        const auto at = static_cast<std::uint32_t>(mesh.vertices.size() - 4);
        mesh.triangles.insert(mesh.triangles.end(), {at, at + 1, at + 2, at + 2, at + 1, at + 3});
    }
}

}  // namespace siaga::render
