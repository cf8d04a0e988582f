#include "app/window/window_loop.hpp"

#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>
#include <thread>

#include "app/panels/paint.hpp"
#include "data/core/fault.hpp"
#include "render/offscreen.hpp"

namespace siaga::app {

namespace {

constexpr double kShortestRest = 1.0 / 60;
// After an input ImGui needs more frames than one: hovering is known a frame late.
constexpr int kFramesAfterInput = 3;

Time steady_now() {
    return Time{std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now().time_since_epoch())};
}

/// Real seconds until the core's clock shows another second.
double until_next_second(Time now, double speed) {
    const Millis left = 1000ms - Millis{unix_ms(now) % 1000};
    return std::max(static_cast<double>(left.count()) / 1000.0 / speed, kShortestRest);
}

void draw_progress(const Gui& gui, WallSize size, const std::string& title, const std::string& what, double done) {
    const Paint paint(ImGui::GetBackgroundDrawList(), gui.fonts(), gui.scale());
    const auto w = static_cast<float>(size.width_px), h = static_cast<float>(size.height_px);
    paint.fill({0, 0, w, h}, theme::kBackground);
    const float bar_w = paint.px(420), x = (w - bar_w) / 2, y = h / 2;
    paint.text_centred(Text::kTitle, w / 2, y - paint.px(44), theme::kText, title);
    paint.text_centred(Text::kBody, w / 2, y - paint.px(16), theme::kTextQuiet, what);
    paint.fill({x, y, bar_w, paint.px(6)}, theme::kTrack, 3);
    paint.fill({x, y, bar_w * static_cast<float>(done), paint.px(6)}, theme::kInfo, 3);
}

}  // namespace

WindowGui::WindowGui(Window& window, Gui& gui, float scale) : window_(window), gui_(gui), scale_(scale) {
    ImGui_ImplGlfw_InitForOpenGL(window.handle(), true);
}

WindowGui::~WindowGui() { ImGui_ImplGlfw_Shutdown(); }

std::optional<WallSize> WindowGui::begin() {
    const WallSize size = window_.size();
    if (size.width_px < 1 || size.height_px < 1) return std::nullopt;
    gui_.set_scale(scale_ > 0 ? scale_ : default_scale(static_cast<float>(size.width_px), static_cast<float>(size.height_px)));
    ImGui_ImplGlfw_NewFrame();
    gui_.begin();
    return size;
}

void WindowGui::end() { gui_.end(); }

bool WindowGui::had_input() const {
    const ImGuiIO& io = ImGui::GetIO();
    return io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0 || ImGui::IsAnyMouseDown() ||
           io.InputQueueCharacters.Size > 0 || ImGui::IsMouseReleased(ImGuiMouseButton_Left);
}

bool show_progress(WindowGui& gui, Window& window, const std::string& title, const std::string& what,
                   const std::function<void(std::atomic<double>& done)>& work) {
    std::atomic<double> done{0};
    std::future<void> working = std::async(std::launch::async, [&] {
        work(done);
        Window::wake();
    });
    while (working.wait_for(Millis{0}) != std::future_status::ready) {
        if (window.should_close()) return working.get(), false;
        if (const auto size = gui.begin()) {
            draw_progress(gui.gui(), *size, title, what, done.load());
            gui.end();
            window.swap();
        }
        window.wait_events(0.05);
    }
    working.get();
    return true;
}

LoopResult run_loop(WindowGui& gui, Window& window, Wall& wall, Source& source, const LoopSettings& settings) {
    LoopResult result;
    const Time began = steady_now();
    int owed = 1;
    std::string told;
    while (!window.should_close() && (settings.stop == nullptr || !settings.stop->load())) {
        const Time now = steady_now();
        if (settings.run_for && now - began >= *settings.run_for) break;
        wall.update(source.take(), source.now(), now);
        if (const std::string trouble = source.trouble(); trouble != told) {
            told = trouble;
            if (!told.empty()) fmt::print(stderr, "siaga: {}\n", told);
        }
        const auto size = wall.ready() ? gui.begin() : std::nullopt;
        if (size) {
            wall.draw(*size);
            gui.end();
            const bool asked = wall.finish_frame();
            window.swap();
            if (result.frames++ == 0) {
                result.first_frame = steady_now() - began;
                if (settings.replay_at) wall.execute(TimeCommand{GoTo{*settings.replay_at}});
                owed = 2;
            }
            if (asked || gui.had_input()) owed = std::max(owed, kFramesAfterInput);
        }
        owed = std::max(owed - 1, 0);
        const bool hurry = size && (owed > 0 || wall.time().playing);
        window.wait_events(hurry ? 0 : std::min(until_next_second(source.now(), source.speed()), 0.5));
    }
    if (settings.keep_last_frame && result.frames > 0) {
        const WallSize size = window.size();
        // The front buffer may be anything by now: draw once more and read before it is shown.
        wall.update(source.take(), source.now(), steady_now());
        if (gui.begin()) {
            wall.draw(size);
            gui.end();
            result.last = render::read_framebuffer(size.width_px, size.height_px);
        }
    }
    return result;
}

}  // namespace siaga::app
