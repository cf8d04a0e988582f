#include "render/text/kept_answers.hpp"

#include <array>

namespace siaga::render {
namespace {

constexpr std::size_t kMostTexts = 4096;  // ages in tags change with the minute, so some are for ever gone

/// Corners first: they are what most often lies outside.
bool within(const AreaIndex& areas, std::size_t area, const PixelRect& r, const Camera& camera) {
    static constexpr std::array<std::array<double, 2>, 10> kProbes{
        {{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0.5, 0}, {0.5, 1}, {0.25, 0}, {0.75, 1}, {0.75, 0}, {0.25, 1}}};
    for (const auto& [fx, fy] : kProbes) {
        const LonLat p = camera.lonlat_from_screen({r.x + fx * r.width, r.y + fy * r.height});
        if (areas.area_at(p) != area) return false;
    }
    return true;
}

}  // namespace

const TextBlock& SetTexts::set(const Typesetter& type, std::string_view text, const TextStyle& style) {
    const KeyView key{text, style.face, style.size_px, style.tracking};
    if (const auto known = blocks_.find(key); known != blocks_.end()) return known->second;
    if (blocks_.size() >= kMostTexts) blocks_.clear();
    return blocks_.emplace(Key{std::string(text), style.face, style.size_px, style.tracking}, type.set(text, style))
        .first->second;
}

bool AreasHeld::holds(const AreaIndex& areas, std::size_t area, const PixelRect& rect, const Camera& camera) {
    if (camera_ != camera) {
        held_.clear();
        camera_ = camera;
    }
    const auto [at, fresh] = held_.try_emplace(Key{area, rect.x, rect.y, rect.width, rect.height});
    if (fresh) at->second = within(areas, area, rect, camera);
    return at->second;
}

}  // namespace siaga::render
