#pragma once
// Wire: the socket of one connection, plain or inside TLS, with the same calls. One reading and one writing coroutine
// at a time, on the thread of its io_context.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "net/peer_certificate.hpp"

namespace siaga::net {

class Wire {
public:
    using Socket = boost::asio::ip::tcp::socket;

    explicit Wire(Socket socket);
    /// Inside TLS. `context` outlives it.
    Wire(Socket socket, boost::asio::ssl::context& context);

    [[nodiscard]] bool secret() const { return std::holds_alternative<Tls>(stream_); }
    /// TLS: the handshake of a server, before anything is read or written. Why it failed; "": it did not.
    [[nodiscard]] boost::asio::awaitable<std::string> shake_hands();
    /// Nothing: it is plain, or the peer has none.
    [[nodiscard]] std::optional<PeerCertificate> peer_certificate() const;

    /// How much; 0 with an error. eof: the peer said that it ends. What was cut off without that is another error.
    [[nodiscard]] boost::asio::awaitable<std::size_t> read_some(boost::asio::mutable_buffer into,
                                                                boost::system::error_code& error);
    [[nodiscard]] boost::asio::awaitable<void> write(boost::asio::const_buffer all, boost::system::error_code& error);
    /// Says that nothing more comes, and waits until the peer ends as well: a close with unread bytes inside would
    /// destroy what it has not read. Somebody else's close() is the deadline.
    [[nodiscard]] boost::asio::awaitable<void> part();

    void cancel(boost::system::error_code& error) { socket().cancel(error); }
    void close();
    [[nodiscard]] boost::asio::any_io_executor get_executor() { return socket().get_executor(); }

private:
    using Tls = std::unique_ptr<boost::asio::ssl::stream<Socket>>;
    [[nodiscard]] Socket& socket();

    std::variant<Socket, Tls> stream_;
};

}  // namespace siaga::net
