#pragma once
// HttpConnection: one socket that asks an HttpDesk, one request after the other. One coroutine; every read and
// write has its deadline, and a request has one from its first byte to its last, however slowly it drips.
// Listener's thread only.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/http_desk.hpp"
#include "net/limits.hpp"

namespace siaga::net {

/// What the desks look at of a request. `address` is the peer's.
[[nodiscard]] HttpRequest plain_request(boost::beast::http::request<boost::beast::http::string_body>&& request,
                                        const std::string& address);

/// What all connections of a listener share; it outlives them.
struct HttpWorld {
    HttpDesk& desk;
    const Limits& limits;
    std::function<void(unsigned)> count_answer;  ///< by status
    /// Which connection waits for an answer; null: none any more.
    std::function<void(SessionId, std::shared_ptr<class HttpConnection>)> wait;
    /// One more answer of this address waits (Limits::http_held); false: it may not.
    std::function<bool(const std::string&)> hold;
    std::function<void(const std::string&)> let_go;
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
public:
    using Socket = boost::asio::ip::tcp::socket;

    /// `ended` is called once, when the socket is closed.
    HttpConnection(Socket socket, std::string address, const HttpWorld& world,
                   std::function<void(HttpConnection*)> ended);

    void start();
    void close();
    /// The answer it waits for.
    void answer(HttpAnswer answer);
    [[nodiscard]] const std::string& address() const { return address_; }

private:
    boost::asio::awaitable<void> run();
    /// Nothing: the peer has gone, was silent or too slow, or was told what was wrong.
    boost::asio::awaitable<std::optional<HttpRequest>> read();
    boost::asio::awaitable<HttpAnswer> answer_to(HttpRequest request);
    boost::asio::awaitable<void> hold(HttpAnswer& answer);
    boost::asio::awaitable<bool> write(HttpAnswer answer, bool keep_alive);
    boost::asio::awaitable<void> linger();

    boost::beast::tcp_stream stream_;
    boost::beast::flat_buffer buffer_;
    boost::asio::steady_timer answered_;
    std::optional<HttpAnswer> given_;
    std::string address_;
    const HttpWorld& world_;
    std::function<void(HttpConnection*)> ended_;
    bool keep_alive_ = true, closed_ = false;
    unsigned version_ = 11;
};

}  // namespace siaga::net
