#include "app/ctl/identity_options.hpp"

#include <fmt/format.h>

#include <optional>

#include "app/common/duration.hpp"
#include "app/common/read_operation.hpp"
#include "app/common/when.hpp"
#include "app/ctl/parsed_name.hpp"
#include "data/core/json_writer.hpp"

namespace siaga::app {
namespace {

std::optional<Time> end_of(const IdentityOptions& options, const Operation& operation) {
    if (options.expires.empty() && options.lasts.empty()) return std::nullopt;
    const Time now = operation_clock(operation)->now();
    if (!options.lasts.empty()) {
        const Result<Millis> age = parse_age(options.lasts);
        if (!age) wrong_use("--for", age.problem().detail);
        return now + *age;
    }
    const Result<Time> end = parse_when(options.expires, operation.zone, day_of(operation, now, now).start);
    if (!end) wrong_use("--expires", end.problem().detail);
    if (*end <= now) {
        wrong_use("--expires", fmt::format("is over: it is {} in this operation", operation.zone.to_rfc3339(now)));
    }
    return *end;
}

std::string units_text(const std::vector<UnitName>& units) {
    std::string text;
    for (const UnitName& unit : units) text += (text.empty() ? "" : ",") + unit.text();
    return text.empty() ? "any unit" : text;
}

const char* state_of(const net::TokenEntry& entry, Time now) {
    if (entry.revoked) return "revoked";
    return entry.expired_at(now) ? "expired" : "valid";
}

void print_json(const std::vector<net::TokenEntry>& entries, Time now) {
    JsonWriter out;
    out.begin_array();
    for (const net::TokenEntry& entry : entries) {
        const net::Identity& who = entry.identity;
        out.begin_object().member("source", std::string_view(who.source.text())).member("role", name_of(who.role));
        out.key("units").begin_array();
        for (const UnitName& unit : who.units) out.value(std::string_view(unit.text()));
        out.end_array();
        if (who.expires) out.member("expires", to_rfc3339(*who.expires));
        out.member("state", state_of(entry, now)).member("fingerprint", std::string_view(who.fingerprint)).end_object();
    }
    out.end_array();
    fmt::print("{}\n", out.text());
}

}  // namespace

IdentityOptions::IdentityOptions(CLI::App& app) : operation(app) {
    app.add_option("--source", source, "who sends: 1 to 64 of letters, digits, . _ - and space")
        ->required()
        ->type_name("NAME");
    app.add_option("--role", role, "field, operator, viewer or admin")
        ->required()
        ->check(CLI::IsMember({"field", "operator", "viewer", "admin"}))
        ->type_name("ROLE");
    app.add_option("--units", units, "the units it may speak for; by default any")
        ->delimiter(',')
        ->type_name("UNIT,...");
    auto* end = app.add_option("--expires", expires, "when it ends: RFC 3339, or 18:00 of the day");
    end->type_name("TIME");
    app.add_option("--for", lasts, "how long it lasts: days or hours")->type_name("7d|12h")->excludes(end);
}

net::Identity IdentityOptions::identity(const Operation& of) const {
    net::Identity identity{
        .source = parsed_name<SourceName>("--source", source), .role = *net::role_from_name(role), .units = {}};
    for (const std::string& unit : units) identity.units.push_back(parsed_name<UnitName>("--units", unit));
    identity.expires = end_of(*this, of);
    return identity;
}

RevokeOptions::RevokeOptions(CLI::App& app, const char* whose) : operation(app) {
    app.add_option("--source", source, whose)->required()->type_name("NAME");
}

SourceName RevokeOptions::name() const { return parsed_name<SourceName>("--source", source); }

LetInListOptions::LetInListOptions(CLI::App& app) : operation(app) {
    app.add_flag("--json", json, "one JSON array instead of text");
}

void print_let_in(const Operation& operation, net::Proof proof, bool json) {
    const Time now = operation_clock(operation)->now();
    std::vector<net::TokenEntry> entries = net::read_tokens(operation.folder);
    std::erase_if(entries, [&](const net::TokenEntry& entry) { return entry.proof != proof; });
    if (json) return print_json(entries, now);
    for (const net::TokenEntry& entry : entries) {
        const net::Identity& who = entry.identity;
        fmt::print("{:<24} {:<9} {:<8} {:<30} {}\n", who.source.text(), name_of(who.role), state_of(entry, now),
                   who.expires ? operation.zone.to_rfc3339(*who.expires) : "no end", units_text(who.units));
    }
}

}  // namespace siaga::app
