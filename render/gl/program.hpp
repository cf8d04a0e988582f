#pragma once
// Program: a vertex and a fragment shader from files of one name, linked.

#include <filesystem>
#include <string>
#include <string_view>

#include "render/scene.hpp"

namespace siaga::render::gl {

/// A program's sources, and what to call it in a message.
struct ShaderTexts {
    std::string name, vertex, fragment;
};
/// NAME.vert and NAME.frag of the folder; `definitions` go below the fragment shader's first line.
/// Throws Fault naming the file that is missing.
[[nodiscard]] ShaderTexts shader_texts(const std::filesystem::path& folder, std::string_view name,
                                       std::string_view definitions = {});

class Program {
public:
    /// Reads NAME.vert and NAME.frag in the folder. Throws Fault naming the file and, when it does
    /// not compile, the driver's first line about it.
    Program(const std::filesystem::path& folder, std::string_view name);
    explicit Program(const ShaderTexts& texts);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void use() const;
    /// Of the program in use. A name that the shader does not have is ignored, as OpenGL does.
    void set(const char* uniform, float value) const;
    void set(const char* uniform, int value) const;
    void set(const char* uniform, double x, double y) const;
    void set(const char* uniform, Colour colour) const;

private:
    unsigned name_ = 0;
};

}  // namespace siaga::render::gl
