#include "render/layers/area_layer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

namespace siaga::render {
namespace {

constexpr double kHatchPeriod = 1680.0;  // logical px; every period in area.frag divides it
constexpr float kFadeShare = 0.09F;      // of the context's shorter side, where it fades into the sea
constexpr double kCasingPx = 2.4;        // dark line under the selected outline, both sides together

void fill_mesh(const gl::VertexArray& array, const gl::Buffer& vertices, const gl::Buffer& indices,
               std::span<const MapVertex> points, std::span<const std::uint32_t> triangles) {
    static constexpr std::array kLayout{gl::Attribute{0, 2, GL_FLOAT, offsetof(MapVertex, x)},
                                        gl::Attribute{1, 1, GL_FLOAT, offsetof(MapVertex, area)}};
    glBindVertexArray(array.name());
    gl::upload(GL_ARRAY_BUFFER, vertices, points, GL_STATIC_DRAW);
    gl::upload(GL_ELEMENT_ARRAY_BUFFER, indices, triangles, GL_STATIC_DRAW);
    gl::describe(kLayout, sizeof(MapVertex), 0);
    glBindVertexArray(0);
}

MapSegment corners_of(std::span<const MapSegment> outline) {
    constexpr float kFar = std::numeric_limits<float>::max();
    MapSegment corners{kFar, kFar, -kFar, -kFar};
    for (const MapSegment& s : outline) {
        corners.ax = std::min({corners.ax, s.ax, s.bx});
        corners.ay = std::min({corners.ay, s.ay, s.by});
        corners.bx = std::max({corners.bx, s.ax, s.bx});
        corners.by = std::max({corners.by, s.ay, s.by});
    }
    return corners;
}

void push_texel(std::vector<std::uint8_t>& row, Colour c) { row.insert(row.end(), {c.r, c.g, c.b, c.a}); }

}  // namespace

AreaLayer::Segments AreaLayer::segments_of(const std::vector<MapSegment>& list) {
    Segments out;
    out.count = list.size();
    glBindVertexArray(out.array.name());
    gl::upload(GL_ARRAY_BUFFER, out.buffer, std::span<const MapSegment>(list), GL_STATIC_DRAW);
    static constexpr std::array kLayout{gl::Attribute{0, 4, GL_FLOAT, 0}};
    gl::describe(kLayout, sizeof(MapSegment), 1);
    glBindVertexArray(0);
    return out;
}

AreaLayer::AreaLayer(const MapGeometry& geometry, const std::filesystem::path& shaders)
    : area_program_(shaders, "area"),
      line_program_(shaders, "line"),
      triangle_count_(geometry.triangles.size()),
      cut_(geometry.cut),
      borders_(segments_of(geometry.borders)),
      context_borders_(segments_of(geometry.context_borders)),
      outlines_(segments_of(geometry.outlines)),
      area_triangles_(geometry.area_triangles),
      area_outlines_(geometry.area_outlines) {
    for (const Range& range : area_outlines_)
        area_corners_.push_back(corners_of(std::span(geometry.outlines).subspan(range.first, range.count)));
    fill_mesh(mesh_, vertices_, triangles_, geometry.vertices, geometry.triangles);
    static constexpr std::array<MapVertex, 4> kQuad{{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {1, 1, 0}}};
    static constexpr std::array<std::uint32_t, 6> kQuadTriangles{0, 1, 2, 2, 1, 3};
    fill_mesh(quad_, quad_vertices_, quad_triangles_, kQuad, kQuadTriangles);
    glBindTexture(GL_TEXTURE_2D, styles_.name());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glBindTexture(GL_TEXTURE_2D, 0);
}

void AreaLayer::upload_styles(const Scene& scene) {
    const AreaStyle land{scene.land_quiet, Pattern::kNone, {}};
    std::vector<AreaStyle> styles = scene.areas;
    styles.resize(area_triangles_.size(), land);
    styles.push_back(land);
    upload_styles(styles);
}

void AreaLayer::upload_styles(const std::vector<AreaStyle>& styles) {
    std::vector<std::uint8_t> texels;
    texels.reserve(styles.size() * 12);
    for (const AreaStyle& style : styles) {
        push_texel(texels, style.fill);
        push_texel(texels, style.pattern_colour);
        push_texel(texels, {static_cast<std::uint8_t>(style.pattern), 0, 0, 0});
    }
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, styles_.name());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 3, static_cast<GLsizei>(styles.size()), 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 texels.data());
}

void AreaLayer::fill(const View& view, const gl::VertexArray& array, Range triangles) {
    area_program_.use();
    view.set_on(area_program_);
    area_program_.set("u_styles", 0);
    area_program_.set("u_scale", static_cast<float>(view.scale));
    area_program_.set("u_context_row", static_cast<int>(area_triangles_.size()));
    set_cut_on(area_program_, true);
    const double period = kHatchPeriod * view.scale;
    area_program_.set("u_hatch_px", std::fmod(view.origin.x, period), std::fmod(view.origin.y, period));
    glBindVertexArray(array.name());
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(triangles.count), GL_UNSIGNED_INT,
                   reinterpret_cast<const void*>(triangles.first * sizeof(std::uint32_t)));
}

