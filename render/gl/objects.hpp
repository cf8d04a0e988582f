#pragma once
// Owned OpenGL names. Each is made and freed with the context current.

#include <glad/gl.h>

#include <optional>
#include <span>
#include <utility>

namespace siaga::render::gl {

template <class Kind> class Object {
public:
    Object() : name_(Kind::make()) {}
    ~Object() {
        if (name_ != 0) Kind::free(name_);
    }
    Object(Object&& other) noexcept : name_(std::exchange(other.name_, 0U)) {}
    Object& operator=(Object&& other) noexcept {
        std::swap(name_, other.name_);
        return *this;
    }
    [[nodiscard]] unsigned name() const { return name_; }

private:
    unsigned name_;
};

struct BufferKind {
    static unsigned make() {
        unsigned n = 0;
        glGenBuffers(1, &n);
        return n;
    }
    static void free(unsigned n) { glDeleteBuffers(1, &n); }
};
struct VertexArrayKind {
    static unsigned make() {
        unsigned n = 0;
        glGenVertexArrays(1, &n);
        return n;
    }
    static void free(unsigned n) { glDeleteVertexArrays(1, &n); }
};
struct TextureKind {
    static unsigned make() {
        unsigned n = 0;
        glGenTextures(1, &n);
        return n;
    }
    static void free(unsigned n) { glDeleteTextures(1, &n); }
};
struct RenderbufferKind {
    static unsigned make() {
        unsigned n = 0;
        glGenRenderbuffers(1, &n);
        return n;
    }
    static void free(unsigned n) { glDeleteRenderbuffers(1, &n); }
};
struct FramebufferKind {
    static unsigned make() {
        unsigned n = 0;
        glGenFramebuffers(1, &n);
        return n;
    }
    static void free(unsigned n) { glDeleteFramebuffers(1, &n); }
};

using Buffer = Object<BufferKind>;
using VertexArray = Object<VertexArrayKind>;
using Texture = Object<TextureKind>;
using Renderbuffer = Object<RenderbufferKind>;
using Framebuffer = Object<FramebufferKind>;

/// Replaces the content of a buffer.
template <class T> void upload(unsigned target, const Buffer& buffer, std::span<const T> items, unsigned usage) {
    glBindBuffer(target, buffer.name());
    glBufferData(target, static_cast<GLsizeiptr>(items.size_bytes()), items.data(), usage);
}

/// One attribute of the bound vertex array from the bound GL_ARRAY_BUFFER.
struct Attribute {
    unsigned location;
    int components;
    unsigned type;  ///< GL_FLOAT, or GL_UNSIGNED_BYTE taken as 0..1
    std::size_t offset;
};
inline void describe(std::span<const Attribute> attributes, std::size_t stride, unsigned divisor) {
    for (const Attribute& a : attributes) {
        const GLboolean normalised = a.type == GL_UNSIGNED_BYTE ? GL_TRUE : GL_FALSE;
        glVertexAttribPointer(a.location, a.components, a.type, normalised, static_cast<GLsizei>(stride),
                              reinterpret_cast<const void*>(a.offset));
        glEnableVertexAttribArray(a.location);
        glVertexAttribDivisor(a.location, divisor);
    }
}

/// An RGBA8 texture with a framebuffer around it. Leaves its framebuffer bound for drawing.
class ColourTarget {
public:
    ColourTarget(int width_px, int height_px) : width_px_(width_px), height_px_(height_px) {
        glBindTexture(GL_TEXTURE_2D, texture_.name());
        glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width_px, height_px, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
        glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.name());
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_.name(), 0);
    }
    /// Of its size, once: with unknown content. Leaves its framebuffer bound.
    void add_stencil() {
        glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.name());
        if (stencil_) return;
        stencil_.emplace();
        glBindRenderbuffer(GL_RENDERBUFFER, stencil_->name());
        glRenderbufferStorage(GL_RENDERBUFFER, GL_DEPTH24_STENCIL8, width_px_, height_px_);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_STENCIL_ATTACHMENT, GL_RENDERBUFFER, stencil_->name());
    }
    [[nodiscard]] unsigned texture() const { return texture_.name(); }
    [[nodiscard]] unsigned framebuffer() const { return framebuffer_.name(); }
    [[nodiscard]] int width_px() const { return width_px_; }
    [[nodiscard]] int height_px() const { return height_px_; }

private:
    Texture texture_;
    Framebuffer framebuffer_;
    std::optional<Renderbuffer> stencil_;
    int width_px_, height_px_;
};

/// Copies all of `from` into the framebuffer `into`, its lower left corner there, and binds `into`.
inline void copy(const ColourTarget& from, unsigned into, int left, int bottom) {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, from.framebuffer());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, into);
    glBlitFramebuffer(0, 0, from.width_px(), from.height_px(), left, bottom, left + from.width_px(),
                      bottom + from.height_px(), GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, into);
}

}  // namespace siaga::render::gl
