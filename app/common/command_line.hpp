#pragma once
// What both programs do the same way on the command line: exit codes, one-line errors, the option
// that names the operation.

#include <CLI/CLI.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "data/core/fault.hpp"

namespace siaga::app {

/// Parses, runs `run` and turns every outcome into an exit code: help and version 0, wrong use 2 with
/// one line on stderr naming the option and what it takes, a Fault its own code and its message.
/// Every command of `app` gets --version.
[[nodiscard]] int run_command_line(CLI::App& app, int argc, char** argv, const std::function<Exit()>& run);

/// The line for a wrong use: the parser's words, then what the option takes, then where the help is.
[[nodiscard]] std::string usage_line(const CLI::App& app, const CLI::ParseError& error);

/// Wrong use found after parsing: "--at: ..." becomes exit 2.
[[noreturn]] void wrong_use(const std::string& option, const std::string& why);

/// --operation DIR. Without it, the only folder in the default place.
class OperationOption {
public:
    explicit OperationOption(CLI::App& app);
    /// Throws Fault when none was named and the default place does not hold exactly one.
    [[nodiscard]] std::filesystem::path folder() const;

private:
    std::string named_;
};

}  // namespace siaga::app
