#include "render/text/glyph_atlas.hpp"

#include <algorithm>
#include <array>

namespace siaga::render {
namespace {

constexpr int kGapTexels = 1;

/// A little larger than the text, so that small type stays crisp.
int base_for(double size_px) {
    static constexpr std::array kBases{16, 24, 32, 48, 64};
    for (const int base : kBases) {
        if (base >= size_px * 1.3) return base;
    }
    return kBases.back();
}

}  // namespace

GlyphAtlas::GlyphAtlas() : texels_(static_cast<std::size_t>(kWidth) * static_cast<std::size_t>(height_)) {
    glBindTexture(GL_TEXTURE_2D, texture_.name());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glBindTexture(GL_TEXTURE_2D, 0);
}

const AtlasGlyph& GlyphAtlas::glyph(const Typesetter& type, Typeface face, char32_t c, double size_px) {
    const int base = base_for(size_px);
    const auto [at, fresh] = glyphs_.try_emplace(Key{face, c, base});
    if (fresh) {
        const GlyphField field = type.font(face).glyph(c, base);
        at->second = {0, 0, field.width, field.height, field.left, field.top, base, field.spread_px};
        if (field.width > 0) pack(at->second, field);
    }
    return at->second;
}

void GlyphAtlas::pack(AtlasGlyph& glyph, const GlyphField& field) {
    if (shelf_x_ + field.width > kWidth) {
        shelf_x_ = 0;
        shelf_y_ += shelf_height_ + kGapTexels;
        shelf_height_ = 0;
    }
    while (shelf_y_ + field.height > height_) height_ *= 2;
    texels_.resize(static_cast<std::size_t>(kWidth) * static_cast<std::size_t>(height_));
    glyph.x = shelf_x_;
    glyph.y = shelf_y_;
    for (int row = 0; row < field.height; ++row) {
        const auto from = field.texels.begin() + static_cast<std::ptrdiff_t>(row) * field.width;
        std::copy(from, from + field.width,
                  texels_.begin() + static_cast<std::ptrdiff_t>(shelf_y_ + row) * kWidth + shelf_x_);
    }
    shelf_x_ += field.width + kGapTexels;
    shelf_height_ = std::max(shelf_height_, field.height);
    changed_ = true;
}

void GlyphAtlas::bind() {
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture_.name());
    if (!changed_) return;
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, kWidth, height_, 0, GL_RED, GL_UNSIGNED_BYTE, texels_.data());
    changed_ = false;
}

}  // namespace siaga::render
