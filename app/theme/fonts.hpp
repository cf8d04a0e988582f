#pragma once
// Fonts: Inter in the sizes of the wall, with the glyphs of Font Awesome merged in, rasterised by
// FreeType. A missing font falls back to DejaVu, then to whatever ImGui has, and says so.

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

struct ImFont;
struct ImFontAtlas;

namespace siaga::app {

/// Each style of text on the wall; size in logical pixels of the em.
enum class Text : std::size_t {
    kTiny,   ///< axis, tags
    kSmall,  ///< second lines
    kSmallStrong,
    kBody,  ///< lists
    kBodyStrong,
    kHeading,  ///< a panel's name
    kTitle,    ///< the selected district
    kUnit,     ///< what stands behind a key figure
    kFigure,   ///< a key figure
    kClock,
};
inline constexpr std::size_t kTextCount = 10;

struct Fonts {
    std::array<ImFont*, kTextCount> styles{};
    [[nodiscard]] ImFont* operator[](Text style) const { return styles.at(static_cast<std::size_t>(style)); }
};

struct FontFiles {
    std::filesystem::path regular, strong, heavy, glyphs;  ///< empty: none found
    std::vector<std::string> complaints;                   ///< one line for each file that was missed
};

/// Looks where distributions put fonts-inter, fonts-font-awesome and fonts-dejavu.
[[nodiscard]] FontFiles find_fonts();

/// Builds the atlas for one scale. The atlas owns the fonts.
[[nodiscard]] Fonts build_fonts(ImFontAtlas& atlas, const FontFiles& files, float scale);

}  // namespace siaga::app
