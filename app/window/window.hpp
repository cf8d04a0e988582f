#pragma once
// Window: one GLFW window with an OpenGL 3.3 core context, current on the constructing thread.

#include <filesystem>
#include <string>

#include "app/wall/wall.hpp"

struct GLFWwindow;

namespace siaga::app {

struct WindowSettings {
    std::string title;
    WallSize size{1920, 1080};
    bool fullscreen = false;
    int monitor = 1;  ///< counted from 1
};

class Window {
public:
    /// Throws Fault: no display, no such monitor, OpenGL below 3.3.
    explicit Window(const WindowSettings& settings);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    [[nodiscard]] GLFWwindow* handle() const { return window_; }
    [[nodiscard]] WallSize size() const;
    [[nodiscard]] bool should_close() const;
    void toggle_fullscreen();
    void show();
    void swap();
    /// Returns at the first event, wake-up or after the seconds; 0: takes what is there.
    void wait_events(double seconds);

    /// Ends a wait_events from any thread.
    static void wake();

private:
    void enter_fullscreen();

    GLFWwindow* window_ = nullptr;
    int monitor_;
    bool fullscreen_ = false;
    struct Place {
        int x = 60, y = 60, w = 0, h = 0;
    } windowed_;
};

}  // namespace siaga::app
