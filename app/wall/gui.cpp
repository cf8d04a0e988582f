#include "app/wall/gui.hpp"

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

void Gui::end() {
    ImGui::Render();
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace siaga::app
