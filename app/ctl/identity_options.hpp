#pragma once
// Who is let in, as siagactl token add and siagactl cert issue ask it, and the list of those who are.

#include <string>
#include <vector>

#include "app/common/command_line.hpp"
#include "data/store/operation.hpp"
#include "net/token_file.hpp"

namespace siaga::app {

struct IdentityOptions {
    /// Adds --operation, --source, --role, --units, and --expires or --for.
    explicit IdentityOptions(CLI::App& app);

    /// As typed, with its end by the operation's clock. Wrong use when it is none.
    [[nodiscard]] net::Identity identity(const Operation& operation) const;

    OperationOption operation;
    std::string source, role, expires, lasts;
    std::vector<std::string> units;
};

/// --operation and --source: whose token or certificate ends.
struct RevokeOptions {
    explicit RevokeOptions(CLI::App& app, const char* whose);
    [[nodiscard]] SourceName name() const;  ///< wrong use when it is none

    OperationOption operation;
    std::string source;
};

/// --operation and --json.
struct LetInListOptions {
    explicit LetInListOptions(CLI::App& app);
    OperationOption operation;
    bool json = false;
};

/// Those with a token, or with a certificate: source, role, state, end, units. `json`: one array instead of text.
void print_let_in(const Operation& operation, net::Proof proof, bool json);

}  // namespace siaga::app
