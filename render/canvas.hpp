#pragma once
// Canvas: a picture that outlives the frame, so that only what changed has to be drawn again. Between
// begin() and end() drawing goes into it; end() shows it in the framebuffer that was current.

#include <memory>

namespace siaga::render {

class Canvas {
public:
    /// Nothing is on it yet. An OpenGL context is current.
    Canvas(int width_px, int height_px);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    void begin();
    void end();
    [[nodiscard]] int width_px() const;
    [[nodiscard]] int height_px() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siaga::render
