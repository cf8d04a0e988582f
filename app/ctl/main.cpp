// siagactl: everything without a window.

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>

#include "app/common/command_line.hpp"
#include "app/ctl/commands.hpp"

int main(int argc, char** argv) {
    using namespace siaga;
    using namespace siaga::app;
    std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is an error to report, not a reason to die
    spdlog::set_default_logger(spdlog::stderr_logger_mt("siagactl"));

    CLI::App siagactl("Siaga without a window: make, serve, ask and export an operation.", "siagactl");
    siagactl.require_subcommand(1);
    siagactl.footer(
        "Example:\n"
        "  siagactl init demo --demo\n"
        "  siagactl state --operation demo --at 14:30 --json\n"
        "Exit codes: 0 done, 1 a check failed, 2 wrong use, 3 the environment.");
    CLI::App* token = siagactl.add_subcommand("token", "who may send on the feed");
    token->require_subcommand(1);

    const std::vector<Command> commands = {
        init_command(siagactl),     token_add_command(*token), token_list_command(*token), serve_command(siagactl),
        simulate_command(siagactl), state_command(siagactl),   export_command(siagactl),   status_command(siagactl)};
    return run_command_line(siagactl, argc, argv, [&] {
        const auto named =
            std::find_if(commands.begin(), commands.end(), [](const Command& c) { return c.app->parsed(); });
        return named->run();
    });
}
