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
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is an error of the write
    std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is an error to report, not a reason to die
    spdlog::set_default_logger(spdlog::stderr_logger_mt("siagactl"));

    CLI::App siagactl("Siaga without a window: make, serve, ask and export an operation.", "siagactl");
    siagactl.require_subcommand(1);
    siagactl.footer(
        "Example:\n"
        "  siagactl init demo --demo\n"
        "  siagactl state --operation demo --at 14:30 --json\n"
        "Exit codes: 0 done, 1 a check failed, 2 wrong use, 3 the environment.");
    CLI::App* token = siagactl.add_subcommand("token", "who may come in");
    token->require_subcommand(1);
    CLI::App* cert = siagactl.add_subcommand("cert", "TLS: the operation's authority, and certificates of clients");
    cert->require_subcommand(1);
    CLI::App* device = siagactl.add_subcommand("device", "phones that call, and which of them are let in");
    device->require_subcommand(1);
    CLI::App* key = siagactl.add_subcommand("key", "the key that signs the ledger");
    key->require_subcommand(1);

    std::vector<Command> commands = {
        init_command(siagactl),       token_add_command(*token),      token_list_command(*token),
        serve_command(siagactl),      simulate_command(siagactl),     state_command(siagactl),
        export_command(siagactl),     status_command(siagactl),       verify_command(siagactl),
        prove_command(siagactl),      check_proof_command(siagactl),  key_show_command(*key),
        key_rotate_command(*key),     track_command(siagactl),        backup_command(siagactl),
        restore_command(siagactl),    prune_command(siagactl),        token_revoke_command(*token),
        device_list_command(*device), device_accept_command(*device), device_refuse_command(*device),
        import_command(siagactl),     cert_init_command(*cert),       cert_issue_command(*cert),
        cert_list_command(*cert),     cert_revoke_command(*cert)};
    for (const Command& bench : bench_commands(siagactl)) commands.push_back(bench);
    return run_command_line(siagactl, argc, argv, [&] {
        const auto named =
            std::find_if(commands.begin(), commands.end(), [](const Command& c) { return c.app->parsed(); });
        return named->run();
    });
}
