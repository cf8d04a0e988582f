#pragma once
// ShapeLayer: everything with a flat outline (marks, rings, plates, lines) as instances of a shader of
// signed distances, drawn in the order added. Each shape has a program of its own, which knows no other:
// a run of one shape is one draw, and no pixel works out distances it does not need.

#include <array>
#include <filesystem>
#include <optional>
#include <vector>

#include "render/gl/objects.hpp"
#include "render/gl/program.hpp"
#include "render/layers/view.hpp"
#include "render/scene.hpp"

namespace siaga::render {

enum class Shape : std::uint8_t { kBox, kArrow, kDisc, kHouse, kRing, kDashedRing };  // as numbered in shape.frag
inline constexpr std::size_t kShapeCount = 6;

struct ShapeInstance {
    float x = 0, y = 0;  ///< centre, px from the viewport's top left
    float half_width = 0, half_height = 0;
    float cosine = 1, sine = 0;
    float shape = 0;
    float parameter = 0;  ///< corner radius of a box, stroke of a ring; px
    float hollow = 0;     ///< 0: filled; else the width of the coloured edge
    float outline_px = 0;
    Colour fill, outline;
};

class ShapeLayer {
public:
    explicit ShapeLayer(const std::filesystem::path& shaders);

    /// Positions are screen pixels; `size` is of the mark's own.
    void add_mark(const Mark& mark, ScreenPoint centre, float size, const View& view);
    void add_ring(ScreenPoint centre, double radius, double stroke, bool dashed, Colour colour, const View& view);
    void add_plate(const PixelRect& rect, double radius, Colour fill, Colour outline, const View& view);
    void add_line(ScreenPoint from, ScreenPoint to, double width, Colour colour, const View& view);
    void add_arrow(ScreenPoint centre, double size, Colour fill, Colour outline, const View& view);
    void clear() { shapes_.clear(); }
    /// Draws what was added since clear().
    void draw(const View& view);

private:
    [[nodiscard]] const gl::Program& program_for(Shape shape);

    std::filesystem::path shaders_;
    std::array<std::optional<gl::Program>, kShapeCount> programs_;  ///< made when first drawn with
    gl::VertexArray array_;
    gl::Buffer buffer_;
    std::vector<ShapeInstance> shapes_;
};

}  // namespace siaga::render
