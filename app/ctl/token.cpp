#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "app/common/command_line.hpp"
#include "app/common/duration.hpp"
#include "app/common/read_operation.hpp"
#include "app/common/when.hpp"
#include "app/ctl/commands.hpp"
#include "app/ctl/parsed_name.hpp"
#include "data/core/json_writer.hpp"
#include "data/store/operation.hpp"
#include "net/token_file.hpp"

namespace siaga::app {
namespace {

struct AddOptions {
    explicit AddOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string source, role, expires, lasts;
    std::vector<std::string> units;
};

std::optional<Time> end_of(const AddOptions& options) {
    if (options.expires.empty() && options.lasts.empty()) return std::nullopt;
    const Operation operation = load_operation(options.operation.folder());
    const Time now = operation_clock(operation)->now();
    if (!options.lasts.empty()) {
        const Result<Millis> age = parse_age(options.lasts);
        if (!age) wrong_use("--for", age.problem().detail);
        return now + *age;
    }
    const Result<Time> end = parse_when(options.expires, operation.zone, operation.day_start);
    if (!end) wrong_use("--expires", end.problem().detail);
    if (*end <= now) {
        wrong_use("--expires", fmt::format("is over: it is {} in this operation", operation.zone.to_rfc3339(now)));
    }
    return *end;
}

Exit add(const AddOptions& options) {
    net::Identity identity{.source = parsed_name<SourceName>("--source", options.source),
                           .role = *net::role_from_name(options.role),
                           .units = {}};
    for (const std::string& unit : options.units) identity.units.push_back(parsed_name<UnitName>("--units", unit));
    identity.expires = end_of(options);
    const std::string token = net::add_token(options.operation.folder(), identity);
    fmt::print(stderr, "token of {} ({}){}: it is shown only now\n", options.source, options.role,
               identity.expires ? ", until " + to_rfc3339(*identity.expires) : "");
    fmt::print("{}\n", token);
    return Exit::kDone;
}

struct RevokeOptions {
    explicit RevokeOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    std::string source;
};

Exit revoke(const RevokeOptions& options) {
    const Operation operation = load_operation(options.operation.folder());
    net::revoke_token(operation.folder, parsed_name<SourceName>("--source", options.source),
                      operation_clock(operation)->now());
    fmt::print("the token of {} is revoked: a running core ends its sessions now\n", options.source);
    return Exit::kDone;
}

struct ListOptions {
    explicit ListOptions(CLI::App& app) : operation(app) {}
    OperationOption operation;
    bool json = false;
};

std::string units_text(const std::vector<UnitName>& units) {
    std::string text;
    for (const UnitName& unit : units) text += (text.empty() ? "" : ",") + unit.text();
    return text.empty() ? "any unit" : text;
}

const char* state_of(const net::TokenEntry& token, Time now) {
    if (token.revoked) return "revoked";
    return token.expired_at(now) ? "expired" : "valid";
}

void print_json(const std::vector<net::TokenEntry>& tokens, Time now) {
    JsonWriter out;
    out.begin_array();
    for (const net::TokenEntry& token : tokens) {
        const net::Identity& who = token.identity;
        out.begin_object().member("source", std::string_view(who.source.text())).member("role", name_of(who.role));
        out.key("units").begin_array();
        for (const UnitName& unit : who.units) out.value(std::string_view(unit.text()));
        out.end_array();
        if (who.expires) out.member("expires", to_rfc3339(*who.expires));
        out.member("state", state_of(token, now)).member("fingerprint", std::string_view(who.fingerprint)).end_object();
    }
    out.end_array();
    fmt::print("{}\n", out.text());
}

Exit list(const ListOptions& options) {
    const Operation operation = load_operation(options.operation.folder());
    const Time now = operation_clock(operation)->now();
    const std::vector<net::TokenEntry> tokens = net::read_tokens(operation.folder);
    if (options.json) {
        print_json(tokens, now);
        return Exit::kDone;
    }
    for (const net::TokenEntry& token : tokens) {
        const net::Identity& who = token.identity;
        fmt::print("{:<24} {:<9} {:<8} {:<30} {}\n", who.source.text(), name_of(who.role), state_of(token, now),
                   who.expires ? operation.zone.to_rfc3339(*who.expires) : "no end", units_text(who.units));
    }
    return Exit::kDone;
}

}  // namespace

Command token_list_command(CLI::App& token) {
    CLI::App* app = token.add_subcommand("list", "who may come in: source, role, state, end, units; never a token");
    auto options = std::make_shared<ListOptions>(*app);
    app->add_flag("--json", options->json, "one JSON array instead of text");
    app->footer("Example:\n  siagactl token list --operation pilkada");
    return {app, [options] { return list(*options); }};
}

Command token_revoke_command(CLI::App& token) {
    CLI::App* app = token.add_subcommand("revoke", "end the token of a source, at once and for good");
    auto options = std::make_shared<RevokeOptions>(*app);
    app->add_option("--source", options->source, "whose token")->required()->type_name("NAME");
    app->footer("Example:\n  siagactl token revoke --operation pilkada --source poskotis-7");
    return {app, [options] { return revoke(*options); }};
}

Command token_add_command(CLI::App& token) {
    CLI::App* app = token.add_subcommand("add", "let a source come in; prints its token on the last line");
    auto options = std::make_shared<AddOptions>(*app);
    app->add_option("--source", options->source, "who sends: 1 to 64 of letters, digits, . _ - and space")
        ->required()
        ->type_name("NAME");
    app->add_option("--role", options->role, "field, operator, viewer or admin")
        ->required()
        ->check(CLI::IsMember({"field", "operator", "viewer", "admin"}))
        ->type_name("ROLE");
    app->add_option("--units", options->units, "the units it may speak for; by default any")
        ->delimiter(',')
        ->type_name("UNIT,...");
    auto* expires = app->add_option("--expires", options->expires, "when it ends: RFC 3339, or 18:00 of the day");
    expires->type_name("TIME");
    app->add_option("--for", options->lasts, "how long it lasts: days or hours")
        ->type_name("7d|12h")
        ->excludes(expires);
    app->footer(
        "Example:\n  siagactl token add --operation pilkada --source poskotis-7 --role field --units RAJAWALI-04 "
        "--expires 2024-12-02T00:00+08:00");
    return {app, [options] { return add(*options); }};
}

}  // namespace siaga::app
