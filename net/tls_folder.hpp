#pragma once
// keys/tls of an operation folder: its own authority, and the certificate of its listeners.

#include <filesystem>

namespace siaga::net {

class TlsFolder {
public:
    explicit TlsFolder(const std::filesystem::path& operation_folder) : folder_(operation_folder / "keys" / "tls") {}

    // PEM; the keys with mode 0600.
    [[nodiscard]] std::filesystem::path authority() const { return folder_ / "ca.pem"; }
    [[nodiscard]] std::filesystem::path authority_key() const { return folder_ / "ca.key"; }
    [[nodiscard]] std::filesystem::path server() const { return folder_ / "server.pem"; }
    [[nodiscard]] std::filesystem::path server_key() const { return folder_ / "server.key"; }

private:
    std::filesystem::path folder_;
};

}  // namespace siaga::net
