#include "render/canvas.hpp"

#include "render/gl/objects.hpp"

namespace siaga::render {

class Canvas::Impl {
public:
    Impl(int width_px, int height_px) : before_(bound()), target_(width_px, height_px) {
        glBindFramebuffer(GL_FRAMEBUFFER, before_);
    }

    void begin() {
        before_ = bound();
        glBindFramebuffer(GL_FRAMEBUFFER, target_.framebuffer());
    }
    void end() const {
        glDisable(GL_SCISSOR_TEST);
        gl::copy(target_, before_, 0, 0);
    }
    [[nodiscard]] const gl::ColourTarget& target() const { return target_; }

private:
    [[nodiscard]] static unsigned bound() {
        int name = 0;
        glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &name);
        return static_cast<unsigned>(name);
    }

    unsigned before_;
    gl::ColourTarget target_;
};

Canvas::Canvas(int width_px, int height_px) : impl_(std::make_unique<Impl>(width_px, height_px)) {}
Canvas::~Canvas() = default;
void Canvas::begin() { impl_->begin(); }
void Canvas::end() { impl_->end(); }
int Canvas::width_px() const { return impl_->target().width_px(); }
int Canvas::height_px() const { return impl_->target().height_px(); }

}  // namespace siaga::render
