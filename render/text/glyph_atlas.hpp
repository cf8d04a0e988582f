#pragma once
// GlyphAtlas: the glyph fields in use, side by side in one texture. Drawn once, kept for good.

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "render/gl/objects.hpp"
#include "render/text/typesetter.hpp"

namespace siaga::render {

struct AtlasGlyph {
    int x = 0, y = 0, width = 0, height = 0;  ///< texels; width 0: nothing to draw
    int left = 0, top = 0;                    ///< as in GlyphField
    int base_px = 0, spread_px = 0;
};

class GlyphAtlas {
public:
    GlyphAtlas();

    /// The glyph at the base size that suits a text of `size_px`.
    [[nodiscard]] const AtlasGlyph& glyph(const Typesetter& type, Typeface face, char32_t c, double size_px);
    /// Sends what is new to the texture and binds it to unit 0.
    void bind();

private:
    void pack(AtlasGlyph& glyph, const GlyphField& field);

    static constexpr int kWidth = 1024;
    using Key = std::tuple<Typeface, char32_t, int>;
    std::map<Key, AtlasGlyph> glyphs_;
    int height_ = 256;
    std::vector<std::uint8_t> texels_;
    int shelf_x_ = 0, shelf_y_ = 0, shelf_height_ = 0;
    bool changed_ = true;
    gl::Texture texture_;
};

}  // namespace siaga::render
