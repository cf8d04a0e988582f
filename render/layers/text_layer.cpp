#include "render/layers/text_layer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

namespace siaga::render {
namespace {

constexpr double kHaloEms = 0.17;

}  // namespace

TextLayer::TextLayer(const Typesetter& type, const std::filesystem::path& shaders)
    : type_(type), program_(shaders, "text") {
    static constexpr std::array kLayout{gl::Attribute{0, 4, GL_FLOAT, offsetof(GlyphInstance, x)},
                                        gl::Attribute{1, 4, GL_FLOAT, offsetof(GlyphInstance, u0)},
                                        gl::Attribute{2, 4, GL_UNSIGNED_BYTE, offsetof(GlyphInstance, colour)},
                                        gl::Attribute{3, 4, GL_UNSIGNED_BYTE, offsetof(GlyphInstance, halo)},
                                        gl::Attribute{4, 2, GL_FLOAT, offsetof(GlyphInstance, range_px)}};
    glBindVertexArray(array_.name());
    glBindBuffer(GL_ARRAY_BUFFER, buffer_.name());
    gl::describe(kLayout, sizeof(GlyphInstance), 1);
    glBindVertexArray(0);
}

void TextLayer::add(TextBatch& batch, const TextBlock& text, ScreenPoint corner, Colour colour, Colour halo,
                    const View& view) {
    const double size = text.style.size_px;
    const double left = std::round(corner.x - view.left);
    const double top = std::round(corner.y - view.top);
    for (const PlacedGlyph& placed : text.glyphs) {
        const AtlasGlyph& g = atlas_.glyph(type_, text.style.face, placed.point, size);
        if (g.width == 0) continue;
        const double zoom = size / g.base_px;
        GlyphInstance out;
        out.x = static_cast<float>(left + placed.x + g.left * zoom);
        out.y = static_cast<float>(top + placed.y - g.top * zoom);
        out.width = static_cast<float>(g.width * zoom);
        out.height = static_cast<float>(g.height * zoom);
        out.u0 = static_cast<float>(g.x);
        out.v0 = static_cast<float>(g.y);
        out.u1 = static_cast<float>(g.x + g.width);
        out.v1 = static_cast<float>(g.y + g.height);
        out.range_px = static_cast<float>(2 * g.spread_px * zoom);
        out.halo_px = static_cast<float>(std::min(kHaloEms * size, g.spread_px * zoom - 1.0));
        out.colour = colour;
        out.halo = halo;
        batch.push_back(out);
    }
}

void TextLayer::draw(const TextBatch& batch, const View& view) {
    if (batch.empty()) return;
    glBindVertexArray(array_.name());
    gl::upload(GL_ARRAY_BUFFER, buffer_, std::span<const GlyphInstance>(batch), GL_STREAM_DRAW);
    atlas_.bind();
    program_.use();
    view.set_on(program_);
    program_.set("u_atlas", 0);
    const bool any_halo = std::any_of(batch.begin(), batch.end(), [](const GlyphInstance& g) { return g.halo.a > 0; });
    for (const int halo_pass : {1, 0}) {
        if (halo_pass == 1 && !any_halo) continue;
        program_.set("u_halo_pass", halo_pass);
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(batch.size()));
    }
}

}  // namespace siaga::render
