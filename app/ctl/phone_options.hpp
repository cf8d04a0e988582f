#pragma once
// --phone, --server and --png: the QR code that sets up a phone with the token that was just made.

#include <string>

#include "app/common/command_line.hpp"

namespace siaga::app {

struct PhoneOptions {
    explicit PhoneOptions(CLI::App& app);

    /// Wrong use when they do not go together. Before anything is made.
    void check() const;
    /// Shows the code on stderr and writes the picture, where they were asked for. Throws Fault.
    void show(const std::string& id, const std::string& token) const;

    std::string phone, server, png;
};

}  // namespace siaga::app
