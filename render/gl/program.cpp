#include "render/gl/program.hpp"

#include <fmt/format.h>
#include <glad/gl.h>

#include <array>
#include <fstream>
#include <iterator>

#include "data/core/fault.hpp"

namespace siaga::render::gl {
namespace {

std::string source_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Fault(fmt::format("{}: shader is missing; the assets folder is incomplete", file.string()));
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string first_line(std::string_view log) { return std::string(log.substr(0, log.find('\n'))); }

unsigned compiled(unsigned kind, const std::string& name, const std::string& source) {
    const char* text = source.c_str();
    const unsigned shader = glCreateShader(kind);
    glShaderSource(shader, 1, &text, nullptr);
    glCompileShader(shader);
    int ok = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
    if (ok != 0) return shader;
    std::array<char, 512> log{};
    glGetShaderInfoLog(shader, static_cast<GLsizei>(log.size()), nullptr, log.data());
    glDeleteShader(shader);
    throw Fault(fmt::format("{}: shader does not compile: {}", name, first_line(log.data())));
}

}  // namespace

ShaderTexts shader_texts(const std::filesystem::path& folder, std::string_view name, std::string_view definitions) {
    ShaderTexts texts{(folder / name).string(), source_of(folder / fmt::format("{}.vert", name)),
                      source_of(folder / fmt::format("{}.frag", name))};
    texts.fragment.insert(texts.fragment.find('\n') + 1, definitions);
    return texts;
}

Program::Program(const std::filesystem::path& folder, std::string_view name) : Program(shader_texts(folder, name)) {}

Program::Program(const ShaderTexts& texts) {
    const unsigned vertex = compiled(GL_VERTEX_SHADER, texts.name + ".vert", texts.vertex);
    unsigned fragment = 0;
    try {
        fragment = compiled(GL_FRAGMENT_SHADER, texts.name + ".frag", texts.fragment);
    } catch (...) {
        glDeleteShader(vertex);
        throw;
    }
    name_ = glCreateProgram();
    glAttachShader(name_, vertex);
    glAttachShader(name_, fragment);
    glLinkProgram(name_);
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    int ok = 0;
    glGetProgramiv(name_, GL_LINK_STATUS, &ok);
    if (ok != 0) return;
    std::array<char, 512> log{};
    glGetProgramInfoLog(name_, static_cast<GLsizei>(log.size()), nullptr, log.data());
    glDeleteProgram(name_);
    throw Fault(fmt::format("{}: shaders do not link: {}", texts.name, first_line(log.data())));
}

Program::~Program() { glDeleteProgram(name_); }

void Program::use() const { glUseProgram(name_); }

void Program::set(const char* uniform, float value) const { glUniform1f(glGetUniformLocation(name_, uniform), value); }

void Program::set(const char* uniform, int value) const { glUniform1i(glGetUniformLocation(name_, uniform), value); }

void Program::set(const char* uniform, double x, double y) const {
    glUniform2f(glGetUniformLocation(name_, uniform), static_cast<float>(x), static_cast<float>(y));
}

void Program::set(const char* uniform, Colour c) const {
    constexpr float kFull = 255.0F;
    glUniform4f(glGetUniformLocation(name_, uniform), static_cast<float>(c.r) / kFull, static_cast<float>(c.g) / kFull,
                static_cast<float>(c.b) / kFull, static_cast<float>(c.a) / kFull);
}

}  // namespace siaga::render::gl
