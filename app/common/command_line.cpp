#include "app/common/command_line.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <vector>

#include "data/core/name.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {
namespace {

/// The innermost subcommand that was named.
const CLI::App& active(const CLI::App& app) {
    const auto named = app.get_subcommands();
    return named.empty() ? app : active(*named.front());
}

std::string takes(const CLI::App& app, const std::string& message) {
    for (const CLI::Option* option : app.get_options()) {
        const std::string name = option->get_name();
        if (name.empty() || message.find(name) == std::string::npos) continue;
        return fmt::format("; {} takes {}: {}", name, option->get_type_name(), option->get_description());
    }
    return {};
}

std::string full_name(const CLI::App& app) {
    return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + " " + app.get_name();
}

std::string commands_of(const CLI::App& app) {
    std::string names;
    for (const CLI::App* command : app.get_subcommands({})) names += (names.empty() ? "" : ", ") + command->get_name();
    return names;
}

/// What to say when a command was to come and did not, or was not known.
std::string missing_command(const CLI::App& app) {
    const std::vector<std::string> rest = app.remaining();
    return rest.empty()
               ? fmt::format("names no command; it takes one of {}", commands_of(app))
               : fmt::format("'{}' is no command; it takes one of {}", printable(rest.front()), commands_of(app));
}

void give_version(CLI::App& app, const std::string& version) {
    app.set_version_flag("--version", version);
    for (CLI::App* command : app.get_subcommands({})) give_version(*command, version);
}

/// One line for a terminal: what was typed may hold any byte.
std::string one_line(std::string text) {
    constexpr unsigned char kDelete = 0x7F;
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) == kDelete) c = ' ';
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

}  // namespace

std::string usage_line(const CLI::App& app, const CLI::ParseError& error) {
    const CLI::App& command = active(app);
    const bool no_command = command.get_require_subcommand_min() > 0 && command.get_subcommands().empty();
    if (no_command)
        return fmt::format("{}: {} (see {} --help)", full_name(command), missing_command(command), full_name(command));
    const std::string message = one_line(error.what());
    return fmt::format("{}: {}{} (see {} --help)", full_name(command), message, takes(command, message),
                       full_name(command));
}

void wrong_use(const std::string& option, const std::string& why) { throw Fault(option + ": " + why, Exit::kUsage); }

int run_command_line(CLI::App& app, int argc, char** argv, const std::function<Exit()>& run) {
    try {
        give_version(app, fmt::format("{} {}", app.get_name(), SIAGA_VERSION));
        app.parse(argc, argv);
        return static_cast<int>(run());
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);
        fmt::print(stderr, "{}\n", usage_line(app, error));
        return static_cast<int>(Exit::kUsage);
    } catch (const Fault& fault) {
        fmt::print(stderr, "{}: {}\n", full_name(active(app)), one_line(fault.what()));
        return static_cast<int>(fault.exit());
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}: {}\n", full_name(active(app)), one_line(error.what()));
        return static_cast<int>(Exit::kEnvironment);
    }
}

OperationOption::OperationOption(CLI::App& app) {
    app.add_option("--operation", named_,
                   "the operation folder; by default the only one in " + default_operations_folder().string())
        ->type_name("DIR");
}

std::filesystem::path OperationOption::folder() const {
    if (!named_.empty()) return named_;
    const std::filesystem::path place = default_operations_folder();
    std::vector<std::filesystem::path> found;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(place, none)) {
        if (std::filesystem::exists(entry.path() / "operation.toml")) found.push_back(entry.path());
    }
    if (found.size() == 1) return found.front();
    wrong_use("--operation", fmt::format("name the operation folder: {} holds {}", place.string(),
                                         found.empty() ? "none" : "more than one"));
}

}  // namespace siaga::app
