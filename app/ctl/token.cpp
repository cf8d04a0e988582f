#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "app/common/command_line.hpp"
#include "app/ctl/commands.hpp"
#include "data/store/operation.hpp"
#include "net/auth.hpp"

namespace siaga::app {
namespace {

struct Options {
    explicit Options(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string source, role;
    std::vector<std::string> units;
};

template <class Name> Name parsed(const std::string& option, const std::string& text) {
    const auto name = Name::parse(text);
    if (!name) wrong_use(option, name.problem().detail);
    return *name;
}

Exit run(const Options& options) {
    net::Identity identity{.source = parsed<SourceName>("--source", options.source),
                           .role = *net::role_from_name(options.role),
                           .units = {}};
    for (const std::string& unit : options.units) identity.units.push_back(parsed<UnitName>("--units", unit));
    const std::string token = net::add_token(options.operation.folder(), identity);
    fmt::print(stderr, "token of {} ({}): it is shown only now\n", options.source, options.role);
    fmt::print("{}\n", token);
    return Exit::kDone;
}

struct ListOptions {
    explicit ListOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
};

std::string units_text(const std::vector<UnitName>& units) {
    std::string text;
    for (const UnitName& unit : units) text += (text.empty() ? "" : ",") + unit.text();
    return text.empty() ? "any unit" : text;
}

Exit list(const ListOptions& options) {
    const Operation operation = load_operation(options.operation.folder());
    for (const net::Identity& identity : net::TokenFile(operation.folder).identities()) {
        fmt::print("{:<24} {:<9} {}\n", identity.source.text(), net::name_of(identity.role),
                   units_text(identity.units));
    }
    return Exit::kDone;
}

}  // namespace

Command token_list_command(CLI::App& token) {
    CLI::App* app = token.add_subcommand("list", "who may send: source, role, units; never a token");
    auto options = std::make_shared<ListOptions>(*app);
    app->footer("Example:\n  siagactl token list --operation pilkada");
    return {app, [options] { return list(*options); }};
}

Command token_add_command(CLI::App& token) {
    CLI::App* app = token.add_subcommand("add", "let a source send on the feed; prints its token on the last line");
    auto options = std::make_shared<Options>(*app);
    app->add_option("--source", options->source, "who sends: 1 to 64 of letters, digits, . _ - and space")
        ->required()
        ->type_name("NAME");
    app->add_option("--role", options->role, "field, operator, viewer or admin")
        ->required()
        ->check(CLI::IsMember({"field", "operator", "viewer", "admin"}))
        ->type_name("ROLE");
    app->add_option("--units", options->units, "the units a field source may speak for; by default any")
        ->delimiter(',')
        ->type_name("UNIT,...");
    app->footer("Example:\n  siagactl token add --operation pilkada --source poskotis-7 --role field");
    return {app, [options] { return run(*options); }};
}

}  // namespace siaga::app
