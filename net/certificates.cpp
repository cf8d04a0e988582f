#include "net/certificates.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <string_view>

#include "data/core/fault.hpp"
#include "data/core/name.hpp"
#include "net/key_folder.hpp"
#include "net/tls_context.hpp"
#include "net/tls_folder.hpp"

namespace siaga::net {
namespace {

namespace fs = std::filesystem;

constexpr long kVersion3 = 2;
constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::size_t kSerialBytes = 16;
constexpr std::size_t kCommonNameMaxBytes = 64;  // RFC 5280, ub-common-name
constexpr std::size_t kHostMaxBytes = 253;       // RFC 1035
constexpr Millis kADay = std::chrono::hours(24);
constexpr auto kAuthorityLasts = 3650 * kADay, kServerLasts = 825 * kADay;
constexpr auto kClocksDiffer = kADay;  // a phone that is slow must not find a new certificate too young

[[noreturn]] void fail(std::string_view what) { throw Fault(fmt::format("{}: {}", what, last_tls_error())); }

void require(bool done, std::string_view what) {
    if (!done) fail(what);
}

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

template <class Write> std::string written(Write write) {
    const Bio out(BIO_new(BIO_s_mem()), &BIO_free);
    require(out && write(out.get()) == 1, "a certificate or key cannot be written");
    char* data = nullptr;
    const long length = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

/// `key` and `certificate` null: only what is to be trusted.
std::string pkcs12_of(const std::string& password, EVP_PKEY* key, X509* certificate, X509* authority) {
    constexpr int kCipher = NID_pbe_WithSHA1And3_Key_TripleDES_CBC, kRounds = 2048, kNoMacYet = -1;
    const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> others(
        sk_X509_new_null(), [](STACK_OF(X509) * stack) { sk_X509_free(stack); });
    require(others && sk_X509_push(others.get(), authority) > 0, "a PKCS #12 file");
    const std::unique_ptr<PKCS12, decltype(&PKCS12_free)> made(
        PKCS12_create(password.c_str(), "Siaga", key, certificate, others.get(), kCipher, kCipher, kRounds, kNoMacYet,
                      0),
        &PKCS12_free);
    require(made && PKCS12_set_mac(made.get(), password.c_str(), -1, nullptr, 0, kRounds, EVP_sha1()) == 1,
            "a PKCS #12 file");
    return written([&](BIO* out) { return i2d_PKCS12_bio(out, made.get()); });
}

Bio reading(const std::string& text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &BIO_free};
}

void add_extension(X509* certificate, X509V3_CTX& context, int nid, const std::string& value) {
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), &X509_EXTENSION_free);
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "a certificate's extension");
}

std::time_t seconds_of(Time time) { return unix_ms(time) / kMsPerSecond; }

bool is_address(const std::string& name) {
    in6_addr any{};
    return ::inet_pton(AF_INET, name.c_str(), &any) == 1 || ::inet_pton(AF_INET6, name.c_str(), &any) == 1;
}

/// Nothing of it may end the value of the extension that it goes into.
bool is_host(const std::string& name) {
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !name.empty() && name.size() <= kHostMaxBytes && std::all_of(name.begin(), name.end(), plain);
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string value;
    for (const std::string& name : names) {
        if (!is_address(name) && !is_host(name)) {
            throw Fault(fmt::format("'{}' is neither an address nor the name of a machine", printable(name)),
                        Exit::kUsage);
        }
        value += fmt::format("{}{}:{}", value.empty() ? "" : ",", is_address(name) ? "IP" : "DNS", name);
    }
    return value;
}

void add_extensions(X509* certificate, const X509* issuer, const CertificateRequest& request) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, const_cast<X509*>(issuer), certificate, nullptr, nullptr, 0);
    const bool authority = request.use == CertificateUse::kAuthority;
    add_extension(certificate, context, NID_basic_constraints,
                  authority ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE");
    add_extension(certificate, context, NID_key_usage,
                  authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    add_extension(certificate, context, NID_subject_key_identifier, "hash");
    if (authority) return;
    add_extension(certificate, context, NID_authority_key_identifier, "keyid:always");
    const bool server = request.use == CertificateUse::kServer;
    add_extension(certificate, context, NID_ext_key_usage, server ? "serverAuth" : "clientAuth");
    if (server) add_extension(certificate, context, NID_subject_alt_name, alternative_names(request.names));
}

void set_serial(X509* certificate) {
    std::array<std::uint8_t, kSerialBytes> bytes{};
    require(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "the system gives no random numbers");
    bytes[0] &= 0x7F;  // RFC 5280: positive
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
        BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), &BN_free);
    require(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
            "a certificate's number");
}

std::string read_key_file(const fs::path& file, const char* way_out) {
    if (!stamp_of(file)) throw Fault(fmt::format("{} is missing: {}", file.string(), way_out));
    return text_of(file);
}

