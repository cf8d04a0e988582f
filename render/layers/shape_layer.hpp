#pragma once
// ShapeLayer: everything with a flat outline (marks, rings, plates, lines) as instances of one
// shader of signed distances, drawn in the order added.

#include <filesystem>
#include <vector>

#include "render/gl/objects.hpp"
#include "render/gl/program.hpp"
#include "render/layers/view.hpp"
#include "render/scene.hpp"

namespace siaga::render {

enum class Shape : std::uint8_t { kBox, kArrow, kDisc, kHouse, kRing, kDashedRing };  // as numbered in shape.frag

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

    /// Positions are screen pixels.
    void add_mark(const Mark& mark, ScreenPoint centre, const View& view);
    void add_ring(ScreenPoint centre, double radius, double stroke, bool dashed, Colour colour, const View& view);
    void add_plate(const PixelRect& rect, double radius, Colour fill, Colour outline, const View& view);
    void add_line(ScreenPoint from, ScreenPoint to, double width, Colour colour, const View& view);
    void add_arrow(ScreenPoint centre, double size, Colour fill, Colour outline, const View& view);
    /// Draws what was added, and forgets it.
    void draw(const View& view);

private:
    gl::Program program_;
    gl::VertexArray array_;
    gl::Buffer buffer_;
    std::vector<ShapeInstance> shapes_;
};

}  // namespace siaga::render
