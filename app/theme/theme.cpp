#include "app/theme/theme.hpp"

#include <array>

namespace siaga::app::theme {

namespace {

using render::Pattern;

constexpr ClassStyle style(std::uint32_t fill, Pattern pattern, std::uint32_t ink, std::uint8_t ink_alpha,
                           std::uint32_t chip) {
    return {{Colour::hex(fill), pattern, Colour::hex(ink, ink_alpha)}, Colour::hex(chip)};
}

// In the order of DistrictClass. Hues: Okabe-Ito blue 0072B2, orange E69F00, sky blue 56B4E9,
// green 009E73, vermillion D55E00, purple CC79A7.
constexpr std::array<ClassStyle, kEnumCount<DistrictClass>> kClasses{{
    style(0x39434D, Pattern::kVertical, 0x4A5661, 200, 0x66727E),    // waiting
    style(0x2467B4, Pattern::kDashes, 0x7DB4F2, 150, 0x3D84E6),      // running
    style(0x7A5A12, Pattern::kDiagonal, 0xC38D1B, 190, 0xE6A117),    // suspended
    style(0x27657F, Pattern::kHorizontal, 0x4B93B0, 170, 0x56B4E9),  // done, boxes at the PPK
    style(0x2B6D86, Pattern::kDots, 0xA5DCF0, 220, 0x8FD3F0),        // done, boxes on the road
    style(0x1D6B55, Pattern::kNone, 0x1D6B55, 0, 0x2FA67F),          // done, boxes at the warehouse
    style(0xA8431A, Pattern::kCrossed, 0xF08A5E, 210, 0xFF7A45),     // trouble
    style(0x2A2530, Pattern::kChecks, 0x7D5A70, 190, 0xCC79A7),      // unknown
}};

}  // namespace

const ClassStyle& class_style(DistrictClass shown) { return kClasses.at(static_cast<std::size_t>(shown)); }

double luma(Colour colour) { return 0.2126 * colour.r + 0.7152 * colour.g + 0.0722 * colour.b; }

}  // namespace siaga::app::theme
