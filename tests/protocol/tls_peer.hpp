#pragma once
// A client inside TLS on loopback, as openssl s_client would be: blocking, no Asio; and it may be as wrong as it likes.

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/certificates.hpp"
#include "tests/protocol/raw_socket.hpp"

namespace siaga::test {

struct TlsPeerOptions {
    const net::Certified* own = nullptr;           ///< null: it shows no certificate
    const net::Certified* intermediate = nullptr;  ///< sent after its own
    int version = TLS1_3_VERSION;
};

/// PEM of the certificate with a key, or of the only one; "" when the password opens nothing.
inline std::string certificate_in_pkcs12(const std::string& bytes, const char* password) {
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    const std::unique_ptr<PKCS12, decltype(&PKCS12_free)> file(
        d2i_PKCS12(nullptr, &at, static_cast<long>(bytes.size())), &PKCS12_free);
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    STACK_OF(X509)* others = nullptr;
    if (!file || PKCS12_parse(file.get(), password, &key, &certificate, &others) != 1) return "";
    EVP_PKEY_free(key);
    if (certificate == nullptr) certificate = sk_X509_pop(others);
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_X509(out.get(), certificate);
    X509_free(certificate);
    sk_X509_pop_free(others, X509_free);
    char* data = nullptr;
    const long length = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

class TlsPeer {
public:
    using Options = TlsPeerOptions;

    /// Trusts whoever answers. Look at shook_hands(): a server that refuses a certificate says so later, in TLS 1.3.
    explicit TlsPeer(std::uint16_t port, const Options& options = {})
        : socket_(port), context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free), ssl_(nullptr, &SSL_free) {
        SSL_CTX_set_security_level(context_.get(), 0);  // old versions as well
        SSL_CTX_set_min_proto_version(context_.get(), options.version);
        SSL_CTX_set_max_proto_version(context_.get(), options.version);
        if (options.own != nullptr) show(*options.own);
        if (options.intermediate != nullptr) {
            EXPECT_EQ(SSL_CTX_add_extra_chain_cert(context_.get(), certificate_of(*options.intermediate)), 1);
        }
        ssl_.reset(SSL_new(context_.get()));
        SSL_set_fd(ssl_.get(), socket_.descriptor());
        shook_hands_ = SSL_connect(ssl_.get()) == 1;
    }

    [[nodiscard]] bool shook_hands() const { return shook_hands_; }
    void send(std::string_view text) {
        (void)SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size()));  // a server that hangs up is no fault
    }
    /// Without its newline; "" when the server has ended.
    std::string read_line() {
        std::string line;
        char c = 0;
        while (shook_hands_ && SSL_read(ssl_.get(), &c, 1) == 1 && c != '\n') line += c;
        return line;
    }
    std::string read_all() {
        std::string all;
        char c = 0;
        while (shook_hands_ && SSL_read(ssl_.get(), &c, 1) == 1) all += c;
        return all;
    }
    /// '\0' when the server has ended.
    char read_char() {
        char c = 0;
        return shook_hands_ && SSL_read(ssl_.get(), &c, 1) == 1 ? c : '\0';
    }
    void end() { SSL_shutdown(ssl_.get()); }

private:
    static X509* certificate_of(const net::Certified& own) {
        const std::string pem = own.certificate_pem();
        const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                           &BIO_free);
        return PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr);
    }
    void show(const net::Certified& own) {
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(certificate_of(own), &X509_free);
        const std::string pem = own.key_pem();
        const std::unique_ptr<BIO, decltype(&BIO_free)> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                           &BIO_free);
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
            PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
        EXPECT_EQ(SSL_CTX_use_certificate(context_.get(), certificate.get()), 1);
        EXPECT_EQ(SSL_CTX_use_PrivateKey(context_.get(), key.get()), 1);
    }

    RawSocket socket_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
    bool shook_hands_ = false;
};

}  // namespace siaga::test
