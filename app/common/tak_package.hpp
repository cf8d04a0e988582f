#pragma once
// A data package for ATAK and WinTAK: a zip that they import, with the connection and both certificates in it. Whoever
// has it can connect, so it is handed over as a key is. Sources: TAK Product Center's mission package manifest, version
// 2, and the preference keys of ATAK's streaming connections.

#include <cstdint>
#include <filesystem>
#include <string>

#include "data/core/time.hpp"

namespace siaga::app {

struct TakPackage {
    std::string name;  ///< of the connection, as the phone shows it
    std::string host;  ///< a name or address that the listeners' certificate is for
    std::uint16_t port = 8089;
    std::string client_p12, authority_p12;  ///< PKCS #12
    std::string password;                   ///< of both
    std::string uid;                        ///< another one replaces nothing on the phone
};

/// Creates the file, which must not exist, mode 0600. Throws Fault.
void write_tak_package(const std::filesystem::path& file, const TakPackage& package, Time now);

}  // namespace siaga::app
