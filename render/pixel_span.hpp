#pragma once
// PixelSpan: a rectangle of whole pixels of a picture.

namespace siaga::render {

struct PixelSpan {
    int x = 0, y = 0, width = 0, height = 0;
    [[nodiscard]] bool empty() const { return width <= 0 || height <= 0; }
    friend bool operator==(const PixelSpan&, const PixelSpan&) = default;
};

}  // namespace siaga::render
