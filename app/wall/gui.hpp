#pragma once
// Gui: Dear ImGui with our fonts and without its looks, drawing through OpenGL. A context of OpenGL
// 3.3 is current on the thread for the whole life. One at a time.

#include "app/theme/fonts.hpp"

struct ImGuiContext;

namespace siaga::app {

class Gui {
public:
    explicit Gui(FontFiles files);
    ~Gui();
    Gui(const Gui&) = delete;
    Gui& operator=(const Gui&) = delete;

    /// Builds the fonts anew when the scale has changed. Not between begin and end.
    void set_scale(float scale);
    [[nodiscard]] float scale() const { return scale_; }
    [[nodiscard]] const Fonts& fonts() const { return fonts_; }

    /// Without a window: the size of the picture, and a time step that is always the same.
    void begin_offscreen(int width_px, int height_px);
    /// After the window backend has told ImGui its size and inputs.
    void begin();
    /// Draws what was collected into the current framebuffer.
    void end();

private:
    FontFiles files_;
    ImGuiContext* context_;
    Fonts fonts_;
    float scale_ = 0;
};

}  // namespace siaga::app
