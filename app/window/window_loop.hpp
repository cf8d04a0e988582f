#pragma once
// The life of a window: frames when something changed, the clock's second included, and rest between.

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "app/live/source.hpp"
#include "app/wall/gui.hpp"
#include "app/window/window.hpp"
#include "render/image.hpp"

namespace siaga::app {

struct LoopSettings {
    std::optional<Millis> run_for;
    std::optional<Time> replay_at;  ///< begin with a replay of this time
    bool keep_last_frame = false;   ///< answer the last frame as a picture
    const std::atomic<bool>* stop = nullptr;
};

struct LoopResult {
    std::uint64_t frames = 0;
    Millis first_frame{};  ///< from the start of the loop to the first frame of the wall
    std::optional<render::Image> last;
};

class WindowGui {
public:
    /// Connects ImGui with the window's inputs.
    WindowGui(Window& window, Gui& gui, float scale);
    ~WindowGui();
    WindowGui(const WindowGui&) = delete;
    WindowGui& operator=(const WindowGui&) = delete;

    /// Answers the size of the frame; nothing when the window is hidden away.
    [[nodiscard]] std::optional<WallSize> begin();
    void end();
    /// Inputs wait for the next frame, or the window has another size.
    [[nodiscard]] bool has_input() const;

private:
    Window& window_;
    Gui& gui_;
    float scale_;  ///< 0: by the size
    WallSize last_size_;
};

/// While `work` runs on a thread of its own: the map, what is going on, and how far it is.
/// Rethrows what `work` throws. False when the window was closed meanwhile.
bool show_progress(WindowGui& gui, Window& window, Wall& wall, const std::string& what,
                   const std::function<void(std::atomic<double>& done)>& work);

[[nodiscard]] LoopResult run_loop(WindowGui& gui, Window& window, Wall& wall, Source& source,
                                  const LoopSettings& settings);

}  // namespace siaga::app
