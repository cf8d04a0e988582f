#include "render/text/typesetter.hpp"

#include <algorithm>
#include <cmath>

#include "render/fonts.hpp"

namespace siaga::render {
namespace {

constexpr double kLineHeight = 1.16;  // ems from baseline to baseline
constexpr double kAir = 0.16;         // ems above capitals and below the baseline
constexpr double kSideAir = 0.08;     // ems left and right

struct Line {
    std::u32string points;
    double width = 0;
};

std::vector<Line> lines_of(std::string_view text, const Font& font, const TextStyle& style) {
    std::vector<Line> lines(1);
    for (const char32_t c : code_points(text)) {
        if (c == U'\n') {
            lines.emplace_back();
            continue;
        }
        if (!lines.back().points.empty()) lines.back().width += style.tracking * style.size_px;
        lines.back().points.push_back(c);
        lines.back().width += font.advance(c) * style.size_px;
    }
    return lines;
}

}  // namespace

Typesetter::Typesetter(std::string_view strong, std::string_view quiet, std::string_view slanted) {
    const std::array<std::string_view, 3> names{strong, quiet, slanted};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const FontFile file = font_file(names[i]);
        if (!file.warning.empty()) warnings_.push_back(file.warning);
        fonts_[i] = std::make_unique<Font>(file.path);
    }
}

TextBlock Typesetter::set(std::string_view text, const TextStyle& style) const {
    const Font& face = font(style.face);
    const std::vector<Line> lines = lines_of(text, face, style);
    TextBlock block;
    block.style = style;
    for (const Line& line : lines) block.width = std::max(block.width, line.width);
    block.width = std::ceil(block.width + 2 * kSideAir * style.size_px);
    const double cap_px = face.cap_height() * style.size_px;
    block.height = std::ceil(cap_px + (2 * kAir + static_cast<double>(lines.size() - 1) * kLineHeight) * style.size_px);
    double baseline = kAir * style.size_px + cap_px;
    for (const Line& line : lines) {
        double pen = std::round((block.width - line.width) / 2);
        for (const char32_t c : line.points) {
            block.glyphs.push_back({c, pen, std::round(baseline)});
            pen += (face.advance(c) + style.tracking) * style.size_px;
        }
        baseline += kLineHeight * style.size_px;
    }
    return block;
}

std::string broken_in_two(std::string_view text) {
    if (text.find('\n') != std::string_view::npos) return {};
    std::size_t best = std::string_view::npos;
    std::size_t best_longer = text.size();
    for (std::size_t at = text.find(' '); at != std::string_view::npos; at = text.find(' ', at + 1)) {
        const std::size_t longer = std::max(at, text.size() - at - 1);
        if (at == 0 || at + 1 == text.size() || longer >= best_longer) continue;
        best = at;
        best_longer = longer;
    }
    if (best == std::string_view::npos) return {};
    std::string broken(text);
    broken[best] = '\n';
    return broken;
}

}  // namespace siaga::render
