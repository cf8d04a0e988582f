#include "app/theme/fonts.hpp"

#include <cmath>
#include <initializer_list>
#include <system_error>

#include <imgui.h>
#include <imgui_freetype.h>

#include "app/theme/glyphs.hpp"

namespace siaga::app {

namespace {

enum class Weight { kRegular, kStrong, kHeavy };

struct Style {
    float em_px;
    Weight weight;
};
// In the order of Text.
constexpr std::array<Style, kTextCount> kStyles{{
    {12.5F, Weight::kRegular},
    {14.0F, Weight::kRegular},
    {14.0F, Weight::kStrong},
    {15.5F, Weight::kRegular},
    {15.5F, Weight::kStrong},
    {15.0F, Weight::kStrong},
    {22.0F, Weight::kHeavy},
    {20.0F, Weight::kStrong},
    {40.0F, Weight::kHeavy},
    {37.0F, Weight::kHeavy},
}};

// ImGui asks FreeType for ascent plus descent; a designer's size is the em. Inter: 0.96875 + 0.2412.
constexpr float kLineOfEm = 1.21F;

// Latin, punctuation, arrows and the few signs the texts use.
constexpr std::array<ImWchar, 13> kTextRanges{0x0020, 0x00FF, 0x0100, 0x017F, 0x2010, 0x2026, 0x2190,
                                              0x2193, 0x2212, 0x2212, 0x25CF, 0x25CF, 0};
// Digits, marks and letters of a clock are all that the big styles ever show.
constexpr std::array<ImWchar, 5> kBigRanges{0x0020, 0x007E, 0x2013, 0x2014, 0};

/// Only the icons in use: there are seven hundred more, in each of the sizes.
ImVector<ImWchar> glyph_ranges() {
    ImFontGlyphRangesBuilder builder;
    for (const char* icon : glyph::kAll) builder.AddText(icon);
    ImVector<ImWchar> ranges;
    builder.BuildRanges(&ranges);
    return ranges;
}

std::filesystem::path first_of(std::initializer_list<const char*> names) {
    std::error_code ignored;
    for (const char* name : names) {
        if (std::filesystem::exists(name, ignored)) return name;
    }
    return {};
}

const std::filesystem::path& file_for(const FontFiles& files, Weight weight) {
    if (weight == Weight::kHeavy) return files.heavy;
    return weight == Weight::kStrong ? files.strong : files.regular;
}

}  // namespace

FontFiles find_fonts() {
    FontFiles found;
    found.regular = first_of({"/usr/share/fonts/opentype/inter/Inter-Regular.otf"});
    found.strong = first_of({"/usr/share/fonts/opentype/inter/Inter-SemiBold.otf"});
    found.heavy = first_of({"/usr/share/fonts/opentype/inter/Inter-Bold.otf"});
    found.glyphs = first_of({"/usr/share/fonts/opentype/font-awesome/FontAwesome.otf",
                             "/usr/share/fonts/truetype/font-awesome/fontawesome-webfont.ttf"});
    if (found.regular.empty() || found.strong.empty() || found.heavy.empty()) {
        found.regular = first_of({"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
                                  "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"});
        found.strong = first_of({"/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
                                 "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"});
        if (found.strong.empty()) found.strong = found.regular;
        found.heavy = found.strong;
        const std::string instead = found.regular.empty() ? "the built-in font" : found.regular.filename().string();
        found.complaints.push_back("font Inter is missing, using " + instead +
                                   "; install the package fonts-inter for the intended look");
    }
    if (found.glyphs.empty()) {
        found.complaints.push_back(
            "font Font Awesome is missing, icons show as blanks; install the package fonts-font-awesome");
    }
    return found;
}

Fonts build_fonts(ImFontAtlas& atlas, const FontFiles& files, float scale) {
    Fonts fonts;
    atlas.Clear();
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    const ImVector<ImWchar> icons = glyph_ranges();
    atlas.TexDesiredWidth = scale > 1.5F ? 4096 : 2048;
    for (std::size_t i = 0; i < kTextCount; ++i) {
        const Style& style = kStyles.at(i);
        const float line_px = std::round(style.em_px * kLineOfEm * scale);
        const std::filesystem::path& file = file_for(files, style.weight);
        const bool big = style.em_px > 30;
        ImFontConfig config;
        config.OversampleH = 1;
        config.OversampleV = 1;
        config.PixelSnapH = false;
        ImFont* font = nullptr;
        if (!file.empty()) {
            font =
                atlas.AddFontFromFileTTF(file.c_str(), line_px, &config, big ? kBigRanges.data() : kTextRanges.data());
        }
        if (font == nullptr) {
            config.SizePixels = line_px;
            font = atlas.AddFontDefault(&config);
        }
        fonts.styles.at(i) = font;
        if (files.glyphs.empty() || big) continue;
        ImFontConfig merged;
        merged.MergeMode = true;
        merged.GlyphMinAdvanceX = 0;
        merged.GlyphOffset.y = std::round(line_px * 0.02F);
        atlas.AddFontFromFileTTF(files.glyphs.c_str(), std::round(line_px * 0.86F), &merged, icons.Data);
    }
    atlas.Build();
    return fonts;
}

}  // namespace siaga::app
