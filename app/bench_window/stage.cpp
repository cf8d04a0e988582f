#include "app/bench_window/stage.hpp"

#include <ctime>

#include "app/common/assets.hpp"

namespace siaga::app::bench {
namespace {

/// Of the processor, by this thread.
double thread_ms() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

}  // namespace

void draw_frame(Wall& wall, Gui& gui, render::Offscreen& screen) {
    screen.bind();
    gui.begin_offscreen(kScreen.width_px, kScreen.height_px);
    wall.draw(kScreen);
    gui.end();
    (void)wall.finish_frame();
    render::finish();
}

Stage::Stage(const FleetWall& fleet)
    : fleet_(fleet),
      screen_(kScreen.width_px, kScreen.height_px),
      gui_(find_fonts()),
      wall_(fleet.operation(), gui_, {.shaders = assets_folder() / "shaders", .sealed = fleet.sealed()}, {}),
      live_(fleet.end()) {
    gui_.set_scale(1);
    wall_.update(fleet.mail(), live_, steady_);
}

void Stage::play() {
    wall_.execute(TimeCommand{GoTo{fleet_.begin()}});
    wall_.execute(TimeCommand{SetSpeed{60}});
    wall_.execute(TimeCommand{TogglePlay{}});
}

bool Stage::step() {
    steady_ += kFrameTime;
    wall_.update({}, live_, steady_);
    if (!wall_.time().replay()) play();
    return wall_.out_of_date();
}

void Stage::go_to(Time t) {
    wall_.execute(TimeCommand{GoTo{t}});
    steady_ += kFrameTime;
    wall_.update({}, live_, steady_);
}

double Stage::lists_ms() {
    screen_.bind();
    gui_.begin_offscreen(kScreen.width_px, kScreen.height_px);
    const double before = thread_ms();
    wall_.draw(kScreen);
    gui_.finish();
    const double ms = thread_ms() - before;
    (void)wall_.finish_frame();
    return ms;
}

std::uint64_t Stage::rest_a_second() {
    std::uint64_t drawn = 0;
    constexpr Millis kLook{40};  // as often as the loop of a window looks at records that cannot wake it
    for (Millis t{0}; t < 1s; t += kLook) {
        live_ += kLook;
        steady_ += kLook;
        wall_.update({}, live_, steady_);
        if (!wall_.out_of_date()) continue;
        ++drawn;
        draw();
    }
    return drawn;
}

}  // namespace siaga::app::bench
