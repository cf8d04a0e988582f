#include "app/window/window_loop.hpp"

#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_internal.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>
#include <thread>

#include "data/core/fault.hpp"
#include "render/offscreen.hpp"

namespace siaga::app {

namespace {

constexpr double kShortestRest = 1.0 / 60;
constexpr double kLookEvery = 0.04;  // seconds, at a record that cannot wake us
// After an input ImGui needs more frames than one: hovering is known a frame late.
constexpr int kFramesAfterInput = 3;
constexpr Millis kHealthEvery{500};

Time steady_now() {
    return Time{std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now().time_since_epoch())};
}

/// Real seconds until the core's clock shows another second.
double until_next_second(Time now, double speed) {
    const Millis left = 1000ms - Millis{unix_ms(now) % 1000};
    return std::max(static_cast<double>(left.count()) / 1000.0 / speed, kShortestRest);
}

}  // namespace

WindowGui::WindowGui(Window& window, Gui& gui, float scale) : window_(window), gui_(gui), scale_(scale) {
    ImGui_ImplGlfw_InitForOpenGL(window.handle(), true);
}

WindowGui::~WindowGui() { ImGui_ImplGlfw_Shutdown(); }

std::optional<WallSize> WindowGui::begin() {
    const WallSize size = window_.size();
    if (size.width_px < 1 || size.height_px < 1) return std::nullopt;
    gui_.set_scale(scale_ > 0 ? scale_
                              : default_scale(static_cast<float>(size.width_px), static_cast<float>(size.height_px)));
    ImGui_ImplGlfw_NewFrame();
    gui_.begin();
    last_size_ = size;
    return size;
}

void WindowGui::end() { gui_.end(); }

bool WindowGui::has_input() const {
    const WallSize size = window_.size();
    return ImGui::GetCurrentContext()->InputEventsQueue.Size > 0 || size.width_px != last_size_.width_px ||
           size.height_px != last_size_.height_px;
}

bool show_progress(WindowGui& gui, Window& window, Wall& wall, const std::string& what,
                   const std::function<void(std::atomic<double>& done)>& work) {
    std::atomic<double> done{0};
    std::future<void> working = std::async(std::launch::async, [&] {
        work(done);
        Window::wake();
    });
    while (working.wait_for(Millis{0}) != std::future_status::ready) {
        if (window.should_close()) return working.get(), false;
        if (const auto size = gui.begin()) {
            wall.draw_progress(*size, what, done.load());
            gui.end();
            window.swap();
        }
        window.wait_events(0.05);
    }
    working.get();
    return true;
}

namespace {

/// How long nothing is to be done unless something happens.
double rest_seconds(const Wall& wall, const Source& source, bool hurry) {
    if (hurry || wall.time().playing) return 0;
    const double second = until_next_second(source.now(), source.speed());
    return source.polled() ? std::min(second, kLookEvery) : second;
}

/// The front buffer may be anything by now: draw once more and read before it is shown.
std::optional<render::Image> last_frame(WindowGui& gui, Wall& wall, Source& source) {
    wall.update(source.take(), source.now(), steady_now());
    const auto size = gui.begin();
    if (!size) return std::nullopt;
    wall.draw(*size);
    gui.end();
    return render::read_framebuffer(size->width_px, size->height_px);
}

void tell(const std::string& trouble, std::string& told) {
    if (trouble == told) return;
    told = trouble;
    if (!told.empty()) fmt::print(stderr, "siaga: {}\n", told);
}

}  // namespace

LoopResult run_loop(WindowGui& gui, Window& window, Wall& wall, Source& source, const LoopSettings& settings) {
    LoopResult result;
    const Time began = steady_now();
    int owed = 1;
    std::string told;
    Time health_due{};
    while (!window.should_close() && (settings.stop == nullptr || !settings.stop->load())) {
        const Time now = steady_now();
        if (settings.run_for && now - began >= *settings.run_for) break;
        wall.update(source.take(), source.now(), now);
        if (wall.health_open() && now >= health_due) {
            wall.show(source.health());
            health_due = now + kHealthEvery;
        }
        tell(source.trouble(), told);
        if (gui.has_input()) owed = kFramesAfterInput;
        if (!wall.ready() || (owed == 0 && !wall.out_of_date())) {
            window.wait_events(rest_seconds(wall, source, false));
            continue;
        }
        if (const auto size = gui.begin()) {
            wall.draw(*size);
            gui.end();
            owed = std::max(owed - 1, wall.finish_frame() ? 2 : 0);
            window.swap();
            if (result.frames++ == 0) {
                result.first_frame = steady_now() - began;
                if (settings.replay_at) wall.execute(TimeCommand{GoTo{*settings.replay_at}});
                owed = 2;
            }
        }
        window.wait_events(rest_seconds(wall, source, owed > 0));
    }
    if (settings.keep_last_frame && result.frames > 0) result.last = last_frame(gui, wall, source);
    return result;
}

}  // namespace siaga::app
