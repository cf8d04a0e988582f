#pragma once
// Pictures without a window: an OpenGL 3.3 core context of its own through EGL, no X display needed.

#include <filesystem>
#include <memory>

#include "render/image.hpp"

namespace siaga::render {

/// A function such as glfwGetProcAddress or eglGetProcAddress.
using GlLoader = void (*(*)(const char* name))();

/// Loads the OpenGL functions for the current context: once per context, before anything else here.
/// Throws Fault when it offers less than OpenGL 3.3 core, naming what it is and the way out.
void load_opengl(GlLoader get_proc_address);

/// What the current framebuffer holds, finished and opaque, first row at the top.
[[nodiscard]] Image read_framebuffer(int width_px, int height_px);

/// Waits until everything that was asked for is drawn.
void finish();

/// A context and a colour target of its own. The context is current on the constructing thread for
/// the lifetime of the object; one per thread. Throws Fault with the package that is missing.
class Offscreen {
public:
    /// Size in pixels, each 1 to 8192.
    Offscreen(int width_px, int height_px);
    ~Offscreen();
    Offscreen(const Offscreen&) = delete;
    Offscreen& operator=(const Offscreen&) = delete;

    /// Makes the target the current framebuffer, with the viewport on all of it.
    void bind();
    /// What is in the target, finished and opaque, first row at the top.
    [[nodiscard]] Image read();

    [[nodiscard]] int width_px() const { return width_px_; }
    [[nodiscard]] int height_px() const { return height_px_; }

private:
    struct Context;
    std::unique_ptr<Context> context_;
    int width_px_, height_px_;
    unsigned framebuffer_ = 0, colour_ = 0;
};

}  // namespace siaga::render
