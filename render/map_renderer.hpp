#pragma once
// MapRenderer: draws a Scene through a Camera into the framebuffer that is current.
//
//     MapRenderer map(areas, context, {assets / "shaders"});   // a 3.3 core context is current
//     map.draw(scene, camera, {1920, 1080, 1.0}, furniture);
//
// The constructor uploads the triangulated areas once. The still part (sea, land, areas, borders) is
// kept in a texture and drawn anew only when the camera or a style changes; trails, marks, tags and
// labels go on top each time, the trails out of buffers that stay while their sheets are shown. All of the OpenGL state
// that draw() changes is put back to what Dear ImGui and a fresh context expect: blending on, no depth, scissor off,
// program 0, no vertex array. Thread: the one on which the context is current.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/geo/areas.hpp"
#include "render/camera.hpp"
#include "render/scene.hpp"

namespace siaga::render {

struct MapAssets {
    std::filesystem::path shaders;  ///< folder with the .vert and .frag files
    std::string label_font = "Inter-SemiBold";
    std::string quiet_font = "Inter-Medium";
    std::string sea_font = "Inter-MediumItalic";
};

/// The framebuffer drawn into, in pixels, and how many of them make a logical pixel (2 on a 4K wall).
struct Target {
    int width_px = 0, height_px = 0;
    double scale = 1.0;
    friend bool operator==(const Target&, const Target&) = default;
};

/// What stands on the map but belongs to no place. Rectangles in screen pixels.
struct Furniture {
    /// Scale bar and north arrow are drawn in the lower right corner of this rectangle; none: not drawn.
    std::optional<PixelRect> scale_corner;
    Colour ink = Colour::hex(0xAEB9C4);
    std::string metre_unit = "m", kilometre_unit = "km", north = "U";
    /// Panels over the map: no tag or label is placed under them.
    std::vector<PixelRect> keep_clear;
    friend bool operator==(const Furniture&, const Furniture&) = default;
};

class MapRenderer {
public:
    /// Throws Fault naming the shader file or the font package that is missing or unusable.
    MapRenderer(const std::vector<Area>& areas, const std::vector<Area>& context, const MapAssets& assets);
    ~MapRenderer();
    MapRenderer(const MapRenderer&) = delete;
    MapRenderer& operator=(const MapRenderer&) = delete;

    /// Draws within the camera's viewport; nothing outside it is touched.
    /// Precondition: scene.areas has one style per area, or is empty (land only).
    void draw(const Scene& scene, const Camera& camera, const Target& target, const Furniture& furniture = {});

    /// The two halves of draw(): what needs no OpenGL, and what is nothing else. The scene has to live
    /// until paint().
    void prepare(const Scene& scene, const Camera& camera, const Target& target, const Furniture& furniture = {});
    void paint();

    /// One AreaStyle as the map shows it, with the same hatch: for a legend.
    void draw_swatch(const PixelRect& where, const AreaStyle& style, const Target& target);
    /// The same as an OpenGL texture (first row at the top, for ImGui::Image). Owned by the renderer
    /// and kept as long as it; the same style and size answer the same name.
    [[nodiscard]] unsigned swatch_texture(const AreaStyle& style, int width_px, int height_px, double scale);

    /// All of the areas, for Camera::fit.
    [[nodiscard]] const GeoBounds& bounds() const;
    [[nodiscard]] GeoBounds bounds_of(std::size_t area) const;
    /// One line each, for the user: fonts that were replaced.
    [[nodiscard]] const std::vector<std::string>& warnings() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga::render
