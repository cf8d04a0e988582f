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
    if (!target_ || target_->width_px() != view.width || target_->height_px() != view.height)
        target_.emplace(view.width, view.height);
    glBindFramebuffer(GL_FRAMEBUFFER, target_->framebuffer());
    glViewport(0, 0, view.width, view.height);
    areas.draw_still(scene, view);
    areas.draw_emphasis(scene, view);
    drawn_ = std::move(key);
    ++version_;
}

std::vector<std::uint32_t> StillCache::pixels() const {
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(target_->width_px()) *
                                      static_cast<std::size_t>(target_->height_px()));
    glBindFramebuffer(GL_READ_FRAMEBUFFER, target_->framebuffer());
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(0, 0, target_->width_px(), target_->height_px(), GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    return pixels;
}

}  // namespace siaga::render
