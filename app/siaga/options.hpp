#pragma once
// The command line of siaga.

#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>
#include <string>

#include "app/language/language.hpp"
#include "app/wall/wall.hpp"
#include "data/core/time.hpp"

namespace siaga::app {

struct Options {
    std::filesystem::path operation;
    bool demo = false;
    std::string at, size, language = "id";
    double speed = 1;
    std::filesystem::path capture, snapshot;
    std::string accept_loss;
    bool fullscreen = false;
    int monitor = 1;
    float scale = 0;
    double run_for = 0;
};

void add_options(CLI::App& app, Options& options);

/// Checks what the parser cannot. Throws Fault with Exit::kUsage.
void check(const Options& options);
[[nodiscard]] WallSize size_of(const Options& options);
[[nodiscard]] Language language_of(const Options& options);
/// --at in the operation's zone, on its day.
[[nodiscard]] std::optional<Time> time_of(const Options& options, const Zone& zone, Time day);

}  // namespace siaga::app
