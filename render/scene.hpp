#pragma once
// Scene: what to draw, as plain values. Knows geometry and colour, nothing of police work.
// Built anew for each frame by app/scene_builder, drawn by MapRenderer. Positions are LonLat;
// sizes are in logical pixels (MapRenderer multiplies by the scale).

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "data/core/time.hpp"
#include "data/geo/lonlat.hpp"

namespace siaga::render {

/// Straight-alpha sRGB, as 0xRRGGBBAA reads.
struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    [[nodiscard]] static constexpr Colour hex(std::uint32_t rrggbb, std::uint8_t alpha = 255) {
        return {static_cast<std::uint8_t>(rrggbb >> 16), static_cast<std::uint8_t>(rrggbb >> 8),
                static_cast<std::uint8_t>(rrggbb), alpha};
    }
    friend bool operator==(const Colour&, const Colour&) = default;
};

/// Readable in greyscale: each pattern differs in shape, not only in colour.
enum class Pattern : std::uint8_t { kNone, kDiagonal, kCrossed, kDots, kHorizontal, kVertical, kDashes, kChecks };

struct AreaStyle {
    Colour fill;
    Pattern pattern = Pattern::kNone;
    Colour pattern_colour;
    friend bool operator==(const AreaStyle&, const AreaStyle&) = default;
};

enum class MarkShape : std::uint8_t {
    kArrow,        ///< filled, oriented by heading_deg
    kArrowHollow,  ///< stale
    kDisc,         ///< filled, no heading known
    kDiscHollow,
    kSquare,  ///< a site
    kHouse,   ///< the warehouse
};

struct Mark {
    std::uint32_t id = 0;  ///< what pick() answers
    LonLat place;
    float heading_deg = 0;
    float size_px = 22;
    MarkShape shape{};
    Colour colour, outline;
    bool ring = false;   ///< dashed circle: lost, last known place
    bool pulse = false;  ///< a second solid ring: SOS
    Colour ring_colour;
    std::string tag;  ///< text on a plate beside the mark, "" for none
    Colour tag_text, tag_plate;
    int priority = 0;     ///< of the tag: higher is placed first
    bool urgent = false;  ///< never left without its tag to keep a crowded map readable
    bool pickable = true;
    friend bool operator==(const Mark&, const Mark&) = default;
};

struct TrailFix {
    LonLat place;
    std::int32_t ms = 0;     ///< since TrailSheet::start; may be negative
    std::uint32_t unit = 0;  ///< index into Trails::colours
    bool joined = false;     ///< to the fix before it, which is of the same unit; false after a gap
    friend bool operator==(const TrailFix&, const TrailFix&) = default;
};

/// The ways of all units in one stretch of the day. Never changes: the same id, the same content, so
/// that a renderer sends it to the graphics card once and keeps it while scenes show it.
struct TrailSheet {
    std::uint64_t id = 0;
    Time start;
    std::vector<TrailFix> fixes;  ///< by unit, then time
};

/// Which part of the sheets is shown, and how. Another time is another number here, not another sheet.
struct Trails {
    std::vector<std::shared_ptr<const TrailSheet>> sheets;
    Time until;                   ///< the time shown: age 0
    Millis length{1};             ///< what is older has faded away
    bool onwards = false;         ///< a moving picture: to the place between two fixes; else up to the last fix
    std::vector<Colour> colours;  ///< by unit; alpha 0, or no entry: none is shown
    float width_px = 3;           ///< at age 0
    friend bool operator==(const Trails&, const Trails&) = default;
};

enum class LabelStyle : std::uint8_t { kArea, kAreaQuiet, kSea, kPlace };

struct Label {
    std::string text;  ///< UTF-8; a space is a place where it may break into two lines
    LonLat place;
    LabelStyle style{};
    Colour colour, halo;
    float size_px = 14;
    int priority = 0;
    /// For kArea: index of the area the label must stay near; -1: none.
    int area = -1;
    friend bool operator==(const Label&, const Label&) = default;
};

struct Scene {
    Colour sea, land_quiet, border_quiet, border, border_selected, border_hovered;
    float border_px = 1.2F, border_selected_px = 3.0F;
    std::vector<AreaStyle> areas;  ///< one per area of the map, in its order
    int selected_area = -1;
    int hovered_area = -1;
    std::uint32_t selected_mark = 0;  ///< 0: none
    Trails trails;
    std::vector<Mark> marks;  ///< drawn in this order
    std::vector<Label> labels;
    friend bool operator==(const Scene&, const Scene&) = default;
};

}  // namespace siaga::render
