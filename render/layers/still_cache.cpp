#include "render/layers/still_cache.hpp"

namespace siaga::render {

void StillCache::refresh(AreaLayer& areas, const Scene& scene, const View& view) {
    Key key{view.width,
            view.height,
            view.scale,
            view.origin.x,
            view.origin.y,
            view.px_per_unit,
            scene.sea,
            scene.land_quiet,
            scene.border_quiet,
            scene.border,
            scene.border_selected,
            scene.border_hovered,
            scene.border_px,
            scene.border_selected_px,
            scene.selected_area,
            scene.hovered_area,
            scene.areas};
    if (target_ && drawn_ == key) return;
    const auto changed_areas = only_areas(key, areas);
    if (!target_ || target_->width_px() != view.width || target_->height_px() != view.height)
        target_.emplace(view.width, view.height);
    glBindFramebuffer(GL_FRAMEBUFFER, target_->framebuffer());
    glViewport(0, 0, view.width, view.height);
    changed_.clear();
    if (changed_areas) {
        target_->add_stencil();
        areas.redraw(scene, view, *changed_areas);
        for (const std::size_t area : *changed_areas) changed_.push_back(areas.extent(area, view));
        std::erase_if(changed_, [](const PixelSpan& span) { return span.empty(); });
    } else {
        areas.draw_still(scene, view);
        areas.draw_emphasis(scene, view);
        changed_.push_back(whole());
    }
    drawn_ = std::move(key);
    ++version_;
}

std::optional<std::vector<std::size_t>> StillCache::only_areas(const Key& key, const AreaLayer& areas) const {
    constexpr std::size_t kMost = 64;  // each is a call to OpenGL
    constexpr std::uint8_t kOpaque = 255;
    if (!target_ || !drawn_ || drawn_->areas.size() != areas.count() || key.areas.size() != areas.count())
        return std::nullopt;
    Key before = *drawn_;
    std::vector<std::size_t> differ;
    for (std::size_t i = 0; i < key.areas.size(); ++i) {
        if (before.areas[i] == key.areas[i]) continue;
        if (key.areas[i].fill.a != kOpaque || differ.size() == kMost) return std::nullopt;
        differ.push_back(i);
    }
    before.areas = key.areas;
    if (before != key) return std::nullopt;
    return differ;
}

std::vector<std::uint32_t> StillCache::pixels(const PixelSpan& where) const {
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(where.width) * static_cast<std::size_t>(where.height));
    glBindFramebuffer(GL_READ_FRAMEBUFFER, target_->framebuffer());
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(where.x, where.y, where.width, where.height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    return pixels;
}

}  // namespace siaga::render
