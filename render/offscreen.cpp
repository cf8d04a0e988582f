#include "render/offscreen.hpp"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <fmt/format.h>
#include <glad/gl.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "data/core/fault.hpp"

namespace siaga::render {
namespace {

constexpr int kLargestScreen = 8192;

EGLDisplay surfaceless_display() {
    const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    if (extensions == nullptr || std::strstr(extensions, "EGL_MESA_platform_surfaceless") == nullptr) {
        return EGL_NO_DISPLAY;
    }
    return eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, reinterpret_cast<void*>(EGL_DEFAULT_DISPLAY), nullptr);
}

EGLDisplay initialised_display() {
    for (const bool surfaceless : {true, false}) {
        const EGLDisplay display = surfaceless ? surfaceless_display() : eglGetDisplay(EGL_DEFAULT_DISPLAY);
        if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr) == EGL_TRUE) return display;
    }
    throw Fault("no EGL display for drawing without a window; install the packages libegl1 and libgl1-mesa-dri");
}

}  // namespace

void load_opengl(GlLoader get_proc_address) {
    const int version = gladLoadGL(get_proc_address);
    if (version == 0) throw Fault("no OpenGL in the current context; install the package libgl1-mesa-dri");
    if (GLAD_VERSION_MAJOR(version) * 10 + GLAD_VERSION_MINOR(version) >= 33) return;
    const GLubyte* renderer = glGetString(GL_RENDERER);
    throw Fault(
        fmt::format("OpenGL {}.{} on '{}' is too old, 3.3 is needed; update the graphics driver or install "
                    "libgl1-mesa-dri and set LIBGL_ALWAYS_SOFTWARE=1",
                    GLAD_VERSION_MAJOR(version), GLAD_VERSION_MINOR(version),
                    renderer != nullptr ? reinterpret_cast<const char*>(renderer) : "unknown"));
}

struct Offscreen::Context {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLSurface surface = EGL_NO_SURFACE;
    EGLContext context = EGL_NO_CONTEXT;

    Context() : display(initialised_display()) {
        try {
            create();
        } catch (...) {
            close();
            throw;
        }
    }
    ~Context() { close(); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

private:
    void create() {
        static constexpr std::array kConfig{EGL_SURFACE_TYPE,
                                            EGL_PBUFFER_BIT,
                                            EGL_RENDERABLE_TYPE,
                                            EGL_OPENGL_BIT,
                                            EGL_RED_SIZE,
                                            8,
                                            EGL_GREEN_SIZE,
                                            8,
                                            EGL_BLUE_SIZE,
                                            8,
                                            EGL_NONE};
        static constexpr std::array kVersion{
            EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
        static constexpr std::array kSurface{EGL_WIDTH, 1, EGL_HEIGHT, 1, EGL_NONE};
        EGLConfig config = nullptr;
        EGLint count = 0;
        if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE ||
            eglChooseConfig(display, kConfig.data(), &config, 1, &count) != EGL_TRUE || count == 0) {
            throw Fault("EGL offers no OpenGL here; install the package libgl1-mesa-dri");
        }
        context = eglCreateContext(display, config, EGL_NO_CONTEXT, kVersion.data());
        if (context == EGL_NO_CONTEXT) {
            throw Fault(
                "OpenGL 3.3 core is not offered here; update the graphics driver or install libgl1-mesa-dri "
                "and set LIBGL_ALWAYS_SOFTWARE=1");
        }
        surface = eglCreatePbufferSurface(display, config, kSurface.data());
        if (eglMakeCurrent(display, surface, surface, context) != EGL_TRUE) {
            throw Fault("the OpenGL context cannot be made current; install the package libgl1-mesa-dri");
        }
        load_opengl(eglGetProcAddress);
    }

    // The display itself is left initialised: EGL hands every caller in the process the same one.
    void close() {
        eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (surface != EGL_NO_SURFACE) eglDestroySurface(display, surface);
        if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
    }
};

Offscreen::Offscreen(int width_px, int height_px) : width_px_(width_px), height_px_(height_px) {
    if (std::min(width_px, height_px) < 1 || std::max(width_px, height_px) > kLargestScreen) {
        throw Fault(fmt::format("a picture of {} x {} pixels cannot be drawn: each side is 1 to {}", width_px,
                                height_px, kLargestScreen),
                    Exit::kUsage);
    }
    context_ = std::make_unique<Context>();
    glGenTextures(1, &colour_);
    glBindTexture(GL_TEXTURE_2D, colour_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width_px, height_px, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glBindTexture(GL_TEXTURE_2D, 0);
    glGenFramebuffers(1, &framebuffer_);
    bind();
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colour_, 0);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
        throw Fault(fmt::format("a picture of {} x {} pixels is too large for this OpenGL", width_px, height_px));
    }
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

Offscreen::~Offscreen() {
    glDeleteFramebuffers(1, &framebuffer_);
    glDeleteTextures(1, &colour_);
}

void Offscreen::bind() {
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glViewport(0, 0, width_px_, height_px_);
}

void finish() { glFinish(); }

Image read_framebuffer(int width_px, int height_px) {
    const auto row = static_cast<std::size_t>(width_px) * 4;
    std::vector<std::uint8_t> upwards(row * static_cast<std::size_t>(height_px));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width_px, height_px, GL_RGBA, GL_UNSIGNED_BYTE, upwards.data());
    Image image{width_px, height_px, {}};
    image.rgba.resize(upwards.size());
    for (std::size_t y = 0; y < static_cast<std::size_t>(height_px); ++y) {
        const auto from = upwards.end() - static_cast<std::ptrdiff_t>((y + 1) * row);
        std::copy(from, from + static_cast<std::ptrdiff_t>(row),
                  image.rgba.begin() + static_cast<std::ptrdiff_t>(y * row));
    }
    for (std::size_t alpha = 3; alpha < image.rgba.size(); alpha += 4) image.rgba[alpha] = 255;
    return image;
}

Image Offscreen::read() {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
    return read_framebuffer(width_px_, height_px_);
}

}  // namespace siaga::render
