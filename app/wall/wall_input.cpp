// Mouse and keys of the wall. They only ask for commands.

#include <array>
#include <cmath>

#include "app/language/words.hpp"
#include "app/panels/facts.hpp"
#include "app/panels/panels.hpp"
#include "app/wall/wall.hpp"

namespace siaga::app {

namespace {

constexpr double kWheelSteps = 0.35, kKeySteps = 0.5;
constexpr float kClickSlackPx = 4;  // a hand shakes; more than this is a drag
constexpr float kPanKeyPx = 90;
constexpr Millis kPointingFor = 8s;

render::ScreenPoint mouse_point() {
    const ImVec2 mouse = ImGui::GetMousePos();
    return {static_cast<double>(mouse.x), static_cast<double>(mouse.y)};
}

void tooltip_line(const Paint& paint, Text style, const std::string& text) {
    ImGui::PushFont(paint.font(style));
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopFont();
}

void district_tooltip(const Paint& paint, const Situation& s, std::size_t district, const Format& format) {
    const BoxPlaces boxes = box_places(s.districts[district].boxes);
    ImGui::BeginTooltip();
    tooltip_line(paint, Text::kBodyStrong, s.roster->districts[district].name);
    tooltip_line(paint, Text::kSmall, words_for(s.districts[district].shown));
    if (!s.districts[district].finished()) tooltip_line(paint, Text::kSmall, plenary_line(s, district, format));
    tooltip_line(paint, Text::kSmall,
                 trf("Boxes: {} TPS/PPS, {} PPK, {} road, {} warehouse", boxes.tps + boxes.pps,
                     boxes.ppk + boxes.plenary, boxes.road, boxes.warehouse));
    ImGui::EndTooltip();
}

void unit_tooltip(const Paint& paint, const Situation& s, const UnitName& name, const Format& format) {
    const UnitState* unit = find_unit(s, name);
    if (unit == nullptr || !unit->fix) return;
    ImGui::BeginTooltip();
    tooltip_line(paint, Text::kBodyStrong, unit->name);
    tooltip_line(paint, Text::kSmall, trf("{} ago", format.rough_age(s.time - unit->fix->time)));
    if (const auto it = s.escorts.find(name); it != s.escorts.end() && it->second.step == EscortStep::kDeparted) {
        tooltip_line(paint, Text::kSmall,
                     site_name(*s.roster, it->second.from) + " → " + site_name(*s.roster, it->second.to) + " · " +
                         trnf("{} box", "{} boxes", it->second.boxes, it->second.boxes));
    }
    ImGui::EndTooltip();
}

/// Letters in small; `shown`: where a mark is set.
std::optional<Command> command_of(ImWchar character, Time shown) {
    const bool capital = character >= 'A' && character <= 'Z';
    switch (capital ? character - 'A' + 'a' : character) {
        case '+':
        case '=':
            return ZoomMap{kKeySteps, std::nullopt};
        case '-':
            return ZoomMap{-kKeySteps, std::nullopt};
        case 'f':
            return FitAll{};
        case 's':
            return FitSelection{};
        case 'u':
            return ToggleFollow{};
        case 'l':
            return TimeCommand{GoLive{}};
        case ' ':
            return TimeCommand{TogglePlay{}};
        case '[':
            return TimeCommand{ShiftSpeed{-1}};
        case ']':
            return TimeCommand{ShiftSpeed{1}};
        case 'a':
            return TimeCommand{SetMark{TimeMark::kA, shown}};
        case 'b':
            return TimeCommand{SetMark{TimeMark::kB, shown}};
        case 'r':
            return TimeCommand{ToggleLoop{}};
        case 'x':
            return TimeCommand{ClearMarks{}};
        case 'e':
            return ExportMarked{};
        case ',':
            return StepEntry{-1};
        case '.':
            return StepEntry{1};
        case 'h':
            return ToggleHealth{};
        case '?':
            return ToggleHelp{};
        default:
            return std::nullopt;
    }
}

}  // namespace

void Wall::hover(render::ScreenPoint mouse) {
    hovered_unit_ = unit_at(mouse);
    hovered_district_ = hovered_unit_ ? std::nullopt : render::area_at(area_index_, map_view_.camera(), mouse);
}

void Wall::click(render::ScreenPoint mouse) {
    if (const auto unit = unit_at(mouse))
        commands_.add(SelectUnit{*unit});
    else if (const auto district = render::area_at(area_index_, map_view_.camera(), mouse))
        commands_.add(SelectDistrict{*district});
    else
        commands_.add(ClearSelection{});
}

void Wall::touch_map() {
    const Paint paint(ImGui::GetWindowDrawList(), gui_.fonts(), layout_.scale);
    ImGui::SetNextItemAllowOverlap();
    (void)touch("map", layout_.map);
    const ImGuiIO& io = ImGui::GetIO();
    const bool over = ImGui::IsItemHovered();
    const render::ScreenPoint mouse = mouse_point();
    const Rect legend = legend_rect(layout_, paint);
    const bool on_legend = legend.contains(io.MousePos.x, io.MousePos.y);
    hovered_district_.reset();
    hovered_unit_.reset();
    if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0) mouse_moved_ = last_steady_;
    // A mouse left lying on the desk points at nothing.
    const bool pointing = mouse_moved_ && last_steady_ && *last_steady_ - *mouse_moved_ < kPointingFor;
    if (over && !on_legend) {
        if (pointing) hover(mouse);
        if (io.MouseWheel != 0) {
            commands_.add(
                ZoomMap{static_cast<double>(io.MouseWheel) * kWheelSteps, std::pair(io.MousePos.x, io.MousePos.y)});
        }
        if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
            commands_.add(ZoomMap{1.0, std::pair(io.MousePos.x, io.MousePos.y)});
        }
    }
    const float slack = kClickSlackPx * layout_.scale;
    const bool dragged = io.MouseDragMaxDistanceSqr[ImGuiMouseButton_Left] > slack * slack;
    if (ImGui::IsItemActive() && dragged && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
        commands_.add(PanMap{io.MouseDelta.x, io.MouseDelta.y});
    }
    if (ImGui::IsItemDeactivated() && !dragged && over && !on_legend) click(mouse);
    if (ImGui::IsItemActive()) return;
    if (hovered_unit_)
        unit_tooltip(paint, *shown_, *hovered_unit_, format_);
    else if (hovered_district_)
        district_tooltip(paint, *shown_, *hovered_district_, format_);
}

