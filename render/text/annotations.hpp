#pragma once
// Which texts the map shows in this frame, and where: labels and tags through the one collision
// engine. Pure: measuring and the areas come in as functions.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "render/camera.hpp"
#include "render/scene.hpp"
#include "render/text/typesetter.hpp"

namespace siaga::render {

/// How a label or a tag is set, in pixels of the screen.
[[nodiscard]] TextStyle text_style(LabelStyle style, float size_px, double scale);
[[nodiscard]] TextStyle tag_style(double scale);

/// The outer ring of a pulse, in radii of the inner one.
inline constexpr double kOuterPulse = 1.35;

/// How far from its centre a mark, with its rings, reaches; pixels.
[[nodiscard]] double mark_radius_px(const Mark& mark, bool selected, double scale);
[[nodiscard]] double ring_radius_px(const Mark& mark, double scale);

struct PlacedLabel {
    std::size_t label = 0;  ///< index into Scene::labels
    TextBlock text;
    PixelRect rect;
};

struct PlacedTag {
    std::size_t mark = 0;  ///< index into Scene::marks
    TextBlock text;
    PixelRect plate;
    ScreenPoint centre;  ///< of its mark
    bool apart = false;  ///< a line joins plate and mark
};

struct Annotations {
    std::vector<PlacedLabel> labels;
    std::vector<PlacedTag> tags;
    std::vector<ScreenPoint> mark_centres;  ///< of all marks, on the screen or not
    std::vector<float> mark_sizes;          ///< of Mark::size_px, 1 but in a crowd
    bool crowded = false;                   ///< names go over the marks, for else none could be read
};

using SetText = std::function<TextBlock(std::string_view text, const TextStyle& style)>;
/// Is this rectangle of the screen wholly within the area?
using RectInArea = std::function<bool(std::size_t area, const PixelRect& rect)>;

struct AnnotationInput {
    const Scene& scene;
    const Camera& camera;
    double scale = 1;
    std::vector<PixelRect> keep_clear;
    SetText set_text;
    RectInArea rect_in_area;
};

/// More units in sight are a crowd: those that are not named or urgent shrink.
inline constexpr std::size_t kCrowd = 250;
/// Of its size, for a mark among `units` in sight; not below a third, which still shows a heading.
[[nodiscard]] double size_in_crowd(std::size_t units);

/// Room that the map gives each tag that is not urgent; the more important ones get it. Logical pixels.
inline constexpr double kRoomPerTagPx2 = 24'000;

/// No two returned rectangles overlap; none covers a mark, a keep_clear rectangle or the viewport's edge.
/// In a crowd marks without a tag may be covered, for else no name could be read.
[[nodiscard]] Annotations annotate(const AnnotationInput& in);

}  // namespace siaga::render
