#pragma once
// One function per command of siagactl, one file each. Each adds its subcommand and its options, and
// answers what to run when that subcommand was named. A new command is a file, a line here and a line
// in main.cpp.

#include <CLI/CLI.hpp>

#include <functional>

#include "data/core/fault.hpp"

namespace siaga::app {

struct Command {
    CLI::App* app;
    std::function<Exit()> run;
};

[[nodiscard]] Command init_command(CLI::App& siagactl);
[[nodiscard]] Command token_add_command(CLI::App& token);
[[nodiscard]] Command token_list_command(CLI::App& token);
[[nodiscard]] Command serve_command(CLI::App& siagactl);
[[nodiscard]] Command simulate_command(CLI::App& siagactl);
[[nodiscard]] Command state_command(CLI::App& siagactl);
[[nodiscard]] Command export_command(CLI::App& siagactl);
[[nodiscard]] Command status_command(CLI::App& siagactl);

}  // namespace siaga::app
