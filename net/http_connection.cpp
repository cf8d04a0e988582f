#include "net/http_connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <utility>

#include "net/into.hpp"

namespace siaga::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kReadBytes = 4096;

std::string header(const http::request<http::string_body>& request, std::string_view name) {
    return std::string(request[beast::string_view(name.data(), name.size())]);
}

/// What the peer is told; nothing: it has gone, or was silent.
std::optional<HttpAnswer> told(const error_code& error) {
    if (error == http::error::body_limit) return HttpAnswer{http_status::kTooLarge, "the body is too large\n"};
    if (error == http::error::header_limit)
        return HttpAnswer{http_status::kHeaderTooLarge, "the header is too large\n"};
    const bool of_http = error.category() == http::make_error_code(http::error::bad_method).category();
    if (of_http && error != http::error::end_of_stream && error != http::error::partial_message) {
        return HttpAnswer{http_status::kBadRequest, "this is no HTTP request\n"};
    }
    return std::nullopt;
}

}  // namespace

HttpRequest plain_request(http::request<http::string_body>&& request, const std::string& address) {
    HttpRequest plain;
    plain.method = std::string(request.method_string());
    plain.target = std::string(request.target());
    plain.content_type = header(request, "Content-Type");
    plain.authorization = header(request, "Authorization");
    plain.limit_user = header(request, "X-Limit-U");
    plain.limit_device = header(request, "X-Limit-D");
    plain.body = std::move(request.body());
    plain.address = address;
    return plain;
}

HttpConnection::HttpConnection(Socket socket, std::string address, const HttpWorld& world,
                               std::function<void(HttpConnection*)> ended)
    : stream_(std::move(socket)),
      answered_(stream_.get_executor()),
      address_(std::move(address)),
      world_(world),
      ended_(std::move(ended)) {}

void HttpConnection::start() {
    asio::co_spawn(
        stream_.get_executor(), [self = shared_from_this()] { return self->run(); }, asio::detached);
}

void HttpConnection::close() {
    if (std::exchange(closed_, true)) return;
    stream_.close();
    answered_.cancel();
    ended_(this);
}

void HttpConnection::answer(HttpAnswer answer) {
    given_ = std::move(answer);
    answered_.cancel();
}

asio::awaitable<void> HttpConnection::run() {
    bool going_on = true;
    while (going_on && !closed_) {
        std::optional<HttpRequest> request = co_await read();
        if (!request || closed_) break;
        HttpAnswer answer = co_await answer_to(*std::move(request));
        if (answer.held.count() > 0) co_await hold(answer);
        if (closed_) break;
        going_on = co_await write(std::move(answer), keep_alive_) && keep_alive_;
    }
    close();
}

asio::awaitable<std::optional<HttpRequest>> HttpConnection::read() {
    error_code error;
    if (buffer_.size() == 0) {
        stream_.expires_after(world_.limits.http_idle);
        const std::size_t count = co_await stream_.async_read_some(buffer_.prepare(kReadBytes), into(error));
        if (error) co_return std::nullopt;
        buffer_.commit(count);
    }
    http::request_parser<http::string_body> parser;
    parser.header_limit(world_.limits.http_header_bytes);
    parser.body_limit(world_.limits.http_body_bytes);
    stream_.expires_after(world_.limits.http_request);
    co_await http::async_read(stream_, buffer_, parser, into(error));
    if (closed_) co_return std::nullopt;
    if (error) {
        if (std::optional<HttpAnswer> answer = told(error)) {
            if (co_await write(*std::move(answer), false)) co_await linger();
        }
        co_return std::nullopt;
    }
    keep_alive_ = parser.get().keep_alive();
    version_ = parser.get().version();
    co_return plain_request(parser.release(), address_);
}

asio::awaitable<HttpAnswer> HttpConnection::answer_to(HttpRequest request) {
    const SessionId id = world_.desk.next_id();
    std::optional<HttpAnswer> answer = world_.desk.take(id, std::move(request));
    if (!answer) {
        stream_.expires_never();
        given_.reset();
        world_.wait(id, shared_from_this());
        answered_.expires_after(world_.limits.http_answer);
        error_code ignored;
        co_await answered_.async_wait(into(ignored));
        world_.wait(id, nullptr);
        world_.desk.forget(id);
        answer = given_ ? std::move(given_)
                        : HttpAnswer{http_status::kUnavailable, "the core does not answer, send it again\n"};
    }
    co_return *std::move(answer);
}

asio::awaitable<void> HttpConnection::hold(HttpAnswer& answer) {
    if (!world_.hold(address_)) {
        answer = HttpAnswer{http_status::kTooMany, "too many wrong tokens from this address\n"};
        keep_alive_ = false;
        co_return;
    }
    stream_.expires_never();
    answered_.expires_after(answer.held);
    error_code ignored;
    co_await answered_.async_wait(into(ignored));
    world_.let_go(address_);
}

asio::awaitable<bool> HttpConnection::write(HttpAnswer answer, bool keep_alive) {
    world_.count_answer(answer.status);
    http::response<http::string_body> response(static_cast<http::status>(answer.status), version_);
    response.set(http::field::content_type, answer.content_type);
    if (answer.status == http_status::kUnauthorized)
        response.set(http::field::www_authenticate, R"(Basic realm="siaga")");
    response.keep_alive(keep_alive);
    response.body() = std::move(answer.body);
    response.prepare_payload();
    error_code error;
    stream_.expires_after(world_.limits.http_write);
    co_await http::async_write(stream_, response, into(error));
    co_return !error;
}

/// Lets the peer read our last words: a close with unread bytes inside would destroy them.
asio::awaitable<void> HttpConnection::linger() {
    error_code error;
    stream_.socket().shutdown(Socket::shutdown_send, error);
    stream_.expires_after(world_.limits.linger);
    while (!closed_ && !error) {
        co_await stream_.async_read_some(buffer_.prepare(kReadBytes), into(error));
    }
}

}  // namespace siaga::net
