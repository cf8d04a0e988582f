#pragma once
// siaga bench frame|scrub|start.

#include <CLI/CLI.hpp>

#include <functional>
#include <vector>

#include "data/core/fault.hpp"

namespace siaga::app {

struct BenchCommand {
    CLI::App* app;
    std::function<Exit()> run;
};

/// Adds `bench` with its subcommands; the one that was parsed is to be run.
[[nodiscard]] std::vector<BenchCommand> bench_commands(CLI::App& siaga);

}  // namespace siaga::app
