#include "render/layers/shape_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

namespace siaga::render {
namespace {

constexpr double kRadians = 3.14159265358979323846 / 180.0;
constexpr double kMarkOutlinePx = 1.6;
constexpr double kHollowStrokePx = 2.0;
constexpr float kThinnestOutline = 0.6F;  // of the usual

ShapeInstance at(ScreenPoint centre, double half_width, double half_height, Shape shape, const View& view) {
    ShapeInstance s;
    s.x = static_cast<float>(centre.x - view.left);
    s.y = static_cast<float>(centre.y - view.top);
    s.half_width = static_cast<float>(half_width);
    s.half_height = static_cast<float>(half_height);
    s.shape = static_cast<float>(shape);
    return s;
}

struct Look {
    Shape shape;
    double size;  ///< of the half size
    bool oriented, hollow;
};

void describe_from(std::size_t first) {
    const std::size_t at = first * sizeof(ShapeInstance);
    const std::array layout{gl::Attribute{0, 2, GL_FLOAT, at + offsetof(ShapeInstance, x)},
                            gl::Attribute{1, 2, GL_FLOAT, at + offsetof(ShapeInstance, half_width)},
                            gl::Attribute{2, 2, GL_FLOAT, at + offsetof(ShapeInstance, cosine)},
                            gl::Attribute{3, 4, GL_FLOAT, at + offsetof(ShapeInstance, shape)},
                            gl::Attribute{4, 4, GL_UNSIGNED_BYTE, at + offsetof(ShapeInstance, fill)},
                            gl::Attribute{5, 4, GL_UNSIGNED_BYTE, at + offsetof(ShapeInstance, outline)}};
    gl::describe(layout, sizeof(ShapeInstance), 1);
}

Look look_of(MarkShape shape) {
    switch (shape) {
        case MarkShape::kArrow:
            return {Shape::kArrow, 1.0, true, false};
        case MarkShape::kArrowHollow:
            return {Shape::kArrow, 1.0, true, true};
        case MarkShape::kDisc:
            return {Shape::kDisc, 0.62, false, false};
        case MarkShape::kDiscHollow:
            return {Shape::kDisc, 0.62, false, true};
        case MarkShape::kSquare:
            return {Shape::kBox, 0.62, false, false};
        case MarkShape::kHouse:
            return {Shape::kHouse, 1.0, false, false};
    }
    return {Shape::kDisc, 0.62, false, false};
}

}  // namespace

ShapeLayer::ShapeLayer(const std::filesystem::path& shaders) : shaders_(shaders) {
    // A missing file is to be found out at the start.
    (void)program_for(Shape::kBox);
}

const gl::Program& ShapeLayer::program_for(Shape shape) {
    auto& program = programs_.at(static_cast<std::size_t>(shape));
    if (!program) {
        const std::string definition = fmt::format("#define SHAPE {}\n", static_cast<int>(shape));
        program.emplace(gl::shader_texts(shaders_, "shape", definition));
    }
    return *program;
}

void ShapeLayer::add_mark(const Mark& mark, ScreenPoint centre, float size, const View& view) {
    const Look look = look_of(mark.shape);
    const double half = static_cast<double>(mark.size_px * size) / 2 * look.size * view.scale;
    ShapeInstance s = at(centre, half, half, look.shape, view);
    if (look.oriented) {
        s.cosine = static_cast<float>(std::cos(static_cast<double>(mark.heading_deg) * kRadians));
        s.sine = static_cast<float>(std::sin(static_cast<double>(mark.heading_deg) * kRadians));
    }
    if (look.shape == Shape::kBox) s.parameter = static_cast<float>(1.5 * view.scale);
    if (look.hollow) s.hollow = static_cast<float>(kHollowStrokePx * view.scale) * std::max(size, kThinnestOutline);
    s.outline_px = static_cast<float>(kMarkOutlinePx * view.scale) * std::max(size, kThinnestOutline);
    s.fill = mark.colour;
    s.outline = mark.outline;
    shapes_.push_back(s);
}

void ShapeLayer::add_ring(ScreenPoint centre, double radius, double stroke, bool dashed, Colour colour,
                          const View& view) {
    const Shape shape = dashed ? Shape::kDashedRing : Shape::kRing;
    ShapeInstance s = at(centre, radius + stroke, radius + stroke, shape, view);
    s.parameter = static_cast<float>(stroke);
    s.fill = colour;
    shapes_.push_back(s);
}

void ShapeLayer::add_plate(const PixelRect& rect, double radius, Colour fill, Colour outline, const View& view) {
    const ScreenPoint centre{rect.x + rect.width / 2, rect.y + rect.height / 2};
    ShapeInstance s = at(centre, rect.width / 2, rect.height / 2, Shape::kBox, view);
    s.parameter = static_cast<float>(radius);
    s.outline_px = outline.a > 0 ? static_cast<float>(view.scale) : 0.0F;
    s.fill = fill;
    s.outline = outline;
    shapes_.push_back(s);
}

void ShapeLayer::add_line(ScreenPoint from, ScreenPoint to, double width, Colour colour, const View& view) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    if (length <= 0) return;
    ShapeInstance s = at({(from.x + to.x) / 2, (from.y + to.y) / 2}, length / 2, width / 2, Shape::kBox, view);
    s.cosine = static_cast<float>((to.x - from.x) / length);
    s.sine = static_cast<float>((to.y - from.y) / length);
    s.fill = colour;
    shapes_.push_back(s);
}

void ShapeLayer::add_arrow(ScreenPoint centre, double size, Colour fill, Colour outline, const View& view) {
    ShapeInstance s = at(centre, size / 2, size / 2, Shape::kArrow, view);
    s.outline_px = static_cast<float>(view.scale);
    s.fill = fill;
    s.outline = outline;
    shapes_.push_back(s);
}

void ShapeLayer::draw(const View& view) {
    if (shapes_.empty()) return;
    glBindVertexArray(array_.name());
    gl::upload(GL_ARRAY_BUFFER, buffer_, std::span<const ShapeInstance>(shapes_), GL_STREAM_DRAW);
    for (std::size_t first = 0; first < shapes_.size();) {
        const float shape = shapes_[first].shape;
        std::size_t end = first + 1;
        while (end < shapes_.size() && shapes_[end].shape == shape) ++end;
        // The first instance is chosen by the attributes' offset: base instances are not in OpenGL 3.3.
        describe_from(first);
        const gl::Program& program = program_for(static_cast<Shape>(shape));
        program.use();
        view.set_on(program);
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(end - first));
        first = end;
    }
}

}  // namespace siaga::render
