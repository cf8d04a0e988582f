#pragma once
// Program: a vertex and a fragment shader from files of one name, linked.

#include <filesystem>
#include <string>
#include <string_view>

#include "render/scene.hpp"

namespace siaga::render::gl {

class Program {
public:
    /// Reads NAME.vert and NAME.frag in the folder. Throws Fault naming the file and, when it does
    /// not compile, the driver's first line about it.
    Program(const std::filesystem::path& folder, std::string_view name);
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
