#include "app/wall/gui.hpp"

#include <algorithm>
#include <utility>

#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include "app/panels/paint.hpp"
#include "app/theme/theme.hpp"
#include "data/core/fault.hpp"

namespace siaga::app {

namespace {

void style_tooltips(float scale) {
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle{};
    style.WindowPadding = {10 * scale, 8 * scale};
    style.WindowRounding = style.PopupRounding = 6 * scale;
    style.WindowBorderSize = style.PopupBorderSize = 1;
    style.MouseCursorScale = scale;
    const auto colour = [](theme::Colour c) { return ImGui::ColorConvertU32ToFloat4(to_imgui(c)); };
    style.Colors[ImGuiCol_PopupBg] = colour(theme::kTagPlate);
    style.Colors[ImGuiCol_Border] = colour(theme::kTrack);
    style.Colors[ImGuiCol_Text] = colour(theme::kText);
}

}  // namespace

Gui::Gui(FontFiles files) : files_(std::move(files)), context_(ImGui::CreateContext()) {
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
    if (!ImGui_ImplOpenGL3_Init("#version 330 core")) {
        ImGui::DestroyContext(context_);
        throw Fault(
            "Dear ImGui found no usable OpenGL 3.3; check the graphics driver, or draw without a window by --capture "
            "FILE.png");
    }
}

Gui::~Gui() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext(context_);
}

void Gui::set_scale(float scale) {
    if (scale == scale_) return;
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    fonts_ = build_fonts(*ImGui::GetIO().Fonts, files_, scale);
    ImGui::GetIO().FontDefault = fonts_[Text::kSmall];
    ImGui_ImplOpenGL3_CreateFontsTexture();
    style_tooltips(scale);
    damage_.forget();
    scale_ = scale;
}

void Gui::begin_offscreen(int width_px, int height_px) {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width_px), static_cast<float>(height_px)};
    io.DisplayFramebufferScale = {1, 1};
    io.DeltaTime = 1.0F / 60.0F;
    begin();
}

void Gui::begin() {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
}

void Gui::finish() { ImGui::Render(); }

void Gui::paint() {
    const ImDrawData& data = *ImGui::GetDrawData();
    const int width = static_cast<int>(data.DisplaySize.x), height = static_cast<int>(data.DisplaySize.y);
    if (width < 1 || height < 1) return;
    if (!canvas_ || canvas_->width_px() != width || canvas_->height_px() != height) {
        canvas_.emplace(width, height);
        damage_.forget();
    }
    const std::vector<DamagedRect> rects = damage_.since_last(data);
    canvas_->begin();
    if (!rects.empty()) paint_damage(rects);
    canvas_->end();
}

void Gui::paint_damage(const std::vector<DamagedRect>& rects) {
    ImDrawData& data = *ImGui::GetDrawData();
    const auto painted = [&](const Rect& r) {
        return std::any_of(rects.begin(), rects.end(), [&](const DamagedRect& d) {
            return r.x < static_cast<float>(d.x1) && r.right() > static_cast<float>(d.x0) &&
                   r.y < static_cast<float>(d.y1) && r.bottom() > static_cast<float>(d.y0);
        });
    };
    ImDrawList cut(ImGui::GetDrawListSharedData());
    if (!cut_to(data, rects, cut)) {
        ImGui_ImplOpenGL3_RenderDrawData(&data);
        return;
    }
    for (const ImDrawList* list : data.CmdLists) {
        for (const ImDrawCmd& command : list->CmdBuffer) {
            const Backdrop* backdrop = backdrop_of(command);
            if (backdrop != nullptr && painted(backdrop->rect)) backdrop->paint();
        }
    }
    ImDrawData part = data;
    part.CmdLists.clear();
    part.CmdLists.push_back(&cut);
    part.CmdListsCount = 1;
    part.TotalIdxCount = cut.IdxBuffer.Size;
    part.TotalVtxCount = cut.VtxBuffer.Size;
    ImGui_ImplOpenGL3_RenderDrawData(&part);
}

}  // namespace siaga::app
