#pragma once
// What the layout of texts asks again and again, frame after frame, with its answers kept.

#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "data/geo/areas.hpp"
#include "render/camera.hpp"
#include "render/text/typesetter.hpp"

namespace siaga::render {

/// Texts that were set before.
class SetTexts {
public:
    [[nodiscard]] const TextBlock& set(const Typesetter& type, std::string_view text, const TextStyle& style);

private:
    using Key = std::tuple<std::string, Typeface, double, double>;
    using KeyView = std::tuple<std::string_view, Typeface, double, double>;
    /// Finds a key without making a string of it.
    struct Before {
        using is_transparent = void;
        bool operator()(const KeyView& a, const KeyView& b) const { return a < b; }
    };
    std::map<Key, TextBlock, Before> blocks_;
};

/// Whether rectangles of the screen lie wholly within areas; forgotten when the camera moves.
class AreasHeld {
public:
    [[nodiscard]] bool holds(const AreaIndex& areas, std::size_t area, const PixelRect& rect, const Camera& camera);

private:
    using Key = std::tuple<std::size_t, double, double, double, double>;
    Camera camera_;
    std::map<Key, bool> held_;
};

}  // namespace siaga::render
