#include "render/layers/still_cache.hpp"

namespace siaga::render {

void StillCache::show(AreaLayer& areas, const Scene& scene, const View& view, unsigned into, int into_height_px) {
    Key key{view.width, view.height,      view.scale,         view.origin.x, view.origin.y,   view.px_per_unit,
            scene.sea,  scene.land_quiet, scene.border_quiet, scene.border,  scene.border_px, scene.areas};
    if (!target_ || target_->width_px() != view.width || target_->height_px() != view.height) {
        target_.emplace(view.width, view.height);
        drawn_.reset();
    }
    if (drawn_ != key) {
        glBindFramebuffer(GL_FRAMEBUFFER, target_->framebuffer());
        glViewport(0, 0, view.width, view.height);
        areas.draw_still(scene, view);
        drawn_ = std::move(key);
    }
    glBindFramebuffer(GL_READ_FRAMEBUFFER, target_->framebuffer());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, into);
    const int bottom = into_height_px - view.top - view.height;
    glBlitFramebuffer(0, 0, view.width, view.height, view.left, bottom, view.left + view.width, bottom + view.height,
                      GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, into);
}

}  // namespace siaga::render
