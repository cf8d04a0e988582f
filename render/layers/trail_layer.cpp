#include "render/layers/trail_layer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace siaga::render {
namespace {

constexpr int kColoursInRow = 1024;  // as in trail.vert

bool any_shown(const Trails& trails) {
    return !trails.sheets.empty() &&
           std::any_of(trails.colours.begin(), trails.colours.end(), [](Colour c) { return c.a > 0; });
}

}  // namespace

TrailPainter painter_for_context() {
    const GLubyte* name = glGetString(GL_RENDERER);
    const std::string_view renderer = name != nullptr ? reinterpret_cast<const char*>(name) : "";
    for (const std::string_view program : {"llvmpipe", "softpipe", "SWR", "Software"}) {
        if (renderer.find(program) != std::string_view::npos) return TrailPainter::kProcessor;
    }
    return TrailPainter::kGraphicsCard;
}

TrailLayer::TrailLayer(WorldPoint origin, const std::filesystem::path& shaders, TrailPainter painter)
    : origin_(origin), painter_(painter), program_(shaders, "trail"), overlay_(shaders, "overlay") {
    glBindTexture(GL_TEXTURE_2D, colours_.name());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glBindTexture(GL_TEXTURE_2D, 0);
}

TrailLayer::Sheet& TrailLayer::sheet_for(const TrailSheet& source) {
    const auto [at, fresh] = sheets_.try_emplace(source.id);
    Sheet& sheet = at->second;
    sheet.used = true;
    if (!fresh) return sheet;
    sheet.points = trail_points(source, origin_);
    sheet.count = sheet.points.size();
    if (painter_ == TrailPainter::kProcessor) return sheet;
    static constexpr std::array kLayout{gl::Attribute{0, 4, GL_FLOAT, 0},
                                        gl::Attribute{1, 4, GL_FLOAT, sizeof(TrailPoint)}};
    sheet.array.emplace();
    sheet.buffer.emplace();
    glBindVertexArray(sheet.array->name());
    gl::upload(GL_ARRAY_BUFFER, *sheet.buffer, std::span<const TrailPoint>(sheet.points), GL_STATIC_DRAW);
    gl::describe(kLayout, sizeof(TrailPoint), 1);
    glBindVertexArray(0);
    sheet.points = {};
    return sheet;
}

void TrailLayer::keep_only_used() {
    std::erase_if(sheets_, [](const auto& named) { return !named.second.used; });
    for (auto& [id, sheet] : sheets_) sheet.used = false;
}

void TrailLayer::show(const Trails& trails, const StillCache& still, const View& view, unsigned into,
                      int into_height_px) {
    if (painter_ == TrailPainter::kProcessor && any_shown(trails)) {
        paint(trails, still, view);
        gl::copy(*painted_, into, view.left, into_height_px - view.top - view.height);
    } else {
        gl::copy(still.target(), into, view.left, into_height_px - view.top - view.height);
        if (any_shown(trails)) draw_on_card(trails, view, into, into_height_px);
    }
    keep_only_used();
}

void TrailLayer::upload_colours(const std::vector<Colour>& colours) {
    const std::size_t rows = (colours.size() + kColoursInRow - 1) / kColoursInRow;
    std::vector<Colour> texels = colours;
    texels.resize(rows * kColoursInRow, Colour{0, 0, 0, 0});
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, colours_.name());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, kColoursInRow, static_cast<GLsizei>(rows), 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 texels.data());
}

void TrailLayer::draw_on_card(const Trails& trails, const View& view, unsigned into, int into_height_px) {
    if (!layer_ || layer_->width_px() != view.width || layer_->height_px() != view.height)
        layer_.emplace(view.width, view.height);
    glBindFramebuffer(GL_FRAMEBUFFER, layer_->framebuffer());
    glViewport(0, 0, view.width, view.height);
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    glBlendEquation(GL_MAX);
    draw_sheets(trails, view);
    glBlendEquation(GL_FUNC_ADD);

    glBindFramebuffer(GL_FRAMEBUFFER, into);
    glViewport(view.left, into_height_px - view.top - view.height, view.width, view.height);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    overlay_.use();
    overlay_.set("u_picture", 0);
    glBindTexture(GL_TEXTURE_2D, layer_->texture());
    glBindVertexArray(no_vertices_.name());
    glDrawArrays(GL_TRIANGLES, 0, 3);
    glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
}

void TrailLayer::draw_sheets(const Trails& trails, const View& view) {
    upload_colours(trails.colours);
    program_.use();
    view.set_on(program_);
    program_.set("u_colours", 0);
    program_.set("u_width_px", trails.width_px * static_cast<float>(view.scale));
    program_.set("u_onwards", trails.onwards ? 1 : 0);
    for (const auto& source : trails.sheets) {
        const Sheet& sheet = sheet_for(*source);
        if (sheet.count < 2) continue;
        const TrailWindow window = trail_window(trails, *source);
        program_.set("u_until_s", window.until_s);
        program_.set("u_length_s", window.length_s);
        glBindVertexArray(sheet.array->name());
        glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(sheet.count - 1));
    }
}

void TrailLayer::take_base(const StillCache& still) {
    const std::uint64_t had = std::exchange(base_of_canvas_, still.version());
    if (had == still.version()) return;
    const PixelSpan whole = still.whole();
    const bool next = had != 0 && had + 1 == still.version() && painted_ && painted_->width_px() == whole.width &&
                      painted_->height_px() == whole.height;
    if (next && still.changed() != std::vector{whole}) {
        for (const PixelSpan& span : still.changed()) canvas_.change_base(span, still.pixels(span));
        return;
    }
    canvas_.set_base(whole.width, whole.height, still.pixels(whole));
    if (!painted_ || painted_->width_px() != whole.width || painted_->height_px() != whole.height)
        painted_.emplace(whole.width, whole.height);
}

void TrailLayer::paint(const Trails& trails, const StillCache& still, const View& view) {
    take_base(still);
    // OpenGL's rows go upwards: the canvas is upside down, and so is the view of it.
    const PlaneView plane{{view.origin.x, view.height - view.origin.y}, view.px_per_unit, -view.px_per_unit};
    for (const auto& source : trails.sheets) {
        canvas_.add(sheet_for(*source).points, trail_window(trails, *source), trails.colours, plane,
                    trails.width_px * static_cast<float>(view.scale));
    }
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, painted_->texture());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, view.width);
    for (const PixelSpan& span : canvas_.finish()) {
        const std::size_t first =
            static_cast<std::size_t>(span.y) * static_cast<std::size_t>(view.width) + static_cast<std::size_t>(span.x);
        glTexSubImage2D(GL_TEXTURE_2D, 0, span.x, span.y, span.width, span.height, GL_RGBA, GL_UNSIGNED_BYTE,
                        canvas_.pixels().data() + first);
    }
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
}

}  // namespace siaga::render
