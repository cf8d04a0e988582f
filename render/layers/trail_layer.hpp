#pragma once
// TrailLayer: the trails over the still map. The graphics card keeps each sheet in a buffer as long as
// scenes show it, and another time is another uniform. Where OpenGL is itself a program, TrailCanvas
// paints them instead, over a copy of the still map.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "render/gl/objects.hpp"
#include "render/gl/program.hpp"
#include "render/layers/still_cache.hpp"
#include "render/layers/view.hpp"
#include "render/trails/trail_canvas.hpp"

namespace siaga::render {

enum class TrailPainter : std::uint8_t { kGraphicsCard, kProcessor };
/// What suits the context that is current, by GL_RENDERER.
[[nodiscard]] TrailPainter painter_for_context();

class TrailLayer {
public:
    TrailLayer(WorldPoint origin, const std::filesystem::path& shaders, TrailPainter painter);

    /// Copies the still map with the trails on it into the framebuffer `into`, and binds that again.
    void show(const Trails& trails, const StillCache& still, const View& view, unsigned into, int into_height_px);

private:
    /// A sheet in use: its points for the processor, or its buffer for the card.
    struct Sheet {
        std::vector<TrailPoint> points;
        std::optional<gl::VertexArray> array;
        std::optional<gl::Buffer> buffer;
        std::size_t count = 0;
        bool used = true;
    };
    Sheet& sheet_for(const TrailSheet& sheet);
    void keep_only_used();
    void draw_on_card(const Trails& trails, const View& view, unsigned into, int into_height_px);
    void draw_sheets(const Trails& trails, const View& view);
    void upload_colours(const std::vector<Colour>& colours);
    void take_base(const StillCache& still);
    void paint(const Trails& trails, const StillCache& still, const View& view);

    WorldPoint origin_;
    TrailPainter painter_;
    gl::Program program_, overlay_;
    gl::VertexArray no_vertices_;
    gl::Texture colours_;
    std::optional<gl::ColourTarget> layer_;
    std::map<std::uint64_t, Sheet> sheets_;
    TrailCanvas canvas_;
    std::optional<gl::ColourTarget> painted_;
    std::uint64_t base_of_canvas_ = 0;  ///< StillCache::version it was taken from
};

}  // namespace siaga::render
