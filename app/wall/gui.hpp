#pragma once
// Gui: Dear ImGui with our fonts and without its looks, drawing through OpenGL. A context of OpenGL
// 3.3 is current on the thread for the whole life. One at a time.

#include <optional>
#include <vector>

#include "app/theme/fonts.hpp"
#include "app/wall/damage.hpp"
#include "render/canvas.hpp"

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
    /// Ends what was collected. Together with paint(): end().
    void finish();
    /// Draws it into the current framebuffer, and only what differs from the frame before it: the rest
    /// is still there from last time.
    void paint();
    void end() {
        finish();
        paint();
    }

private:
    FontFiles files_;
    ImGuiContext* context_;
    void paint_damage(const std::vector<DamagedRect>& rects);

    Fonts fonts_;
    float scale_ = 0;
    Damage damage_;
    std::optional<render::Canvas> canvas_;
};

}  // namespace siaga::app
