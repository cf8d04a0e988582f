#include "app/window/window.hpp"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <cstdlib>

#include "data/core/fault.hpp"
#include "render/offscreen.hpp"

namespace siaga::app {

namespace {

std::string last_glfw_error() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text == nullptr ? "GLFW gave no reason" : text;
}

[[noreturn]] void no_display() {
    const char* display = std::getenv("DISPLAY");
    const std::string what = display == nullptr || *display == '\0'
                                 ? "DISPLAY is not set"
                                 : std::string("DISPLAY names '") + display + "', which does not answer";
    throw Fault("no display for the window: " + what +
                "; start siaga in a desktop session, or draw a picture without one: siaga --demo --capture wall.png");
}

GLFWmonitor* monitor_number(int number) {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    if (number < 1 || number > count) {
        throw Fault(fmt::format("monitor {} is not connected: --monitor takes 1 to {}", number, std::max(count, 1)));
    }
    return monitors[number - 1];
}

}  // namespace

Window::Window(const WindowSettings& settings) : monitor_(settings.monitor) {
    if (glfwInit() != GLFW_TRUE) no_display();
    try {
        if (settings.fullscreen) (void)monitor_number(settings.monitor);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
        glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
        glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
        glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
        window_ =
            glfwCreateWindow(settings.size.width_px, settings.size.height_px, settings.title.c_str(), nullptr, nullptr);
        if (window_ == nullptr) {
            throw Fault("no window with OpenGL 3.3: " + last_glfw_error() +
                        "; update the graphics driver, or try LIBGL_ALWAYS_SOFTWARE=1, or draw a picture by --capture "
                        "FILE.png");
        }
        glfwMakeContextCurrent(window_);
        render::load_opengl(glfwGetProcAddress);
        glfwSwapInterval(1);
        windowed_.w = settings.size.width_px;
        windowed_.h = settings.size.height_px;
        if (settings.fullscreen) enter_fullscreen();
    } catch (...) {
        if (window_ != nullptr) glfwDestroyWindow(window_);
        glfwTerminate();
        throw;
    }
}

Window::~Window() {
    glfwDestroyWindow(window_);
    glfwTerminate();
}

WallSize Window::size() const {
    WallSize size;
    glfwGetFramebufferSize(window_, &size.width_px, &size.height_px);
    return size;
}

bool Window::should_close() const { return glfwWindowShouldClose(window_) == GLFW_TRUE; }

void Window::enter_fullscreen() {
    GLFWmonitor* monitor = monitor_number(monitor_);
    const GLFWvidmode* mode = glfwGetVideoMode(monitor);
    glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    fullscreen_ = true;
}

void Window::toggle_fullscreen() {
    if (!fullscreen_) {
        glfwGetWindowPos(window_, &windowed_.x, &windowed_.y);
        glfwGetWindowSize(window_, &windowed_.w, &windowed_.h);
        return enter_fullscreen();
    }
    glfwSetWindowMonitor(window_, nullptr, windowed_.x, windowed_.y, windowed_.w, windowed_.h, GLFW_DONT_CARE);
    fullscreen_ = false;
}

void Window::show() { glfwShowWindow(window_); }

void Window::swap() { glfwSwapBuffers(window_); }

void Window::wait_events(double seconds) {
    if (seconds <= 0)
        glfwPollEvents();
    else
        glfwWaitEventsTimeout(seconds);
}

void Window::wake() { glfwPostEmptyEvent(); }

}  // namespace siaga::app
