#include "app/bench_window/floors.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include <imgui_impl_opengl3.h>

#include "app/panels/paint.hpp"
#include "render/text/annotations.hpp"

namespace siaga::app::bench {
namespace {

/// A panel with rows of text, as a program would write it that only wants to show them.
void panel(const Paint& p, const Rect& rect, int rows, const char* text) {
    p.card(rect);
    constexpr float kPad = 16, kFirst = 27, kRow = 24;
    p.text(Text::kHeading, rect.x + kPad, rect.y + kFirst, theme::kTextQuiet, "Kejadian");
    for (int i = 1; i <= rows; ++i) {
        const float y = rect.y + kFirst + kRow * static_cast<float>(i);
        if (y > rect.bottom()) break;
        p.text(Text::kBody, rect.x + kPad, y, theme::kText, text);
        p.line(rect.x + kPad, y + 7, rect.right() - kPad, y + 7, theme::kSeparator);
    }
}

}  // namespace

float floor_arrow_px(std::size_t units) {
    constexpr double kArrowPx = 21;
    return static_cast<float>(kArrowPx * render::size_in_crowd(units));
}

std::vector<render::FloorArrow> floor_arrows(const Situation& shown, const render::Camera& camera) {
    std::vector<render::FloorArrow> arrows;
    arrows.reserve(shown.units.size());
    for (const UnitState& unit : shown.units) {
        if (!unit.fix) continue;
        const render::ScreenPoint p = camera.screen_from_lonlat(unit.fix->position);
        const double turn = unit.fix->course_cdeg / 100.0 * std::numbers::pi / 180;
        arrows.push_back({static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(std::cos(turn)),
                          static_cast<float>(std::sin(turn))});
    }
    return arrows;
}

std::vector<std::vector<render::ScreenPoint>> floor_trails(const Situation& shown, const History& history,
                                                           const render::Camera& camera) {
    std::vector<std::vector<render::ScreenPoint>> trails(shown.units.size());
    history.tracks().for_each(shown.time - kTrailLength, shown.time, [&](const Fix& fix) {
        trails[static_cast<std::size_t>(fix.unit)].push_back(camera.screen_from_lonlat(fix.position));
    });
    return trails;
}

WallFloor::WallFloor(const FleetWall& fleet, Stage& stage)
    : stage_(stage), map_(kScreen.width_px, kScreen.height_px), layout_(lay_out(1920, 1080, 1, {200, 220, 120})) {
    History history(fleet.operation().roster, fleet.sealed());
    for (const auto& committed : fleet.mail().committed) history.add(*committed);
    const render::Camera& camera = stage.wall().camera();
    constexpr int kPictures = 60;
    const Millis apart = (fleet.end() - fleet.begin()) / kPictures;
    for (Time t = fleet.begin(); t < fleet.end(); t += apart)
        arrows_.push_back(floor_arrows(*history.situation_at(t), camera));
    map_.keep_trails(floor_trails(*history.situation_at(fleet.begin()), history, camera), kFloorTrailPx);
}

void WallFloor::dashboard() const {
    const Paint p(ImGui::GetBackgroundDrawList(), stage_.gui().fonts(), 1);
    const auto w = static_cast<float>(kScreen.width_px), h = static_cast<float>(kScreen.height_px);
    const Rect& m = layout_.map;
    for (const Rect& around : {Rect{0, 0, w, m.y}, Rect{0, m.bottom(), w, h - m.bottom()}, Rect{0, m.y, m.x, m.h},
                               Rect{m.right(), m.y, w - m.right(), m.h}}) {
        p.fill(around, theme::kBackground);
    }
    p.text(Text::kTitle, 24, 40, theme::kText, "SIAGA");
    p.text(Text::kClock, 1540, 45, theme::kText, "14.32.07");
    for (const Rect& figure : layout_.figures) {
        p.card(figure);
        p.text(Text::kSmall, figure.x + 16, figure.y + 26, theme::kTextQuiet, "Kotak suara di gudang");
        p.text(Text::kFigure, figure.x + 16, figure.y + 65, theme::kText, "642");
        p.text(Text::kSmall, figure.x + 16, figure.y + 92, theme::kTextQuiet, "PPK 156 · TPS/PPS 6 · jalan 86");
    }
    panel(p, layout_.unfinished, 6, "Kota Kefamenanu      Pembacaan TPS 38/60      5 j 13 m");
    panel(p, layout_.detail, 7, "Terjadwal   Berlangsung   D.Hasil   Salinan   Selesai");
    panel(p, layout_.alarms, 3, "Bikomi Nilulat: selisih jumlah · 27/28     13 mnt");
    panel(p, layout_.events, 8, "14.30  RAJAWALI-07: hilang sinyal diketahui di jalan");
    p.card(layout_.timeline);
    for (int i = 0; i < 150; ++i) {
        const float x = layout_.timeline.x + 392 + static_cast<float>(i) * 8;
        p.fill({x, layout_.timeline.y + 60, 6, 22}, theme::kInfo);
        if (i % 12 == 0) p.text(Text::kTiny, x, layout_.timeline.y + 97, theme::kTextQuiet, "14.00");
        if (i % 3 == 0) p.diamond(x, layout_.timeline.y + 30, 4.4F, theme::kGoodText);
    }
    for (int i = 0; i < 24; ++i) {  // the names on the map
        p.text(Text::kSmallStrong, m.x + 60 + static_cast<float>(i % 6) * 200, m.y + 80 + static_cast<float>(i) * 25,
               theme::kText, "Bikomi Nilulat");
    }
}

void WallFloor::frame() {
    stage_.screen().bind();
    const std::vector<render::FloorArrow>& arrows = arrows_.at(next_++ % arrows_.size());
    map_.draw(arrows, floor_arrow_px(arrows.size()));
    stage_.gui().begin_offscreen(kScreen.width_px, kScreen.height_px);
    dashboard();
    stage_.gui().finish();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    render::finish();
}

}  // namespace siaga::app::bench
