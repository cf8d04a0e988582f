#include "net/feed_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>
#include <vector>

#include "net/into.hpp"

namespace siaga::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

}  // namespace

FeedConnection::FeedConnection(Wire wire, SessionId id, const SessionWorld& world, std::string address,
                               std::function<void(SessionId)> ended)
    : wire_(std::move(wire)),
      may_read_(wire_.get_executor(), Steady::time_point::max()),
      may_write_(wire_.get_executor(), Steady::time_point::max()),
      deadline_(wire_.get_executor(), Steady::time_point::max()),
      limits_(world.limits),
      address_(std::move(address)),
      session_(id, world, Steady::now(), address_, wire_.peer_certificate()),
      ended_(std::move(ended)) {}

void FeedConnection::start() {
    const auto executor = wire_.get_executor();
    asio::co_spawn(
        executor, [self = shared_from_this()] { return self->read(); }, asio::detached);
    asio::co_spawn(
        executor, [self = shared_from_this()] { return self->write(); }, asio::detached);
    asio::co_spawn(
        executor, [self = shared_from_this()] { return self->watch(); }, asio::detached);
}

void FeedConnection::close() {
    if (std::exchange(closed_, true)) return;
    wire_.close();
    may_read_.cancel();
    may_write_.cancel();
    deadline_.cancel();
    ended_(session_.id());
}

void FeedConnection::look_again() {
    if (session_.dropped()) return close();
    may_read_.cancel();
    may_write_.cancel();
    if (session_.deadline() < armed_) deadline_.cancel();
}

asio::awaitable<void> FeedConnection::read() {
    std::vector<char> buffer(limits_.read_bytes);
    error_code error;
    while (!closed_ && !session_.finished()) {
        if (!session_.wants_bytes()) {
            co_await may_read_.async_wait(into(error));
            continue;
        }
        const std::size_t count = co_await wire_.read_some(asio::buffer(buffer), error);
        if (closed_) break;
        if (error && error != asio::error::eof) {
            close();
            break;
        }
        if (count > 0) session_.on_bytes({buffer.data(), count}, Steady::now());
        if (error) session_.on_end(Steady::now());
        look_again();
        if (error) break;
    }
}

asio::awaitable<void> FeedConnection::write() {
    error_code error;
    while (!closed_) {
        const std::string output = session_.take_output();
        if (output.empty()) {
            if (session_.finished()) break;
            co_await may_write_.async_wait(into(error));
            continue;
        }
        co_await wire_.write(asio::buffer(output), error);
        if (closed_ || error) break;
        session_.on_written(output.size());
        look_again();
    }
    if (!closed_ && !error) co_await linger();
    close();
}

asio::awaitable<void> FeedConnection::linger() {
    armed_ = Steady::now() + limits_.linger;
    deadline_.expires_at(armed_);
    co_await wire_.part();
}

asio::awaitable<void> FeedConnection::watch() {
    error_code error;
    while (!closed_) {
        const bool lingering = session_.finished();
        if (!lingering) {
            armed_ = session_.deadline();
            deadline_.expires_at(armed_);
        }
        co_await deadline_.async_wait(into(error));
        if (closed_) break;
        if (lingering && !error) close();
        if (lingering) continue;
        session_.on_deadline(Steady::now());
        look_again();
    }
}

}  // namespace siaga::net
