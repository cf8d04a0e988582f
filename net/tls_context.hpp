#pragma once
// What a listener or a client needs to speak TLS: the certificates and keys of keys/tls (net/certificates.hpp), and the
// rules. Neither sessions nor tickets are resumed: every connection shows its certificate again.

#include <boost/asio/ssl/context.hpp>

#include <filesystem>
#include <memory>

namespace siaga::net {

enum class TlsRules : std::uint8_t {
    kFeed,  ///< TLS 1.3; who has no certificate brings a token
    kTak,   ///< TLS 1.2 or 1.3, as older TAK clients speak it; always with a certificate
};

/// Of a server with keys/tls of the operation folder. A certificate of a client is checked against the operation's own
/// authority alone, for its dates, its purpose and its signatures; whether it is still let in is Auth's to say. Throws
/// Fault naming the file and the way out.
[[nodiscard]] std::shared_ptr<boost::asio::ssl::context> server_tls(const std::filesystem::path& operation_folder,
                                                                    TlsRules rules);

/// Whom a client trusts, and who it is itself.
struct TlsFiles {
    std::filesystem::path authority;    ///< PEM; the only one that is trusted
    std::filesystem::path certificate;  ///< PEM; empty: it has none
    std::filesystem::path key;          ///< PEM, readable by its owner only
};

/// Of a client: TLS 1.3. Throws Fault naming the file.
[[nodiscard]] std::shared_ptr<boost::asio::ssl::context> client_tls(const TlsFiles& files);

/// What OpenSSL said last, in its own words; forgets it.
[[nodiscard]] std::string last_tls_error();

}  // namespace siaga::net
