#include <fmt/format.h>

#include <ctime>

#include "app/bench_window/floors.hpp"
#include "app/bench_window/stage.hpp"
#include "app/bench_window/window_suites.hpp"
#include "app/common/assets.hpp"

namespace siaga::app::bench {
namespace {

/// Mean of a few frames in a row: one alone is at the mercy of the scheduler.
template <class Draw> double mean_ms(int frames, Draw&& draw) {
    return milliseconds([&] {
               for (int i = 0; i < frames; ++i) draw();
           }) /
           frames;
}

/// The map alone, over the whole screen, with a camera that fits the areas.
class MapStage {
public:
    explicit MapStage(const FleetWall& fleet)
        : screen_(kScreen.width_px, kScreen.height_px),
          map_(fleet.operation().areas, fleet.operation().context, {.shaders = assets_folder() / "shaders"}),
          camera_({0, 0, kScreen.width_px, kScreen.height_px}, fleet.operation().areas.front().label, 10),
          history_(fleet.operation().roster),
          builder_(fleet.operation(), Format(Language::kIndonesian, fleet.operation().zone)),
          floor_(kScreen.width_px, kScreen.height_px) {
        camera_.fit(map_.bounds(), render::Padding::all(24));
        for (const auto& committed : fleet.mail().committed) history_.add(*committed);
        for (Time t = fleet.begin(); t < fleet.end(); t += 30s) moments_.push_back(history_.situation_at(t));
        floor_.keep_trails(floor_trails(*moments_.front(), history_, camera_), kFloorTrailPx);
    }

    void frame() {
        const Situation& shown = *moments_.at(next_++ % moments_.size());
        SceneView view;
        view.smooth = true;
        const render::Scene scene = builder_.build(shown, history_, view);
        screen_.bind();
        map_.draw(scene, camera_, {kScreen.width_px, kScreen.height_px, 1.0});
        render::finish();
    }
    void floor_frame() {
        const Situation& shown = *moments_.at(next_++ % moments_.size());
        screen_.bind();
        floor_.draw(floor_arrows(shown, camera_), floor_arrow_px(shown.units.size()));
        render::finish();
    }

private:
    render::Offscreen screen_;
    render::MapRenderer map_;
    render::Camera camera_;
    History history_;
    SceneBuilder builder_;
    render::MapFloor floor_;
    std::vector<std::shared_ptr<const Situation>> moments_;
    std::size_t next_ = 0;
};

void measure_map(Runner& runner, std::uint32_t units, int frames, std::optional<Target> target) {
    const FleetWall fleet({.units = units});
    MapStage stage(fleet);
    runner.measure({.name = fmt::format("map_{}_units", units),
                    .unit = "ms",
                    .run = [&] { return mean_ms(frames, [&] { stage.frame(); }); },
                    .floor = [&] { return mean_ms(frames, [&] { stage.floor_frame(); }); },
                    .target = target});
}

void measure_wall(Runner& runner, std::uint32_t units, int frames) {
    const FleetWall fleet({.units = units});
    Stage stage(fleet);
    stage.play();
    stage.frame();
    WallFloor floor(fleet, stage);
    runner.measure({.name = fmt::format("wall_{}_units_in_motion", units),
                    .unit = "ms",
                    .run = [&] { return mean_ms(frames, [&] { stage.frame(); }); },
                    .floor = [&] { return mean_ms(frames, [&] { floor.frame(); }); },
                    .target = ratio_at_most(kOfFloor)});
}

/// What one thread does until the lists are complete: no OpenGL.
void measure_lists(Runner& runner, std::uint32_t units, int frames) {
    const FleetWall fleet({.units = units});
    Stage stage(fleet);
    stage.play();
    for (int i = 0; i < 3; ++i) stage.frame();
    const auto lists = [&] {
        double total = 0;
        for (int i = 0; i < frames; ++i) {
            stage.step();
            total += stage.lists_ms();
        }
        return total / frames;
    };
    runner.measure({.name = fmt::format("lists_{}_units", units),
                    .unit = "ms",
                    .run = lists,
                    .floor = {},
                    .target = value_at_most(1.5)});
}

double processor_ms() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// A live wall to which nothing comes: its clock alone, once a second, drawn by all threads together.
void measure_rest(Runner& runner, int seconds) {
    const FleetWall fleet({.units = 30});
    Stage stage(fleet);
    std::uint64_t drawn = 0;
    const auto rest = [&] {
        const double before = processor_ms();
        for (int i = 0; i < seconds; ++i) drawn += stage.rest_a_second();
        return (processor_ms() - before) / (10.0 * seconds);  // of 1,000 ms a second, in per cent
    };
    runner.measure({.name = "wall_at_rest", .unit = "% of core", .run = rest, .floor = {}, .target = value_at_most(2)});
    runner.note(fmt::format("{} frames drawn in {} seconds at rest", drawn, 6 * seconds));
}

}  // namespace

void bench_frame(Runner& runner) {
    const int frames = runner.quick() ? 5 : 20;
    measure_map(runner, 1000, frames, ratio_at_most(kOfFloor));
    for (const std::uint32_t units : {20U, 200U, 2000U}) measure_wall(runner, units, frames);
    measure_lists(runner, 1000, frames);
    measure_rest(runner, frames);
    measure_wall(runner, 10'000, runner.quick() ? 2 : 8);
}

}  // namespace siaga::app::bench
