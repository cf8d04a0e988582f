#pragma once
// Tokens that a program of ours makes for itself, on the machine of the operation. They are kept beside the
// operation's keys, readable by the owner alone, so that a second run speaks as the same sources.

#include <filesystem>
#include <string>

#include "net/auth.hpp"

namespace siaga::app {

class KeptTokens {
public:
    /// In keys/`whose` of the operation folder. Throws Fault.
    KeptTokens(std::filesystem::path operation_folder, const std::string& whose);

    /// The kept token of identity.source, else a new one added to the operation. Throws Fault.
    [[nodiscard]] std::string token_for(const net::Identity& identity) const;

private:
    std::filesystem::path operation_;
    std::filesystem::path kept_;
};

}  // namespace siaga::app