Certified load_authority(const TlsFolder& folder) {
    constexpr const char* kWayOut = "make it with siagactl cert init";
    return {read_key_file(folder.authority(), kWayOut), read_key_file(folder.authority_key(), kWayOut),
            folder.authority().string()};
}

}  // namespace

Certified::Certified(const CertificateRequest& request, const Certified* issuer)
    : key_(EVP_EC_gen("P-256"), &EVP_PKEY_free), certificate_(X509_new(), &X509_free) {
    require(key_ && certificate_, "a new key");
    X509* const made = certificate_.get();
    const X509* const signer = issuer != nullptr ? issuer->certificate_.get() : made;
    X509_set_version(made, kVersion3);
    set_serial(made);
    const std::time_t from = seconds_of(request.from), until = seconds_of(request.until);
    require(ASN1_TIME_set(X509_getm_notBefore(made), from) != nullptr &&
                ASN1_TIME_set(X509_getm_notAfter(made), until) != nullptr,
            "a certificate's dates");
    const std::string name = request.common_name.substr(0, kCommonNameMaxBytes);
    require(X509_NAME_add_entry_by_NID(X509_get_subject_name(made), NID_commonName, MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(name.data()),
                                       static_cast<int>(name.size()), -1, 0) == 1 &&
                X509_set_issuer_name(made, X509_get_subject_name(signer)) == 1 &&
                X509_set_pubkey(made, key_.get()) == 1,
            "a certificate's names");
    add_extensions(made, signer, request);
    require(X509_sign(made, issuer != nullptr ? issuer->key_.get() : key_.get(), EVP_sha256()) > 0,
            "a certificate's signature");
}

Certified::Certified(const std::string& certificate_pem, const std::string& key_pem, const std::string& what) {
    certificate_.reset(PEM_read_bio_X509(reading(certificate_pem).get(), nullptr, nullptr, nullptr), &X509_free);
    key_.reset(PEM_read_bio_PrivateKey(reading(key_pem).get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
    require(certificate_ && key_ && X509_check_private_key(certificate_.get(), key_.get()) == 1,
            what + ": it and its key do not belong together");
}

std::string Certified::certificate_pem() const {
    return written([this](BIO* out) { return PEM_write_bio_X509(out, certificate_.get()); });
}

std::string Certified::key_pem() const {
    return written(
        [this](BIO* out) { return PEM_write_bio_PrivateKey(out, key_.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

std::string Certified::pkcs12(const std::string& password, const Certified& authority) const {
    return pkcs12_of(password, key_.get(), certificate_.get(), authority.certificate_.get());
}

std::string Certified::trusted_pkcs12(const std::string& password) const {
    return pkcs12_of(password, nullptr, nullptr, certificate_.get());
}

Hash Certified::sha256() const {
    Hash hash{};
    unsigned length = 0;
    require(X509_digest(certificate_.get(), EVP_sha256(), hash.data(), &length) == 1, "a certificate's hash");
    return hash;
}

Time Certified::until() const {
    std::tm parts{};
    require(ASN1_TIME_to_tm(X509_get0_notAfter(certificate_.get()), &parts) == 1, "a certificate's end");
    return time_from_ms(::timegm(&parts) * kMsPerSecond);
}

bool init_certificates(const fs::path& operation_folder, const std::vector<std::string>& names, Time now) {
    const KeyFolderLock lock(operation_folder);
    const TlsFolder folder(operation_folder);
    const bool fresh = !stamp_of(folder.authority());
    if (fresh) {
        const Certified authority(
            {"Siaga authority", CertificateUse::kAuthority, {}, now - kClocksDiffer, now + kAuthorityLasts}, nullptr);
        replace_key_file(folder.authority_key(), authority.key_pem());
        replace_key_file(folder.authority(), authority.certificate_pem());
    }
    const Certified authority = load_authority(folder);
    const Certified server({names.front(), CertificateUse::kServer, names, now - kClocksDiffer,
                            std::min(now + kServerLasts, authority.until())},
                           &authority);
    replace_key_file(folder.server_key(), server.key_pem());
    replace_key_file(folder.server(), server.certificate_pem());
    return fresh;
}

IssuedCertificate issue_certificate(const fs::path& operation_folder, const std::string& common_name, Time now,
                                    Millis lasts) {
    const Certified authority = load_authority(TlsFolder(operation_folder));
    return {
        Certified(
            {common_name, CertificateUse::kClient, {}, now - kClocksDiffer, std::min(now + lasts, authority.until())},
            &authority),
        authority};
}

std::string random_password() {
    constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";  // 32 of them: 5 bits each
    constexpr std::size_t kPasswordLength = 16, kPasswordGroup = 4;
    std::array<std::uint8_t, kPasswordLength> bytes{};
    require(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "the system gives no random numbers");
    std::string password;
    for (std::size_t i = 0; i < kPasswordLength; ++i) {
        if (i > 0 && i % kPasswordGroup == 0) password += '-';
        password += kLetters[bytes[i] % kLetters.size()];
    }
    return password;
}

}  // namespace siaga::net
