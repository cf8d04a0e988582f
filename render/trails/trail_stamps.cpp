#include "render/trails/trail_stamps.hpp"

#include <algorithm>
#include <cmath>

#include "render/trails/trail_points.hpp"

namespace siaga::render {
namespace {

constexpr float kFeatherPx = 0.5F;
constexpr float kFull = 255.0F;
constexpr int kLaneBytes = 8;

}  // namespace

TrailStamps::TrailStamps(float width_px)
    : width_px_(width_px),
      reach_(width_px / 2 + kFeatherPx),
      side_(static_cast<int>(std::ceil(2 * reach_)) + 1),
      row_bytes_((side_ + kLaneBytes - 1) / kLaneBytes * kLaneBytes),
      stamp_bytes_(static_cast<std::size_t>(side_) * static_cast<std::size_t>(row_bytes_)),
      texels_(stamp_bytes_ * kAges * kShares * kShares) {
    auto* texel = texels_.data();
    for (int age = 0; age < kAges; ++age) {
        const float old = static_cast<float>(age) / (kAges - 1);
        const float half = width_px * trail_width_at(old) / 2;
        for (int y_share = 0; y_share < kShares; ++y_share) {
            for (int x_share = 0; x_share < kShares; ++x_share) {
                // The pen stands in the middle of its share.
                const float pen_x = reach_ + (static_cast<float>(x_share) + 0.5F) / kShares;
                const float pen_y = reach_ + (static_cast<float>(y_share) + 0.5F) / kShares;
                for (int y = 0; y < side_; ++y) {
                    for (int x = 0; x < row_bytes_; ++x) {
                        const float away =
                            std::hypot(static_cast<float>(x) + 0.5F - pen_x, static_cast<float>(y) + 0.5F - pen_y);
                        const float cover = std::clamp(half + kFeatherPx - away, 0.0F, 1.0F);
                        *texel++ = static_cast<std::uint8_t>(std::lround(cover * trail_alpha_at(old) * kFull));
                    }
                }
            }
        }
    }
}

}  // namespace siaga::render
