#include "net/wire.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <boost/asio/write.hpp>

#include <array>
#include <utility>

#include "net/into.hpp"

namespace siaga::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

std::string common_name_of(const X509* certificate) {
    std::array<char, 256> name{};  // RFC 5280: at most 64 characters
    const int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(),
                                                 static_cast<int>(name.size()));
    return length > 0 ? std::string(name.data(), static_cast<std::size_t>(length)) : std::string();
}

}  // namespace

Wire::Wire(Socket socket) : stream_(std::move(socket)) {}

Wire::Wire(Socket socket, asio::ssl::context& context)
    : stream_(std::make_unique<asio::ssl::stream<Socket>>(std::move(socket), context)) {}

Wire::Socket& Wire::socket() {
    if (auto* const tls = std::get_if<Tls>(&stream_)) return (*tls)->next_layer();
    return std::get<Socket>(stream_);
}

asio::awaitable<std::string> Wire::shake_hands() {
    auto* const tls = std::get_if<Tls>(&stream_);
    if (tls == nullptr) co_return std::string();
    error_code error;
    co_await (*tls)->async_handshake(asio::ssl::stream_base::server, into(error));
    if (!error) co_return std::string();
    const long verified = SSL_get_verify_result((*tls)->native_handle());
    if (verified != X509_V_OK) co_return std::string("certificate: ") + X509_verify_cert_error_string(verified);
    co_return error.message();
}

std::optional<PeerCertificate> Wire::peer_certificate() const {
    const auto* const tls = std::get_if<Tls>(&stream_);
    if (tls == nullptr) return std::nullopt;
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate((*tls)->native_handle()),
                                                                  &X509_free);
    if (!certificate) return std::nullopt;
    PeerCertificate peer;
    unsigned length = 0;
    if (X509_digest(certificate.get(), EVP_sha256(), peer.sha256.data(), &length) != 1) return std::nullopt;
    peer.common_name = common_name_of(certificate.get());
    return peer;
}

asio::awaitable<std::size_t> Wire::read_some(asio::mutable_buffer buffer, error_code& error) {
    if (auto* const tls = std::get_if<Tls>(&stream_)) co_return co_await (*tls)->async_read_some(buffer, into(error));
    co_return co_await std::get<Socket>(stream_).async_read_some(buffer, into(error));
}

asio::awaitable<void> Wire::write(asio::const_buffer all, error_code& error) {
    if (auto* const tls = std::get_if<Tls>(&stream_)) {
        co_await asio::async_write(**tls, all, into(error));
    } else {
        co_await asio::async_write(std::get<Socket>(stream_), all, into(error));
    }
}

asio::awaitable<void> Wire::part() {
    error_code error;
    if (auto* const tls = std::get_if<Tls>(&stream_)) co_await (*tls)->async_shutdown(into(error));
    socket().shutdown(Socket::shutdown_send, error);
    std::array<char, 4096> rest{};
    while (!error) co_await socket().async_read_some(asio::buffer(rest), into(error));
}

void Wire::close() {
    error_code ignored;
    socket().close(ignored);
}

}  // namespace siaga::net
