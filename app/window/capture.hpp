#pragma once
// A picture of the wall without any window or display. The same records, time and size give the same
// picture, byte for byte, on the same OpenGL.

#include "app/wall/wall.hpp"
#include "data/store/operation.hpp"
#include "render/image.hpp"

namespace siaga::app {

struct CaptureSettings {
    WallSize size{1920, 1080};
    Time now;                       ///< what the clock says
    std::optional<Time> replay_at;  ///< show this instead of live
    std::vector<Command> commands;  ///< executed before the picture: what somebody would have clicked
    WallOptions wall;
    Health health{};  ///< for ToggleHealth among the commands
};

/// Throws Fault (no OpenGL, size).
[[nodiscard]] render::Image capture_wall(const Operation& operation, const Mail& mail, const CaptureSettings& settings);

}  // namespace siaga::app
