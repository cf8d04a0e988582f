#pragma once
// Typesetter: texts to lines of positioned glyphs, in three roles of type.

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "render/text/font.hpp"

namespace siaga::render {

enum class Typeface : std::uint8_t { kStrong, kQuiet, kSlanted };

/// How a text is set: the face, its size in pixels and the extra space between letters, in ems.
struct TextStyle {
    Typeface face = Typeface::kStrong;
    double size_px = 14;
    double tracking = 0;
};

struct PlacedGlyph {
    char32_t point = 0;
    double x = 0, y = 0;  ///< of the pen, from the top left of the text's box
};

struct TextBlock {
    TextStyle style;
    double width = 0, height = 0;
    std::vector<PlacedGlyph> glyphs;
};

class Typesetter {
public:
    /// Throws Fault as font_file and Font do. Substitutes end up in warnings().
    Typesetter(std::string_view strong, std::string_view quiet, std::string_view slanted);

    /// One block; '\n' begins a new line, lines are centred. The box hugs capitals with a little air.
    [[nodiscard]] TextBlock set(std::string_view text, const TextStyle& style) const;
    [[nodiscard]] const Font& font(Typeface face) const { return *fonts_[static_cast<std::size_t>(face)]; }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

private:
    std::array<std::unique_ptr<Font>, 3> fonts_;
    std::vector<std::string> warnings_;
};

/// The text with the space that balances two lines best turned into '\n'; empty when there is no
/// space or there is a line break already.
[[nodiscard]] std::string broken_in_two(std::string_view text);

}  // namespace siaga::render
