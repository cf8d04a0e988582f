#include "render/text/font.hpp"

#include <fmt/format.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MODULE_H

#include <algorithm>
#include <string>
#include <unordered_map>

#include "data/core/fault.hpp"

namespace siaga::render {

struct Font::Face {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    std::unordered_map<char32_t, double> advances;

    ~Face() {
        if (face != nullptr) FT_Done_Face(face);
        if (library != nullptr) FT_Done_FreeType(library);
    }
};

Font::Font(const std::filesystem::path& file) : face_(std::make_unique<Face>()) {
    if (FT_Init_FreeType(&face_->library) != 0)
        throw Fault("FreeType does not start; install the package libfreetype6");
    if (FT_New_Face(face_->library, file.c_str(), 0, &face_->face) != 0 || !FT_IS_SCALABLE(face_->face)) {
        throw Fault(
            fmt::format("{}: no font that FreeType can use; install the package fonts-inter again", file.string()));
    }
    const FT_Face face = face_->face;
    if (FT_Load_Char(face, 'H', FT_LOAD_NO_SCALE) == 0) {
        cap_height_ = static_cast<double>(face->glyph->metrics.horiBearingY) / face->units_per_EM;
    }
}

Font::~Font() = default;

double Font::advance(char32_t c) const {
    const auto known = face_->advances.find(c);
    if (known != face_->advances.end()) return known->second;
    double ems = 0;
    if (FT_Load_Char(face_->face, c, FT_LOAD_NO_SCALE) == 0) {
        ems = static_cast<double>(face_->face->glyph->metrics.horiAdvance) / face_->face->units_per_EM;
    }
    face_->advances.emplace(c, ems);
    return ems;
}

GlyphField Font::glyph(char32_t c, int base_px) const {
    GlyphField field;
    field.spread_px = std::clamp(base_px * 2 / 5, 2, 32);
    for (const char* module : {"sdf", "bsdf"}) FT_Property_Set(face_->library, module, "spread", &field.spread_px);
    const FT_Face face = face_->face;
    FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(base_px));
    // By way of the smoothed bitmap: as good at these sizes as from the outline, and many times as fast.
    if (FT_Load_Char(face, c, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP | FT_LOAD_RENDER) != 0) return field;
    if (face->glyph->bitmap.width == 0 || FT_Render_Glyph(face->glyph, FT_RENDER_MODE_SDF) != 0) return field;
    const FT_Bitmap& bitmap = face->glyph->bitmap;
    field.width = static_cast<int>(bitmap.width);
    field.height = static_cast<int>(bitmap.rows);
    field.left = face->glyph->bitmap_left;
    field.top = face->glyph->bitmap_top;
    field.texels.reserve(static_cast<std::size_t>(field.width) * static_cast<std::size_t>(field.height));
    for (int row = 0; row < field.height; ++row) {
        const unsigned char* from = bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap.pitch;
        field.texels.insert(field.texels.end(), from, from + field.width);
    }
    return field;
}

std::u32string code_points(std::string_view utf8) {
    constexpr char32_t kReplacement = 0xFFFD;
    std::u32string out;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
        char32_t point = length <= 1 ? lead : lead & (0x7FU >> length);
        bool good = length > 0 && i + length <= utf8.size();
        for (std::size_t k = 1; good && k < length; ++k) {
            const auto next = static_cast<unsigned char>(utf8[i + k]);
            good = (next & 0xC0U) == 0x80U;
            point = (point << 6) | (next & 0x3FU);
        }
        out.push_back(good ? point : kReplacement);
        i += good ? length : 1;
    }
    return out;
}

}  // namespace siaga::render