void Wall::read_keys() {
    const ImGuiIO& io = ImGui::GetIO();
    const float step = kPanKeyPx * layout_.scale;
    const auto pressed = [](ImGuiKey key, bool repeat = false) { return ImGui::IsKeyPressed(key, repeat); };
    if (help_ && (pressed(ImGuiKey_Escape) || ImGui::IsMouseClicked(ImGuiMouseButton_Left))) {
        commands_.add(ToggleHelp{});
        return;
    }
    if (health_open_ && (pressed(ImGuiKey_Escape) || ImGui::IsMouseClicked(ImGuiMouseButton_Left))) {
        commands_.add(ToggleHealth{});
        return;
    }
    if (pressed(ImGuiKey_LeftArrow, true)) commands_.add(PanMap{step, 0});
    if (pressed(ImGuiKey_RightArrow, true)) commands_.add(PanMap{-step, 0});
    if (pressed(ImGuiKey_UpArrow, true)) commands_.add(PanMap{0, step});
    if (pressed(ImGuiKey_DownArrow, true)) commands_.add(PanMap{0, -step});
    if (pressed(ImGuiKey_Home)) commands_.add(TimeCommand{GoTo{day_.start}});
    if (pressed(ImGuiKey_End)) commands_.add(TimeCommand{GoTo{range_.end}});
    if (pressed(ImGuiKey_PageUp)) commands_.add(TimeCommand{ShiftDay{-1}});
    if (pressed(ImGuiKey_PageDown)) commands_.add(TimeCommand{ShiftDay{1}});
    if (pressed(ImGuiKey_Tab, true)) commands_.add(NextDistrict{io.KeyShift ? -1 : 1});
    if (pressed(ImGuiKey_Escape)) commands_.add(ClearSelection{});
    if (pressed(ImGuiKey_F11)) commands_.add(ToggleFullscreen{});
    // By the character, not by the key: keyboards put these in different places.
    for (const ImWchar c : io.InputQueueCharacters) {
        if (const auto command = command_of(c, time_.view().shown)) commands_.add(*command);
    }
}

}  // namespace siaga::app
