#pragma once
// Stage: a wall without a window, with a clock of its own: each frame is a thirtieth of a second later.

#include <memory>
#include <vector>

#include "app/bench_window/fleet_wall.hpp"
#include "app/wall/wall.hpp"
#include "render/offscreen.hpp"

namespace siaga::app::bench {

inline constexpr WallSize kScreen{1920, 1080};
inline constexpr Millis kFrameTime{33};
inline constexpr double kOfFloor = 1.3;  ///< a frame may take this much of its floor (BARS)

/// One frame of the wall on that screen, finished.
void draw_frame(Wall& wall, Gui& gui, render::Offscreen& screen);

class Stage {
public:
    explicit Stage(const FleetWall& fleet);

    /// Plays the minutes of the fleet again and again, at 60 times their speed.
    void play();
    /// Shows another time, as a drag on the timeline does.
    void go_to(Time t);
    /// One frame, finished.
    void draw() { draw_frame(wall_, gui_, screen_); }
    /// A thirtieth of a second later, one frame.
    void frame() {
        (void)step();
        draw();
    }
    /// Goes on without drawing; is there anything to draw?
    bool step();

    /// Composes a frame without drawing it: the milliseconds that took.
    double lists_ms();
    /// A second of a live wall that nothing comes to: how many frames it drew.
    std::uint64_t rest_a_second();

    [[nodiscard]] Wall& wall() { return wall_; }
    [[nodiscard]] Gui& gui() { return gui_; }
    [[nodiscard]] render::Offscreen& screen() { return screen_; }

private:
    const FleetWall& fleet_;
    render::Offscreen screen_;
    Gui gui_;
    Wall wall_;
    Time steady_;
    Time live_;
};

}  // namespace siaga::app::bench
