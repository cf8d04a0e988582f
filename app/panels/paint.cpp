#include "app/panels/paint.hpp"

#include <algorithm>
#include <cmath>

namespace siaga::app {

namespace {

constexpr const char* kEllipsis = "\xe2\x80\xa6";
// Capital letters of Inter are 0.727 em high; the font's size in ImGui is 1.21 em.
constexpr float kCapOfSize = 0.727F / 1.21F;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The first byte after the last whole UTF-8 character that ends at or before `end`.
std::size_t back_to_character(std::string_view text, std::size_t end) {
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return end;
}

}  // namespace

ImU32 to_imgui(theme::Colour colour) { return IM_COL32(colour.r, colour.g, colour.b, colour.a); }

float Paint::cap_height(Text style) const { return font(style)->FontSize * kCapOfSize; }

float Paint::line_height(Text style) const { return std::round(font(style)->FontSize * 1.14F); }

float Paint::width(Text style, std::string_view text) const {
    if (text.empty()) return 0;  // a view of nothing has no data to point at
    const ImFont* f = font(style);
    return f->CalcTextSizeA(f->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

float Paint::draw(Text style, float x, float baseline, theme::Colour colour, std::string_view text) const {
    if (text.empty()) return x;
    const ImFont* f = font(style);
    const ImVec2 at(std::round(x), std::round(baseline - f->Ascent));
    list_->AddText(f, f->FontSize, at, to_imgui(colour), text.data(), text.data() + text.size());
    return x + width(style, text);
}

float Paint::text(Text style, float x, float baseline, theme::Colour colour, std::string_view text) const {
    return draw(style, x, baseline, colour, text);
}

float Paint::text_right(Text style, float right, float baseline, theme::Colour colour, std::string_view text) const {
    const float x = right - width(style, text);
    draw(style, x, baseline, colour, text);
    return x;
}

float Paint::text_centred(Text style, float centre, float baseline, theme::Colour colour, std::string_view text) const {
    return draw(style, centre - width(style, text) / 2, baseline, colour, text);
}

float Paint::text_cut(Text style, float x, float baseline, float right, theme::Colour colour,
                      std::string_view text) const {
    const float room = right - x;
    if (width(style, text) <= room) return draw(style, x, baseline, colour, text);
    std::size_t low = 0, high = text.size();
    const float usable = room - width(style, kEllipsis);
    while (low < high) {
        const std::size_t middle = (low + high + 1) / 2;
        if (width(style, text.substr(0, back_to_character(text, middle))) <= usable)
            low = middle;
        else
            high = middle - 1;
    }
    std::size_t end = back_to_character(text, low);
    while (end > 0 && text[end - 1] == ' ') --end;
    if (end == 0) return x;
    return draw(style, x, baseline, colour, std::string(text.substr(0, end)) + kEllipsis);
}

float Paint::digits_width(Text style, std::string_view text) const {
    const float cell = width(style, "0");
    float total = 0;
    for (const char c : text) total += is_digit(c) ? cell : width(style, std::string_view(&c, 1));
    return total;
}

float Paint::digits(Text style, float x, float baseline, theme::Colour colour, std::string_view text) const {
    const float cell = width(style, "0");
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view one = text.substr(i, 1);
        const float own = width(style, one);
        const float room = is_digit(one[0]) ? cell : own;
        draw(style, x + (room - own) / 2, baseline, colour, one);
        x += room;
    }
    return x;
}

int Paint::text_wrapped(Text style, float x, float baseline, float wrap_width, int lines, theme::Colour colour,
                        std::string_view text, bool drawn) const {
    const float step = line_height(style);
    int used = 0;
    while (!text.empty() && used < lines) {
        const bool last = used + 1 == lines;
        const float y = baseline + step * static_cast<float>(used);
        ++used;
        if (last || width(style, text) <= wrap_width) {
            if (drawn) text_cut(style, x, y, x + wrap_width, colour, text);
            break;
        }
        std::size_t end = 0;
        for (std::size_t space = text.find(' '); space != std::string_view::npos; space = text.find(' ', space + 1)) {
            if (width(style, text.substr(0, space)) > wrap_width) break;
            end = space;
        }
        if (end == 0) end = std::min(text.find(' '), text.size());  // one word wider than the line
        if (drawn) text_cut(style, x, y, x + wrap_width, colour, text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return used;
}

void Paint::fill(const Rect& rect, theme::Colour colour, float radius) const {
    if (rect.w <= 0 || rect.h <= 0) return;
    list_->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, to_imgui(colour), px(radius));
}

void Paint::frame(const Rect& rect, theme::Colour colour, float radius, float thickness) const {
    list_->AddRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, to_imgui(colour), px(radius), 0,
                   std::max(1.0F, px(thickness)));
}

void Paint::line(float x1, float y1, float x2, float y2, theme::Colour colour, float thickness) const {
    list_->AddLine({x1, y1}, {x2, y2}, to_imgui(colour), std::max(1.0F, px(thickness)));
}

void Paint::card(const Rect& rect) const {
    fill(rect, theme::kCard, 7);
    frame(rect, theme::kCardBorder, 7);
}

void Paint::chip(float x, float baseline, Text style, theme::Colour colour) const {
    const float side = px(11);
    const float middle = baseline - cap_height(style) / 2;
    fill({std::round(x), std::round(middle - side / 2), side, side}, colour, 2.5F);
}

void Paint::disc(float x, float y, float radius, theme::Colour colour) const {
    list_->AddCircleFilled({x, y}, px(radius), to_imgui(colour));
}

void Paint::diamond(float x, float y, float radius, theme::Colour colour) const {
    const float r = px(radius);
    list_->AddQuadFilled({x, y - r}, {x + r, y}, {x, y + r}, {x - r, y}, to_imgui(colour));
}

Touch touch(const char* id, const Rect& rect) {
    if (rect.w < 1 || rect.h < 1) return {};
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    Touch out;
    out.clicked = ImGui::InvisibleButton(id, {rect.w, rect.h});
    out.hovered = ImGui::IsItemHovered();
    return out;
}

Touch touch(const char* id, int index, const Rect& rect) {
    ImGui::PushID(index);
    const Touch out = touch(id, rect);
    ImGui::PopID();
    return out;
}

void hint(const Rect& rect, const std::string& text) {
    const float centre = rect.x + rect.w / 2;
    ImGui::SetNextWindowPos({centre, rect.y - ImGui::GetStyle().ItemSpacing.y}, ImGuiCond_Always,
                            {centre / ImGui::GetIO().DisplaySize.x, 1});
    ImGui::SetTooltip("%s", text.c_str());
}

}  // namespace siaga::app
