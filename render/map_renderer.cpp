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
#include "render/text/kept_answers.hpp"
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
          trail_layer_(geometry_.origin, assets.shaders, painter_for_context()),
          shape_layer_(assets.shaders),
          text_layer_(type_, assets.shaders) {}

    void prepare(const Scene& scene, const Camera& camera, const Target& target, const Furniture& furniture) {
        scene_ = &scene;
        target_ = target;
        view_ = view_of(camera, geometry_, target.scale);
        shape_layer_.clear();
        label_texts_.clear();
        tag_texts_.clear();
        if (nothing_to_see()) return;
        const Annotations texts = annotations(scene, camera, target.scale, furniture);
        crowded_ = texts.crowded;
        add_labels(texts);
        add_marks(texts);
        add_tags(camera, texts, furniture);
    }

    void paint() {
        if (nothing_to_see()) return;
        const DrawingState state;
        still_.refresh(area_layer_, *scene_, view_);
        trail_layer_.show(scene_->trails, still_, view_, state.framebuffer(), target_.height_px);
        set_viewport(view_, target_.height_px);
        if (!crowded_) text_layer_.draw(label_texts_, view_);
        shape_layer_.draw(view_);
        if (crowded_) text_layer_.draw(label_texts_, view_);
        text_layer_.draw(tag_texts_, view_);
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
                                          const Furniture& furniture) {
        std::vector<PixelRect> keep_clear = furniture.keep_clear;
        if (furniture.scale_corner) keep_clear.push_back(furniture_rect(furniture, camera, scale));
        const auto set_text = [this](std::string_view text, const TextStyle& style) {
            return set_texts_.set(type_, text, style);
        };
        const auto rect_in_area = [this, &camera](std::size_t area, const PixelRect& rect) {
            return areas_held_.holds(index_, area, rect, camera);
        };
        return annotate({scene, camera, scale, std::move(keep_clear), set_text, rect_in_area});
    }

    [[nodiscard]] bool nothing_to_see() const { return scene_ == nullptr || view_.width <= 0 || view_.height <= 0; }

    void add_labels(const Annotations& texts) {
        for (const PlacedLabel& placed : texts.labels) {
            const Label& label = scene_->labels[placed.label];
            text_layer_.add(label_texts_, placed.text, {placed.rect.x, placed.rect.y}, label.colour, label.halo, view_);
        }
    }

    void add_marks(const Annotations& texts) {
        for (const PlacedTag& tag : texts.tags) {
            if (tag.apart) add_leader(scene_->marks[tag.mark], tag, view_);
        }
        for (std::size_t i = 0; i < scene_->marks.size(); ++i) {
            const Mark& mark = scene_->marks[i];
            const ScreenPoint centre = texts.mark_centres[i];
            const double ring = ring_radius_px(mark, view_.scale);
            const double margin = ring * 2;
            if (centre.x < view_.left - margin || centre.x > view_.left + view_.width + margin ||
                centre.y < view_.top - margin || centre.y > view_.top + view_.height + margin) {
                continue;
            }
            if (mark.id != 0 && mark.id == scene_->selected_mark) {
                shape_layer_.add_ring(centre, ring, 2.5 * view_.scale, false, scene_->border_selected, view_);
            }
            if (mark.ring) shape_layer_.add_ring(centre, ring, 2 * view_.scale, true, mark.ring_colour, view_);
            if (mark.pulse) {
                shape_layer_.add_ring(centre, ring, 2.5 * view_.scale, false, mark.ring_colour, view_);
                shape_layer_.add_ring(centre, ring * kOuterPulse, 1.5 * view_.scale, false, mark.ring_colour, view_);
            }
            shape_layer_.add_mark(mark, centre, texts.mark_sizes[i], view_);
        }
    }

    void add_leader(const Mark& mark, const PlacedTag& tag, const View& view) {
        const ScreenPoint to = nearest_point(tag.plate, tag.centre);
        Colour line = mark.tag_text;
        line.a = kLeaderAlpha;
        shape_layer_.add_line(tag.centre, to, 3 * view.scale, mark.tag_plate, view);
        shape_layer_.add_line(tag.centre, to, 1.2 * view.scale, line, view);
    }

    void add_tags(const Camera& camera, const Annotations& texts, const Furniture& furniture) {
        for (const PlacedTag& tag : texts.tags) {
            const Mark& mark = scene_->marks[tag.mark];
            const bool selected = mark.id != 0 && mark.id == scene_->selected_mark;
            const Colour edge = selected ? scene_->border_selected : kNoHalo;
            shape_layer_.add_plate(tag.plate, kPlateRadiusPx * view_.scale, mark.tag_plate, edge, view_);
            const ScreenPoint corner{tag.plate.x + (tag.plate.width - tag.text.width) / 2,
                                     tag.plate.y + (tag.plate.height - tag.text.height) / 2};
            text_layer_.add(tag_texts_, tag.text, corner, mark.tag_text, kNoHalo, view_);
        }
        if (furniture.scale_corner) {
            add_furniture(furniture, camera, view_, scene_->sea, type_, shape_layer_, text_layer_, tag_texts_);
        }
    }

    MapGeometry geometry_;
    AreaIndex index_;
    Typesetter type_;
    AreaLayer area_layer_;
    TrailLayer trail_layer_;
    ShapeLayer shape_layer_;
    TextLayer text_layer_;
    StillCache still_;
    SetTexts set_texts_;
    AreasHeld areas_held_;
    std::vector<Swatch> swatches_;

    // Of the frame that was prepared.
    const Scene* scene_ = nullptr;
    Target target_;
    View view_;
    TextBatch label_texts_, tag_texts_;
    bool crowded_ = false;
};

MapRenderer::MapRenderer(const std::vector<Area>& areas, const std::vector<Area>& context, const MapAssets& assets)
    : impl_(std::make_unique<Impl>(areas, context, assets)) {}

MapRenderer::~MapRenderer() = default;

void MapRenderer::draw(const Scene& scene, const Camera& camera, const Target& target, const Furniture& furniture) {
    prepare(scene, camera, target, furniture);
    paint();
}

void MapRenderer::prepare(const Scene& scene, const Camera& camera, const Target& target, const Furniture& furniture) {
    impl_->prepare(scene, camera, target, furniture);
}

void MapRenderer::paint() { impl_->paint(); }

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
