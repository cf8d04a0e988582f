#pragma once
// Font: one face through FreeType, as metrics and as small fields of signed distances.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace siaga::render {

/// A glyph drawn at `base_px` to the em, surrounded by `spread_px` of falling distance. Texel value
/// 128 is the edge; 255 is spread_px inside, 0 spread_px outside.
struct GlyphField {
    int width = 0, height = 0;  ///< 0 for a space
    int left = 0, top = 0;      ///< of the field from the pen, y up, in base pixels
    int spread_px = 0;
    std::vector<std::uint8_t> texels;
};

class Font {
public:
    /// Throws Fault naming the file when FreeType cannot use it.
    explicit Font(const std::filesystem::path& file);
    ~Font();
    Font(const Font&) = delete;
    Font& operator=(const Font&) = delete;

    /// All in ems.
    [[nodiscard]] double advance(char32_t c) const;
    [[nodiscard]] double cap_height() const { return cap_height_; }

    /// Precondition: base_px in 8 to 96.
    [[nodiscard]] GlyphField glyph(char32_t c, int base_px) const;

private:
    struct Face;
    std::unique_ptr<Face> face_;
    double cap_height_ = 0.7;
};

/// The code points of a text; each byte that is no UTF-8 becomes U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view utf8);

}  // namespace siaga::render
