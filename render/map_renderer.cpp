#include "render/map_renderer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "data/core/fault.hpp"
#include "render/geometry/map_geometry.hpp"
#include "render/layers/area_layer.hpp"
#include "render/layers/furniture.hpp"
#include "render/layers/shape_layer.hpp"
#include "render/layers/still_cache.hpp"
#include "render/layers/text_layer.hpp"
#include "render/layers/trail_layer.hpp"
#include "render/text/annotations.hpp"
#include "render/text/label_layout.hpp"

namespace siaga::render {
namespace {

constexpr double kPlateRadiusPx = 3.5;
constexpr Colour kNoHalo{0, 0, 0, 0};
constexpr std::uint8_t kLeaderAlpha = 200;

/// Puts the framebuffer back, and sets and clears the state that the layers share.
class DrawingState {
public:
    DrawingState() {
        glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &framebuffer_);
        glGetIntegerv(GL_VIEWPORT, viewport_.data());
        glDisable(GL_SCISSOR_TEST);
        glDisable(GL_DEPTH_TEST);
        glDisable(GL_CULL_FACE);
        glEnable(GL_BLEND);
        glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    }
    ~DrawingState() {
        glBindFramebuffer(GL_FRAMEBUFFER, framebuffer());
        glViewport(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
        glUseProgram(0);
        glBindVertexArray(0);
        glBindBuffer(GL_ARRAY_BUFFER, 0);
        glBindTexture(GL_TEXTURE_2D, 0);
    }
    DrawingState(const DrawingState&) = delete;
    DrawingState& operator=(const DrawingState&) = delete;
    [[nodiscard]] unsigned framebuffer() const { return static_cast<unsigned>(framebuffer_); }

private:
    int framebuffer_ = 0;
    std::array<int, 4> viewport_{};
};

View view_over(const PixelRect& rect, double scale) {
    View view;
    view.left = static_cast<int>(std::lround(rect.x));
    view.top = static_cast<int>(std::lround(rect.y));
    view.width = static_cast<int>(std::lround(rect.width));
    view.height = static_cast<int>(std::lround(rect.height));
    view.scale = scale;
    return view;
}

void set_viewport(const View& view, int target_height_px) {
    glViewport(view.left, target_height_px - view.top - view.height, view.width, view.height);
}

const std::vector<Area>& at_least_one(const std::vector<Area>& areas) {
    if (areas.empty()) throw Fault("there is no area to draw; check the area file of the operation");
    return areas;
}

}  // namespace

class MapRenderer::Impl {
public:
    Impl(const std::vector<Area>& areas, const std::vector<Area>& context, const MapAssets& assets)
        : geometry_(map_geometry(at_least_one(areas), context)),
          index_(areas),
          type_(assets.label_font, assets.quiet_font, assets.sea_font),
          area_layer_(geometry_, assets.shaders),
          trail_layer_(assets.shaders),
          shape_layer_(assets.shaders),
          text_layer_(type_, assets.shaders) {}

    void draw(const Scene& scene, const Camera& camera, const Target& target, const Furniture& furniture) {
        const View view = view_of(camera, geometry_, target.scale);
        if (view.width <= 0 || view.height <= 0) return;
        const DrawingState state;
        still_.show(area_layer_, scene, view, state.framebuffer(), target.height_px);
        set_viewport(view, target.height_px);
        area_layer_.draw_emphasis(scene, view);
        trail_layer_.draw(scene.trails, camera, view);
        const Annotations texts = annotations(scene, camera, target.scale, furniture);
        draw_labels(scene, texts, view);
        draw_marks(scene, camera, texts, view);
        draw_tags(scene, camera, texts, furniture, view);
    }

    void draw_swatch(const PixelRect& where, const AreaStyle& style, const Target& target) {
        const View view = view_over(where, target.scale);
        const DrawingState state;
        set_viewport(view, target.height_px);
        area_layer_.draw_swatch(style, view);
    }

    unsigned swatch_texture(const AreaStyle& style, int width_px, int height_px, double scale) {
        for (const Swatch& known : swatches_) {
            if (known.style == style && known.scale == scale && known.shown.width_px() == width_px &&
                known.shown.height_px() == height_px) {
                return known.shown.texture();
            }
        }
        const DrawingState state;
        const gl::ColourTarget drawn(width_px, height_px);
        const View view = view_over({0, 0, static_cast<double>(width_px), static_cast<double>(height_px)}, scale);
        set_viewport(view, height_px);
        area_layer_.draw_swatch(style, view);
        // Upside down, because a texture's first row is at its top for whoever shows it.
        Swatch& fresh = swatches_.emplace_back(Swatch{style, scale, gl::ColourTarget(width_px, height_px)});
        glBindFramebuffer(GL_READ_FRAMEBUFFER, drawn.framebuffer());
        glBlitFramebuffer(0, 0, width_px, height_px, 0, height_px, width_px, 0, GL_COLOR_BUFFER_BIT, GL_NEAREST);
        return fresh.shown.texture();
    }

    [[nodiscard]] const MapGeometry& geometry() const { return geometry_; }
    [[nodiscard]] const Typesetter& type() const { return type_; }

private:
    struct Swatch {
        AreaStyle style;
        double scale;
        gl::ColourTarget shown;
    };

