#pragma once
// An operation's own authority and the certificates it signs: X.509 (RFC 5280) through OpenSSL, ECDSA on P-256, PEM.
// Dates are of the machine's clock, as every TLS library reads them; since when somebody is not let in any more stands
// beside the tokens (net/token_file.hpp), by the core's clock.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "data/core/time.hpp"
#include "data/store/sha256.hpp"

struct evp_pkey_st;
struct x509_st;

namespace siaga::net {

/// What a certificate may be used for.
enum class CertificateUse : std::uint8_t { kAuthority, kServer, kClient };

struct CertificateRequest {
    std::string common_name;
    CertificateUse use = CertificateUse::kClient;
    std::vector<std::string> names;  ///< of a server: host names and addresses
    Time from, until;                ///< whole seconds
};

/// A private key with its certificate.
class Certified {
public:
    /// A new key, certified by `issuer`; null: by itself. Throws Fault.
    Certified(const CertificateRequest& request, const Certified* issuer);
    /// Throws Fault when one is no PEM, or they do not belong together; `what` names them in it.
    Certified(const std::string& certificate_pem, const std::string& key_pem, const std::string& what);

    [[nodiscard]] std::string certificate_pem() const;
    [[nodiscard]] std::string key_pem() const;
    /// PKCS #12 (RFC 7292) as phones import it: key and certificate, and the authority's beside them. With SHA-1 and
    /// 3DES, which every Android reads: the password guards it on its way only, so hand both over apart.
    [[nodiscard]] std::string pkcs12(const std::string& password, const Certified& authority) const;
    /// The certificate alone, to be trusted.
    [[nodiscard]] std::string trusted_pkcs12(const std::string& password) const;
    /// Of the DER form, as Auth knows a certificate.
    [[nodiscard]] Hash sha256() const;
    [[nodiscard]] Time until() const;

private:
    std::shared_ptr<evp_pkey_st> key_;
    std::shared_ptr<x509_st> certificate_;
};

/// Makes the authority where there is none, and a fresh certificate of the listeners for `names`. True: the authority
/// is new. Throws Fault (folder missing or not writable, a name that is none).
bool init_certificates(const std::filesystem::path& operation_folder, const std::vector<std::string>& names, Time now);

/// What somebody needs who connects.
struct IssuedCertificate {
    Certified own, authority;  ///< of the authority, hand out the certificate only
};
/// Signed by the operation's authority, for `lasts`. Lets nobody in until Auth knows it. Throws Fault.
[[nodiscard]] IssuedCertificate issue_certificate(const std::filesystem::path& operation_folder,
                                                  const std::string& common_name, Time now, Millis lasts);

/// 80 random bits, easy to type: "k3vq-7hmd-x2pa-t9wz".
[[nodiscard]] std::string random_password();

}  // namespace siaga::net