void AreaLayer::set_cut_on(const gl::Program& program, bool fading) const {
    const float shorter = std::min(cut_.bx - cut_.ax, cut_.by - cut_.ay);
    program.set("u_cut_low", static_cast<double>(cut_.ax), static_cast<double>(cut_.ay));
    program.set("u_cut_high", static_cast<double>(cut_.bx), static_cast<double>(cut_.by));
    program.set("u_fade", fading ? shorter * kFadeShare : 0.0F);
}

void AreaLayer::stroke(const View& view, const Segments& segments, Range range, Colour colour, double width_px,
                       bool fading) {
    if (range.count == 0 || colour.a == 0) return;
    line_program_.use();
    view.set_on(line_program_);
    line_program_.set("u_half_width_px", static_cast<float>(width_px * view.scale / 2));
    line_program_.set("u_colour", colour);
    set_cut_on(line_program_, fading);
    glBindVertexArray(segments.array.name());
    glBindBuffer(GL_ARRAY_BUFFER, segments.buffer.name());
    // The first instance is chosen by the attribute's offset: base instances are not in OpenGL 3.3.
    const std::array layout{gl::Attribute{0, 4, GL_FLOAT, range.first * sizeof(MapSegment)}};
    gl::describe(layout, sizeof(MapSegment), 1);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(range.count));
}

void AreaLayer::draw_still(const Scene& scene, const View& view) {
    constexpr float kFullChannel = 255.0F;
    glClearColor(static_cast<float>(scene.sea.r) / kFullChannel, static_cast<float>(scene.sea.g) / kFullChannel,
                 static_cast<float>(scene.sea.b) / kFullChannel, 1.0F);
    glClear(GL_COLOR_BUFFER_BIT);
    upload_styles(scene);
    const std::size_t context_count = area_triangles_.empty() ? triangle_count_ : area_triangles_.front().first;
    fill(view, mesh_, {0, context_count});
    stroke(view, context_borders_, {0, context_borders_.count}, scene.border_quiet, 1.0, true);
    fill(view, mesh_, {context_count, triangle_count_ - context_count});
    stroke(view, borders_, {0, borders_.count}, scene.border, static_cast<double>(scene.border_px));
}

void AreaLayer::redraw(const Scene& scene, const View& view, std::span<const std::size_t> areas) {
    // Within an area its fill hides what was drawn before, and only borders come after it.
    upload_styles(scene);
    glClearStencil(0);
    glClear(GL_STENCIL_BUFFER_BIT);
    glEnable(GL_STENCIL_TEST);
    glStencilFunc(GL_ALWAYS, 1, 1);
    glStencilOp(GL_KEEP, GL_KEEP, GL_REPLACE);
    for (const std::size_t area : areas) fill(view, mesh_, area_triangles_[area]);
    glStencilFunc(GL_EQUAL, 1, 1);
    glStencilOp(GL_KEEP, GL_KEEP, GL_KEEP);
    stroke(view, borders_, {0, borders_.count}, scene.border, static_cast<double>(scene.border_px));
    draw_emphasis(scene, view);
    glDisable(GL_STENCIL_TEST);
}

PixelSpan AreaLayer::extent(std::size_t area, const View& view) const {
    const MapSegment& corners = area_corners_[area];
    const auto pixel = [](double px, int most) {
        return std::clamp(static_cast<int>(std::clamp(px, -1e6, 1e6)), 0, most);
    };
    const double bottom = view.height - view.origin.y;
    const int left =
        pixel(std::floor(view.origin.x + static_cast<double>(corners.ax) * view.px_per_unit) - 1, view.width);
    const int right =
        pixel(std::ceil(view.origin.x + static_cast<double>(corners.bx) * view.px_per_unit) + 1, view.width);
    const int low = pixel(std::floor(bottom - static_cast<double>(corners.by) * view.px_per_unit) - 1, view.height);
    const int high = pixel(std::ceil(bottom - static_cast<double>(corners.ay) * view.px_per_unit) + 1, view.height);
    return {left, low, right - left, high - low};
}

void AreaLayer::draw_emphasis(const Scene& scene, const View& view) {
    const auto has = [this](int area) { return area >= 0 && static_cast<std::size_t>(area) < area_outlines_.size(); };
    if (has(scene.hovered_area) && scene.hovered_area != scene.selected_area) {
        const Range outline = area_outlines_[static_cast<std::size_t>(scene.hovered_area)];
        stroke(view, outlines_, outline, scene.border_hovered, static_cast<double>(scene.border_px) + 0.6);
    }
    if (has(scene.selected_area)) {
        const Range outline = area_outlines_[static_cast<std::size_t>(scene.selected_area)];
        const auto width = static_cast<double>(scene.border_selected_px);
        stroke(view, outlines_, outline, scene.border, width + kCasingPx);
        stroke(view, outlines_, outline, scene.border_selected, width);
    }
}

void AreaLayer::draw_swatch(const AreaStyle& style, const View& view) {
    upload_styles({style});
    View stretched = view;
    stretched.origin = {0, 0};
    stretched.px_per_unit = std::max(view.width, view.height);
    fill(stretched, quad_, {0, 6});
}

}  // namespace siaga::render