    [[nodiscard]] Annotations annotations(const Scene& scene, const Camera& camera, double scale,
                                          const Furniture& furniture) const {
        std::vector<PixelRect> keep_clear = furniture.keep_clear;
        if (furniture.scale_corner) keep_clear.push_back(furniture_rect(furniture, camera, scale));
        const auto set_text = [this](std::string_view text, const TextStyle& style) { return type_.set(text, style); };
        const auto rect_in_area = [this, &camera](std::size_t area, const PixelRect& rect) {
            return holds(area, rect, camera);
        };
        return annotate({scene, camera, scale, std::move(keep_clear), set_text, rect_in_area});
    }

    /// Corners first: they are what most often lies outside.
    [[nodiscard]] bool holds(std::size_t area, const PixelRect& r, const Camera& camera) const {
        static constexpr std::array<std::array<double, 2>, 10> kProbes{
            {{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0.5, 0}, {0.5, 1}, {0.25, 0}, {0.75, 1}, {0.75, 0}, {0.25, 1}}};
        for (const auto& [fx, fy] : kProbes) {
            const LonLat p = camera.lonlat_from_screen({r.x + fx * r.width, r.y + fy * r.height});
            if (index_.area_at(p) != area) return false;
        }
        return true;
    }

    void draw_labels(const Scene& scene, const Annotations& texts, const View& view) {
        for (const PlacedLabel& placed : texts.labels) {
            const Label& label = scene.labels[placed.label];
            text_layer_.add(placed.text, {placed.rect.x, placed.rect.y}, label.colour, label.halo, view);
        }
        text_layer_.draw(view);
    }

    void draw_marks(const Scene& scene, const Camera& camera, const Annotations& texts, const View& view) {
        for (const PlacedTag& tag : texts.tags) {
            if (tag.apart) add_leader(scene.marks[tag.mark], tag, view);
        }
        for (const Mark& mark : scene.marks) {
            const ScreenPoint centre = camera.screen_from_lonlat(mark.place);
            const double ring = ring_radius_px(mark, view.scale);
            const double margin = ring * 2;
            if (centre.x < view.left - margin || centre.x > view.left + view.width + margin ||
                centre.y < view.top - margin || centre.y > view.top + view.height + margin) {
                continue;
            }
            if (mark.id != 0 && mark.id == scene.selected_mark) {
                shape_layer_.add_ring(centre, ring, 2.5 * view.scale, false, scene.border_selected, view);
            }
            if (mark.ring) shape_layer_.add_ring(centre, ring, 2 * view.scale, true, mark.ring_colour, view);
            if (mark.pulse) {
                shape_layer_.add_ring(centre, ring, 2.5 * view.scale, false, mark.ring_colour, view);
                shape_layer_.add_ring(centre, ring * kOuterPulse, 1.5 * view.scale, false, mark.ring_colour, view);
            }
            shape_layer_.add_mark(mark, centre, view);
        }
    }

    void add_leader(const Mark& mark, const PlacedTag& tag, const View& view) {
        const ScreenPoint to = nearest_point(tag.plate, tag.centre);
        Colour line = mark.tag_text;
        line.a = kLeaderAlpha;
        shape_layer_.add_line(tag.centre, to, 3 * view.scale, mark.tag_plate, view);
        shape_layer_.add_line(tag.centre, to, 1.2 * view.scale, line, view);
    }

    void draw_tags(const Scene& scene, const Camera& camera, const Annotations& texts, const Furniture& furniture,
                   const View& view) {
        for (const PlacedTag& tag : texts.tags) {
            const Mark& mark = scene.marks[tag.mark];
            const bool selected = mark.id != 0 && mark.id == scene.selected_mark;
            const Colour edge = selected ? scene.border_selected : kNoHalo;
            shape_layer_.add_plate(tag.plate, kPlateRadiusPx * view.scale, mark.tag_plate, edge, view);
            const ScreenPoint corner{tag.plate.x + (tag.plate.width - tag.text.width) / 2,
                                     tag.plate.y + (tag.plate.height - tag.text.height) / 2};
            text_layer_.add(tag.text, corner, mark.tag_text, kNoHalo, view);
        }
        if (furniture.scale_corner) {
            add_furniture(furniture, camera, view, scene.sea, type_, shape_layer_, text_layer_);
        }
        shape_layer_.draw(view);
        text_layer_.draw(view);
    }

    MapGeometry geometry_;
    AreaIndex index_;
    Typesetter type_;
    AreaLayer area_layer_;
    TrailLayer trail_layer_;
    ShapeLayer shape_layer_;
    TextLayer text_layer_;
    StillCache still_;
    std::vector<Swatch> swatches_;
};

MapRenderer::MapRenderer(const std::vector<Area>& areas, const std::vector<Area>& context, const MapAssets& assets)
    : impl_(std::make_unique<Impl>(areas, context, assets)) {}

MapRenderer::~MapRenderer() = default;

void MapRenderer::draw(const Scene& scene, const Camera& camera, const Target& target, const Furniture& furniture) {
    impl_->draw(scene, camera, target, furniture);
}

void MapRenderer::draw_swatch(const PixelRect& where, const AreaStyle& style, const Target& target) {
    impl_->draw_swatch(where, style, target);
}

unsigned MapRenderer::swatch_texture(const AreaStyle& style, int width_px, int height_px, double scale) {
    return impl_->swatch_texture(style, width_px, height_px, scale);
}

const GeoBounds& MapRenderer::bounds() const { return impl_->geometry().bounds; }

GeoBounds MapRenderer::bounds_of(std::size_t area) const { return impl_->geometry().area_bounds.at(area); }

const std::vector<std::string>& MapRenderer::warnings() const { return impl_->type().warnings(); }

}  // namespace siaga::render
