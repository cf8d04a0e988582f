#pragma once
// All colours of the program. Grey base, colour for meaning only, and never colour alone: each class
// of district has a hue (Okabe-Ito, darkened for a wall) and a pattern of its own.

#include "data/model/enum_names.hpp"
#include "render/scene.hpp"

namespace siaga::app::theme {

using render::Colour;

// Surfaces, dark to light.
inline constexpr Colour kBackground = Colour::hex(0x0D1216);
inline constexpr Colour kHeader = Colour::hex(0x121920);
inline constexpr Colour kCard = Colour::hex(0x141B21);
inline constexpr Colour kCardBorder = Colour::hex(0x212C36);
inline constexpr Colour kTile = Colour::hex(0x1A232B);
inline constexpr Colour kRowHovered = Colour::hex(0x202B35);
inline constexpr Colour kRowSelected = Colour::hex(0x24384C);
inline constexpr Colour kSeparator = Colour::hex(0x1E2831);
inline constexpr Colour kTrack = Colour::hex(0x2A333C);  ///< the empty part of a bar
inline constexpr Colour kOverlay = Colour::hex(0x0D1216, 225);

// Text, loud to quiet. The quietest still has 4.5:1 on kCard.
inline constexpr Colour kText = Colour::hex(0xECF1F5);
inline constexpr Colour kTextQuiet = Colour::hex(0xA3AFBA);
inline constexpr Colour kTextFaint = Colour::hex(0x7F8C98);

// Meaning.
inline constexpr Colour kGood = Colour::hex(0x2FA67F);
inline constexpr Colour kGoodText = Colour::hex(0x5BE3A4);
inline constexpr Colour kGoodPlate = Colour::hex(0x10331F);
inline constexpr Colour kInfo = Colour::hex(0x4C95E8);
inline constexpr Colour kInfoText = Colour::hex(0x8CC2FF);
inline constexpr Colour kWarn = Colour::hex(0xE6A117);
inline constexpr Colour kWarnText = Colour::hex(0xFFC65C);
inline constexpr Colour kWarnPlate = Colour::hex(0x3A2A08);
inline constexpr Colour kAlarm = Colour::hex(0xD55E00);
inline constexpr Colour kAlarmText = Colour::hex(0xFF8A5B);
inline constexpr Colour kAlarmPlate = Colour::hex(0x2E1811);
inline constexpr Colour kEmergency = Colour::hex(0xFF3B30);
inline constexpr Colour kReplay = Colour::hex(0xFFB000);
inline constexpr Colour kReplayPlate = Colour::hex(0x4A3200);

// The map.
inline constexpr Colour kSea = Colour::hex(0x10202B);
inline constexpr Colour kSeaName = Colour::hex(0x4F7D98);
inline constexpr Colour kLandQuiet = Colour::hex(0x171D23);
inline constexpr Colour kBorderQuiet = Colour::hex(0x2B343D);
inline constexpr Colour kQuietName = Colour::hex(0x66727E);
inline constexpr Colour kBorder = Colour::hex(0x0A0E12);
inline constexpr Colour kBorderHovered = Colour::hex(0xB9C6D2);
inline constexpr Colour kBorderSelected = Colour::hex(0xFFFFFF);
inline constexpr Colour kAreaName = Colour::hex(0xFFFFFF);
inline constexpr Colour kHalo = Colour::hex(0x0A0E12, 235);
inline constexpr Colour kUnit = Colour::hex(0xFFD166);
inline constexpr Colour kUnitIdle = Colour::hex(0x9AA7B3);
inline constexpr Colour kUnitOutline = Colour::hex(0x14181C);
inline constexpr Colour kTag = Colour::hex(0xFFE3A0);
inline constexpr Colour kTagPlate = Colour::hex(0x10151A, 232);
inline constexpr Colour kTagPlateAlarm = Colour::hex(0x4A1A0C, 240);
inline constexpr Colour kSite = Colour::hex(0xDFE7EE);

/// The same colour, more or less see-through.
[[nodiscard]] constexpr Colour faded(Colour colour, float alpha) {
    colour.a = static_cast<std::uint8_t>(static_cast<float>(colour.a) * alpha);
    return colour;
}

/// How a district's class looks: on the map, and as a small solid chip in lists and bars.
struct ClassStyle {
    render::AreaStyle area;
    Colour chip;
};
[[nodiscard]] const ClassStyle& class_style(DistrictClass shown);

/// Luma of Rec. 709 on the sRGB values, 0 to 255: what is left of a colour on a grey screen.
[[nodiscard]] double luma(Colour colour);

}  // namespace siaga::app::theme
