#pragma once
// Damage: which parts of the screen differ from the frame before, found by comparing what is to be
// drawn there, tile by tile. Pure: it looks at the lists of Dear ImGui and draws nothing.

#include <cstdint>
#include <functional>
#include <vector>

#include <imgui.h>

#include "app/layout/layout.hpp"

namespace siaga::app {

/// A rectangle that is filled by other means than Dear ImGui, below what comes after it in its list.
struct Backdrop {
    Rect rect;
    std::uint64_t version = 0;  ///< another number, another picture
    std::function<void()> paint;
};
/// Where in the list it comes. `backdrop` outlives the frame.
void add_backdrop(ImDrawList& list, Backdrop& backdrop);
/// The backdrop that a command of a list stands for; null: none.
[[nodiscard]] const Backdrop* backdrop_of(const ImDrawCmd& command);

/// Pixels, lower bounds inclusive.
struct DamagedRect {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    friend bool operator==(const DamagedRect&, const DamagedRect&) = default;
};

class Damage {
public:
    static constexpr int kTilePx = 64;

    /// Rectangles without overlap that hold everything that looks different from the frame that was last
    /// given. A backdrop is in them whole or not at all.
    [[nodiscard]] std::vector<DamagedRect> since_last(const ImDrawData& data);
    /// The next frame is new as a whole.
    void forget() { known_.clear(); }

private:
    void hash_all(const ImDrawData& data);
    void hash_list(const ImDrawList& list);
    void hash_triangle(const ImDrawList& list, const ImDrawCmd& command, const ImDrawIdx* corner);
    void mix_into(float left, float top, float right, float bottom, std::uint64_t hash);
    [[nodiscard]] std::vector<std::uint8_t> changed_tiles() const;
    [[nodiscard]] std::vector<DamagedRect> rects_of(const std::vector<std::uint8_t>& changed) const;

    [[nodiscard]] std::size_t place_of(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(x);
    }

    int width_px_ = 0, height_px_ = 0, columns_ = 0, rows_ = 0;
    std::vector<std::uint64_t> tiles_, known_;
    std::vector<Rect> backdrops_;
};

/// The triangles of `data` within the rectangles, clipped to them, as one list. Its backdrops are left
/// out. False where they are so many that drawing everything is less work.
[[nodiscard]] bool cut_to(const ImDrawData& data, const std::vector<DamagedRect>& rects, ImDrawList& out);

}  // namespace siaga::app
