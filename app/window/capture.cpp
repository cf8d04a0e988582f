#include "app/window/capture.hpp"

#include "render/offscreen.hpp"

namespace siaga::app {

namespace {
// The first frame lays things out, the others have what depends on that, and what takes several frames.
constexpr int kFrames = 3, kMostFrames = 300;
}  // namespace

render::Image capture_wall(const Operation& operation, const Mail& mail, const CaptureSettings& settings) {
    render::Offscreen target(settings.size.width_px, settings.size.height_px);
    Gui gui(find_fonts());
    gui.set_scale(settings.wall.scale > 0 ? settings.wall.scale
                                          : default_scale(static_cast<float>(settings.size.width_px),
                                                          static_cast<float>(settings.size.height_px)));
    Wall wall(operation, gui, settings.wall, {});
    wall.update(mail, settings.now, settings.now);
    wall.show(settings.health);
    if (settings.replay_at) {
        wall.execute(TimeCommand{GoTo{*settings.replay_at}});
        wall.update({}, settings.now, settings.now);
    }
    bool unfinished = false;
    for (int i = 0; i < kFrames || (unfinished && i < kMostFrames); ++i) {
        // The first frame places the map; commands may move it.
        if (i == 1) {
            for (const Command& command : settings.commands) wall.execute(command);
        }
        target.bind();
        gui.begin_offscreen(settings.size.width_px, settings.size.height_px);
        wall.draw(settings.size);
        gui.end();
        unfinished = wall.finish_frame();
    }
    return target.read();
}

}  // namespace siaga::app
