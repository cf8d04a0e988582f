#pragma once
// Paint: the brushes of every panel, on top of an ImGui draw list. Sizes go in as logical pixels,
// positions as physical ones; text is placed by its baseline, so that different sizes line up.

#include <string>
#include <string_view>

#include <imgui.h>

#include "app/layout/layout.hpp"
#include "app/theme/fonts.hpp"
#include "app/theme/theme.hpp"

namespace siaga::app {

[[nodiscard]] ImU32 to_imgui(theme::Colour colour);

class Paint {
public:
    Paint(ImDrawList* list, const Fonts& fonts, float scale) : list_(list), fonts_(&fonts), scale_(scale) {}

    [[nodiscard]] float px(float logical) const { return logical * scale_; }
    [[nodiscard]] ImDrawList* list() const { return list_; }
    [[nodiscard]] float scale() const { return scale_; }
    [[nodiscard]] ImFont* font(Text style) const { return (*fonts_)[style]; }
    /// Height from baseline to the top of capital letters.
    [[nodiscard]] float cap_height(Text style) const;
    [[nodiscard]] float line_height(Text style) const;
    [[nodiscard]] float width(Text style, std::string_view text) const;

    /// Each answers the x where the text ends.
    float text(Text style, float x, float baseline, theme::Colour colour, std::string_view text) const;
    float text_right(Text style, float right, float baseline, theme::Colour colour, std::string_view text) const;
    float text_centred(Text style, float centre, float baseline, theme::Colour colour, std::string_view text) const;
    /// Cut with an ellipsis where it would pass `right`.
    float text_cut(Text style, float x, float baseline, float right, theme::Colour colour, std::string_view text) const;
    /// Digits in cells of equal width, so that a running clock does not dance.
    float digits(Text style, float x, float baseline, theme::Colour colour, std::string_view text) const;
    [[nodiscard]] float digits_width(Text style, std::string_view text) const;
    /// Breaks at spaces into at most `lines` lines, the last one cut; answers the lines used. Draws
    /// nothing when `draw` is false.
    int text_wrapped(Text style, float x, float baseline, float wrap_width, int lines, theme::Colour colour,
                     std::string_view text, bool draw = true) const;

    void fill(const Rect& rect, theme::Colour colour, float radius = 0) const;
    void frame(const Rect& rect, theme::Colour colour, float radius = 0, float thickness = 1) const;
    void line(float x1, float y1, float x2, float y2, theme::Colour colour, float thickness = 1) const;
    /// A panel's surface.
    void card(const Rect& rect) const;
    /// A small square in a district class's colour.
    void chip(float x, float baseline, Text style, theme::Colour colour) const;
    void disc(float x, float y, float radius, theme::Colour colour) const;
    void diamond(float x, float y, float radius, theme::Colour colour) const;

private:
    float draw(Text style, float x, float baseline, theme::Colour colour, std::string_view text) const;

    ImDrawList* list_;
    const Fonts* fonts_;
    float scale_;
};

/// An invisible button over a rectangle of the current window.
struct Touch {
    bool hovered = false;
    bool clicked = false;
};
[[nodiscard]] Touch touch(const char* id, const Rect& rect);
[[nodiscard]] Touch touch(const char* id, int index, const Rect& rect);
/// What the rectangle under the mouse does: above it, so that it hides no neighbour, and inside the screen.
void hint(const Rect& rect, const std::string& text);

}  // namespace siaga::app
