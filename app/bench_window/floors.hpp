#pragma once
// The floors of the frames: the same picture by the least of work. See render/floor for the map's.

#include <vector>

#include "app/bench_window/stage.hpp"
#include "render/floor/map_floor.hpp"

namespace siaga::app::bench {

inline constexpr float kFloorTrailPx = 3;
/// As large as the wall draws most of so many units.
[[nodiscard]] float floor_arrow_px(std::size_t units);

[[nodiscard]] std::vector<render::FloorArrow> floor_arrows(const Situation& shown, const render::Camera& camera);
/// The way of every unit in the twelve minutes before shown.time.
[[nodiscard]] std::vector<std::vector<render::ScreenPoint>> floor_trails(const Situation& shown, const History& history,
                                                                         const render::Camera& camera);

/// A dashboard of Dear ImGui over the map's floor: surfaces, bars and as much text as the wall has.
/// Draws into the stage's screen with its Gui.
class WallFloor {
public:
    WallFloor(const FleetWall& fleet, Stage& stage);
    void frame();

private:
    void dashboard() const;

    Stage& stage_;
    render::MapFloor map_;
    std::vector<std::vector<render::FloorArrow>> arrows_;
    Layout layout_;
    std::size_t next_ = 0;
};

}  // namespace siaga::app::bench
