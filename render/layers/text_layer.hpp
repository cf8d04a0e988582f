#pragma once
// TextLayer: blocks of text with halos, all glyphs of a draw in one buffer: first every halo, then
// every letter, so that no halo dims a neighbour.

#include <filesystem>
#include <vector>

#include "render/gl/objects.hpp"
#include "render/gl/program.hpp"
#include "render/layers/view.hpp"
#include "render/text/glyph_atlas.hpp"
#include "render/text/typesetter.hpp"

namespace siaga::render {

struct GlyphInstance {
    float x = 0, y = 0, width = 0, height = 0;
    float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
    float range_px = 0, halo_px = 0;
    Colour colour, halo;
};

/// Texts that are drawn together. No OpenGL is needed to fill one.
using TextBatch = std::vector<GlyphInstance>;

class TextLayer {
public:
    TextLayer(const Typesetter& type, const std::filesystem::path& shaders);

    /// `corner` is the top left of the block on the screen. A halo of alpha 0 is not drawn.
    void add(TextBatch& batch, const TextBlock& text, ScreenPoint corner, Colour colour, Colour halo, const View& view);
    void draw(const TextBatch& batch, const View& view);

private:
    const Typesetter& type_;
    gl::Program program_;
    gl::VertexArray array_;
    gl::Buffer buffer_;
    GlyphAtlas atlas_;
};

}  // namespace siaga::render
