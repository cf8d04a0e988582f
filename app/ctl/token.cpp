#include <fmt/format.h>

#include <memory>
#include <string>

#include "app/common/command_line.hpp"
#include "app/common/read_operation.hpp"
#include "app/ctl/commands.hpp"
#include "app/ctl/identity_options.hpp"
#include "app/ctl/phone_options.hpp"
#include "data/store/operation.hpp"
#include "net/token_file.hpp"

namespace siaga::app {
namespace {

struct AddOptions {
    explicit AddOptions(CLI::App& app) : who(app), phone(app) {}
    IdentityOptions who;
    PhoneOptions phone;
};

Exit add(const AddOptions& options) {
    options.phone.check();
    const Operation operation = load_operation(options.who.operation.folder());
    const net::Identity identity = options.who.identity(operation);
    const std::string token = net::add_token(operation.folder, identity);
    fmt::print(stderr, "token of {} ({}){}: it is shown only now\n", identity.source.text(), name_of(identity.role),
               identity.expires ? ", until " + to_rfc3339(*identity.expires) : "");
    options.phone.show(identity.source.text(), token);
    fmt::print("{}\n", token);
    return Exit::kDone;
}

Exit revoke_token(const RevokeOptions& options) {
    const Operation operation = load_operation(options.operation.folder());
    net::revoke_token(operation.folder, options.name(), operation_clock(operation)->now());
    fmt::print("the token of {} is revoked: a running core ends its sessions now\n", options.source);
    return Exit::kDone;
}

Exit list(const LetInListOptions& options) {
    print_let_in(load_operation(options.operation.folder()), net::Proof::kToken, options.json);
    return Exit::kDone;
}

}  // namespace

Command token_list_command(CLI::App& token) {
    CLI::App* app = token.add_subcommand("list", "who may come in: source, role, state, end, units; never a token");
    auto options = std::make_shared<LetInListOptions>(*app);
    app->footer("Example:\n  siagactl token list --operation pilkada");
    return {app, [options] { return list(*options); }};
}

Command token_revoke_command(CLI::App& token) {
    CLI::App* app = token.add_subcommand("revoke", "end the token of a source, at once and for good");
    auto options = std::make_shared<RevokeOptions>(*app, "whose token");
    app->footer("Example:\n  siagactl token revoke --operation pilkada --source poskotis-7");
    return {app, [options] { return revoke_token(*options); }};
}

Command token_add_command(CLI::App& token) {
    CLI::App* app = token.add_subcommand("add", "let a source come in; prints its token on the last line");
    auto options = std::make_shared<AddOptions>(*app);
    app->footer(
        "Example:\n  siagactl token add --operation pilkada --source poskotis-7 --role field --units RAJAWALI-04 "
        "--expires 2024-12-02T00:00+08:00");
    return {app, [options] { return add(*options); }};
}

}  // namespace siaga::app
