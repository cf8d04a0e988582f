#pragma once
// StillCache: the map without anything that moves, in a texture, drawn anew only when it would look
// different.

#include <cstdint>
#include <optional>
#include <vector>

#include "render/gl/objects.hpp"
#include "render/layers/area_layer.hpp"

namespace siaga::render {

class StillCache {
public:
    /// Draws the still map, with the selected and the hovered area, when the view or what it shows of
    /// the scene has changed. Leaves some framebuffer bound.
    void refresh(AreaLayer& areas, const Scene& scene, const View& view);

    /// Preconditions of all: refresh() was called.
    [[nodiscard]] const gl::ColourTarget& target() const { return *target_; }
    /// Another number, another picture; never 0.
    [[nodiscard]] std::uint64_t version() const { return version_; }
    /// What differs from the version before this one, in OpenGL's order of rows.
    [[nodiscard]] const std::vector<PixelSpan>& changed() const { return changed_; }
    /// Read back, in OpenGL's order of rows.
    [[nodiscard]] std::vector<std::uint32_t> pixels(const PixelSpan& where) const;
    [[nodiscard]] PixelSpan whole() const { return {0, 0, target_->width_px(), target_->height_px()}; }

private:
    /// Everything the still map depends on.
    struct Key {
        int width, height;
        double scale, origin_x, origin_y, px_per_unit;
        Colour sea, land_quiet, border_quiet, border, border_selected, border_hovered;
        float border_px, border_selected_px;
        int selected_area, hovered_area;
        std::vector<AreaStyle> areas;
        friend bool operator==(const Key&, const Key&) = default;
    };
    /// The areas whose styles alone make the difference; nothing when there are other or many differences.
    [[nodiscard]] std::optional<std::vector<std::size_t>> only_areas(const Key& key, const AreaLayer& areas) const;

    std::optional<Key> drawn_;
    std::optional<gl::ColourTarget> target_;
    std::uint64_t version_ = 0;
    std::vector<PixelSpan> changed_;
};

}  // namespace siaga::render
