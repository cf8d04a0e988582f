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

/// Those with a token, or with a certificate: source, role, state, end, units. `json`: one array instead of text.
void print_let_in(const Operation& operation, net::Proof proof, bool json);

}  // namespace siaga::app
