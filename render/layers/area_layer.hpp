#pragma once
// AreaLayer: fills with hatches, and borders, from buffers that are uploaded once.

#include <filesystem>
#include <span>
#include <vector>

#include "render/geometry/map_geometry.hpp"
#include "render/gl/objects.hpp"
#include "render/gl/program.hpp"
#include "render/layers/view.hpp"
#include "render/pixel_span.hpp"
#include "render/scene.hpp"

namespace siaga::render {

class AreaLayer {
public:
    AreaLayer(const MapGeometry& geometry, const std::filesystem::path& shaders);

    /// Sea, land, fills and borders of a scene. Clears what is in the viewport of the framebuffer.
    void draw_still(const Scene& scene, const View& view);
    /// Over what draw_still and draw_emphasis left of the same scene but for the styles of `areas`: these areas anew,
    /// and the same picture as if all were. Preconditions: their fills are opaque; the framebuffer has a stencil.
    void redraw(const Scene& scene, const View& view, std::span<const std::size_t> areas);
    /// The pixels that an area's fill may touch, in OpenGL's order of rows.
    [[nodiscard]] PixelSpan extent(std::size_t area, const View& view) const;
    [[nodiscard]] std::size_t count() const { return area_triangles_.size(); }
    /// The outlines of the hovered and of the selected area.
    void draw_emphasis(const Scene& scene, const View& view);
    /// One style over the whole viewport.
    void draw_swatch(const AreaStyle& style, const View& view);

private:
    struct Segments {
        gl::VertexArray array;
        gl::Buffer buffer;
        std::size_t count = 0;
    };
    static Segments segments_of(const std::vector<MapSegment>& list);
    void upload_styles(const Scene& scene);
    void upload_styles(const std::vector<AreaStyle>& styles);
    void fill(const View& view, const gl::VertexArray& array, Range triangles);
    void stroke(const View& view, const Segments& segments, Range range, Colour colour, double width_px,
                bool fading = false);
    void set_cut_on(const gl::Program& program, bool fading) const;

    gl::Program area_program_, line_program_;
    gl::VertexArray mesh_, quad_;
    gl::Buffer vertices_, triangles_, quad_vertices_, quad_triangles_;
    gl::Texture styles_;
    std::size_t triangle_count_ = 0;
    MapSegment cut_;
    Segments borders_, context_borders_, outlines_;
    std::vector<Range> area_triangles_, area_outlines_;
    std::vector<MapSegment> area_corners_;  ///< per area: low, high
};

}  // namespace siaga::render
