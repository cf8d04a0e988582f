#include "net/tls_context.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <string>

#include "data/core/fault.hpp"
#include "net/key_folder.hpp"
#include "net/tls_folder.hpp"

namespace siaga::net {
namespace {

namespace fs = std::filesystem;
namespace ssl = boost::asio::ssl;

using Context = std::shared_ptr<ssl::context>;

[[noreturn]] void fail(const fs::path& file, std::string_view way_out) {
    throw Fault(fmt::format("{}: {}: {}", file.string(), last_tls_error(), way_out));
}

/// What both sides have in common.
Context context_of(ssl::context::method side, int lowest_version) {
    auto context = std::make_shared<ssl::context>(side);
    SSL_CTX* const native = context->native_handle();
    constexpr int kSecurityBits112 = 2;  // RSA from 2,048 bits, no SHA-1
    SSL_CTX_set_min_proto_version(native, lowest_version);
    SSL_CTX_set_security_level(native, kSecurityBits112);
    SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20");  // of TLS 1.2; all of 1.3 are good
    SSL_CTX_set_options(native, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(native, 0);
    return context;
}

void trust(ssl::context& context, const fs::path& authority, std::string_view way_out) {
    if (SSL_CTX_load_verify_file(context.native_handle(), authority.c_str()) != 1) fail(authority, way_out);
}

void load_own(ssl::context& context, const fs::path& certificate, const fs::path& key, std::string_view way_out) {
    SSL_CTX* const native = context.native_handle();
    if (SSL_CTX_use_certificate_chain_file(native, certificate.c_str()) != 1) fail(certificate, way_out);
    (void)stamp_of(key);  // throws when others may read it
    if (SSL_CTX_use_PrivateKey_file(native, key.c_str(), SSL_FILETYPE_PEM) != 1) fail(key, way_out);
    if (SSL_CTX_check_private_key(native) != 1) fail(key, "it is not the key of the certificate beside it");
}

}  // namespace

std::string last_tls_error() {
    std::array<char, 256> text{};
    const unsigned long code = ERR_peek_last_error();
    ERR_error_string_n(code, text.data(), text.size());
    const char* const reason = ERR_reason_error_string(code);
    ERR_clear_error();
    return reason != nullptr ? reason : text.data();
}

Context server_tls(const fs::path& operation_folder, TlsRules rules) {
    constexpr std::string_view kWayOut = "make it with siagactl cert init";
    const bool tak = rules == TlsRules::kTak;
    Context context = context_of(ssl::context::tls_server, tak ? TLS1_2_VERSION : TLS1_3_VERSION);
    const TlsFolder folder(operation_folder);
    trust(*context, folder.authority(), kWayOut);
    load_own(*context, folder.server(), folder.server_key(), kWayOut);
    SSL_CTX* const native = context->native_handle();
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER | (tak ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nullptr);
    SSL_CTX_set_client_CA_list(native, SSL_load_client_CA_file(folder.authority().c_str()));
    return context;
}

Context client_tls(const TlsFiles& files) {
    Context context = context_of(ssl::context::tls_client, TLS1_3_VERSION);
    trust(*context, files.authority, "give the authority's certificate that the operation handed out, ca.pem");
    if (!files.certificate.empty()) {
        load_own(*context, files.certificate, files.key, "give the files that siagactl cert issue wrote");
    }
    SSL_CTX_set_verify(context->native_handle(), SSL_VERIFY_PEER, nullptr);
    return context;
}

}  // namespace siaga::net
