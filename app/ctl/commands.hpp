#pragma once
// One function per command of siagactl, one file each. Each adds its subcommand and its options, and
// answers what to run when that subcommand was named. A new command is a file, a line here and a line
// in main.cpp.

#include <CLI/CLI.hpp>

#include <functional>
#include <vector>

#include "data/core/fault.hpp"

namespace siaga::app {

struct Command {
    CLI::App* app;
    std::function<Exit()> run;
};

[[nodiscard]] Command init_command(CLI::App& siagactl);
[[nodiscard]] Command token_add_command(CLI::App& token);
[[nodiscard]] Command token_list_command(CLI::App& token);
[[nodiscard]] Command token_revoke_command(CLI::App& token);
[[nodiscard]] Command cert_init_command(CLI::App& cert);
[[nodiscard]] Command cert_issue_command(CLI::App& cert);
[[nodiscard]] Command cert_list_command(CLI::App& cert);
[[nodiscard]] Command cert_revoke_command(CLI::App& cert);
[[nodiscard]] Command device_list_command(CLI::App& device);
[[nodiscard]] Command device_accept_command(CLI::App& device);
[[nodiscard]] Command device_refuse_command(CLI::App& device);
[[nodiscard]] Command serve_command(CLI::App& siagactl);
[[nodiscard]] Command backup_command(CLI::App& siagactl);
[[nodiscard]] Command restore_command(CLI::App& siagactl);
[[nodiscard]] Command simulate_command(CLI::App& siagactl);
[[nodiscard]] Command state_command(CLI::App& siagactl);
[[nodiscard]] Command import_command(CLI::App& siagactl);
[[nodiscard]] Command export_command(CLI::App& siagactl);
[[nodiscard]] Command track_command(CLI::App& siagactl);
[[nodiscard]] Command prune_command(CLI::App& siagactl);
[[nodiscard]] Command status_command(CLI::App& siagactl);
[[nodiscard]] Command verify_command(CLI::App& siagactl);
[[nodiscard]] Command prove_command(CLI::App& siagactl);
[[nodiscard]] Command check_proof_command(CLI::App& siagactl);
[[nodiscard]] Command key_show_command(CLI::App& key);
[[nodiscard]] Command key_rotate_command(CLI::App& key);
/// One for each suite of app/bench.
[[nodiscard]] std::vector<Command> bench_commands(CLI::App& siagactl);

}  // namespace siaga::app
