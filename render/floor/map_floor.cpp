#include "render/floor/map_floor.hpp"

#include <array>
#include <cmath>
#include <cstdint>

namespace siaga::render {
namespace {

constexpr int kPicturePx = 64;

constexpr const char* kRibbonVert = R"(#version 330 core
layout(location = 0) in vec2 a_px;
uniform vec2 u_viewport_px;
void main() {
    vec2 ndc = a_px / u_viewport_px * 2.0 - 1.0;
    gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
})";
constexpr const char* kRibbonFrag = R"(#version 330 core
out vec4 o_colour;
void main() { o_colour = vec4(1.0, 0.82, 0.4, 0.6); })";

constexpr const char* kArrowVert = R"(#version 330 core
layout(location = 0) in vec2 a_px;
layout(location = 1) in vec2 a_turn;
uniform vec2 u_viewport_px;
uniform float u_half_px;
out vec2 v_at;
void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    v_at = corner;
    vec2 p = (corner * 2.0 - 1.0) * u_half_px;
    vec2 px = a_px + vec2(p.x * a_turn.x - p.y * a_turn.y, p.x * a_turn.y + p.y * a_turn.x);
    vec2 ndc = px / u_viewport_px * 2.0 - 1.0;
    gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
})";
constexpr const char* kArrowFrag = R"(#version 330 core
in vec2 v_at;
uniform sampler2D u_picture;
out vec4 o_colour;
void main() { o_colour = texture(u_picture, v_at); })";

/// A wedge with soft edges.
std::vector<std::uint8_t> arrow_texels() {
    std::vector<std::uint8_t> texels;
    texels.reserve(static_cast<std::size_t>(kPicturePx) * kPicturePx * 4);
    for (int y = 0; y < kPicturePx; ++y) {
        for (int x = 0; x < kPicturePx; ++x) {
            const double from_axis = std::abs(x + 0.5 - kPicturePx / 2.0);
            const double inside = (y + 0.5) * 0.45 - from_axis;
            const auto alpha = static_cast<std::uint8_t>(std::lround(std::min(1.0, std::max(0.0, inside)) * 255));
            texels.insert(texels.end(), {255, 209, 102, alpha});
        }
    }
    return texels;
}

}  // namespace

MapFloor::MapFloor(int width_px, int height_px)
    : width_px_(width_px),
      height_px_(height_px),
      base_(width_px, height_px),
      ribbon_(gl::ShaderTexts{"floor ribbon", kRibbonVert, kRibbonFrag}),
      arrow_(gl::ShaderTexts{"floor arrow", kArrowVert, kArrowFrag}) {
    glViewport(0, 0, width_px, height_px);
    glClearColor(0.1F, 0.3F, 0.25F, 1.0F);
    glClear(GL_COLOR_BUFFER_BIT);

    glBindVertexArray(ribbon_array_.name());
    glBindBuffer(GL_ARRAY_BUFFER, ribbon_vertices_.name());
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, ribbon_triangles_.name());
    static constexpr std::array kRibbonLayout{gl::Attribute{0, 2, GL_FLOAT, 0}};
    gl::describe(kRibbonLayout, sizeof(Vertex), 0);
    glBindVertexArray(arrow_array_.name());
    glBindBuffer(GL_ARRAY_BUFFER, arrow_instances_.name());
    static constexpr std::array kArrowLayout{gl::Attribute{0, 2, GL_FLOAT, offsetof(FloorArrow, x)},
                                             gl::Attribute{1, 2, GL_FLOAT, offsetof(FloorArrow, cosine)}};
    gl::describe(kArrowLayout, sizeof(FloorArrow), 1);
    glBindVertexArray(0);

    const std::vector<std::uint8_t> texels = arrow_texels();
    glBindTexture(GL_TEXTURE_2D, arrow_picture_.name());
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, kPicturePx, kPicturePx, 0, GL_RGBA, GL_UNSIGNED_BYTE, texels.data());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glBindTexture(GL_TEXTURE_2D, 0);
}

void MapFloor::keep_trails(std::span<const std::vector<ScreenPoint>> trails, float width_px) {
    std::vector<Vertex> vertices;
    std::vector<std::uint32_t> triangles;
    for (const std::vector<ScreenPoint>& trail : trails) {
        for (std::size_t i = 0; i < trail.size(); ++i) {
            const ScreenPoint a = trail[i == 0 ? 0 : i - 1], b = trail[i + 1 < trail.size() ? i + 1 : i];
            const double length = std::max(1e-6, std::hypot(b.x - a.x, b.y - a.y));
            const double dx = (b.x - a.x) / length * static_cast<double>(width_px) / 2;
            const double dy = (b.y - a.y) / length * static_cast<double>(width_px) / 2;
            vertices.push_back({static_cast<float>(trail[i].x - dy), static_cast<float>(trail[i].y + dx)});
            vertices.push_back({static_cast<float>(trail[i].x + dy), static_cast<float>(trail[i].y - dx)});
            if (i == 0) continue;
            const auto at = static_cast<std::uint32_t>(vertices.size() - 4);
            triangles.insert(triangles.end(), {at, at + 1, at + 2, at + 2, at + 1, at + 3});
        }
    }
    glBindVertexArray(ribbon_array_.name());
    gl::upload(GL_ARRAY_BUFFER, ribbon_vertices_, std::span<const Vertex>(vertices), GL_STATIC_DRAW);
    gl::upload(GL_ELEMENT_ARRAY_BUFFER, ribbon_triangles_, std::span<const std::uint32_t>(triangles), GL_STATIC_DRAW);
    glBindVertexArray(0);
    ribbon_corners_ = triangles.size();
}

void MapFloor::copy_base(unsigned into) const {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, base_.framebuffer());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, into);
    glBlitFramebuffer(0, 0, width_px_, height_px_, 0, 0, width_px_, height_px_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, into);
}

void MapFloor::draw(std::span<const FloorArrow> arrows, float arrow_px) {
    int into = 0;
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &into);
    glDisable(GL_SCISSOR_TEST);
    glViewport(0, 0, width_px_, height_px_);
    copy_base(static_cast<unsigned>(into));
    glEnable(GL_BLEND);
    glBlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA);
    if (ribbon_corners_ > 0) {
        ribbon_.use();
        ribbon_.set("u_viewport_px", width_px_, height_px_);
        glBindVertexArray(ribbon_array_.name());
        glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(ribbon_corners_), GL_UNSIGNED_INT, nullptr);
    }
    arrow_.use();
    arrow_.set("u_viewport_px", width_px_, height_px_);
    arrow_.set("u_half_px", arrow_px / 2);
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, arrow_picture_.name());
    glBindVertexArray(arrow_array_.name());
    gl::upload(GL_ARRAY_BUFFER, arrow_instances_, arrows, GL_STREAM_DRAW);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(arrows.size()));
    glBindVertexArray(0);
    glUseProgram(0);
}

}  // namespace siaga::render
