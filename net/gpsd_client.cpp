#include "net/gpsd_client.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/write.hpp>

#include <utility>

#include "net/into.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

GpsdClient::GpsdClient(std::string host, std::uint16_t port, std::vector<GpsdReceiver> receivers,
                       const ReceiverWorld& world)
    : host_(std::move(host)),
      port_(port),
      world_(world),
      resolver_(world.io),
      socket_(world.io),
      alarm_(socket_),
      pause_(world.io),
      session_(fmt::format("{}:{}", host_, port_), std::move(receivers), world.limits) {}

void GpsdClient::start() { asio::co_spawn(world_.io, run(), asio::detached); }

void GpsdClient::stop() {
    stopping_ = true;
    error_code ignored;
    resolver_.cancel();
    socket_.close(ignored);
    alarm_.off();
    pause_.cancel();
}

asio::awaitable<void> GpsdClient::run() {
    while (!stopping_) {
        std::string lost = co_await connect();
        if (stopping_) break;
        if (lost.empty()) lost = co_await listen();
        error_code ignored;
        socket_.close(ignored);
        if (stopping_) break;
        session_.on_lost(lost, Steady::now());
        pause_.expires_at(session_.retry_at());
        co_await pause_.async_wait(into(ignored));
    }
}

asio::awaitable<std::string> GpsdClient::connect() {
    error_code error;
    const auto places = co_await resolver_.async_resolve(host_, std::to_string(port_), into(error));
    if (error || stopping_) co_return error.message();
    for (const auto& place : places) {
        socket_ = Tcp::socket(world_.io);
        alarm_.set(Steady::now() + world_.limits.gpsd_connect);
        co_await socket_.async_connect(place.endpoint(), into(error));
        alarm_.off();
        if (!error || stopping_) break;
    }
    if (error == asio::error::operation_aborted) co_return "no answer";
    if (error) co_return error.message();
    // A machine that lost its power says nothing; the session's own questions find that too.
    socket_.set_option(asio::socket_base::keep_alive(true), error);
    co_return "";
}

asio::awaitable<std::string> GpsdClient::listen() {
    session_.on_connected(Steady::now());
    std::vector<char> buffer(world_.limits.read_bytes);
    error_code error;
    while (!stopping_ && session_.trouble().empty()) {
        const std::string output = session_.take_output();
        alarm_.set(session_.deadline());
        if (!output.empty()) co_await asio::async_write(socket_, asio::buffer(output), into(error));
        if (error) break;
        const std::size_t count = co_await socket_.async_read_some(asio::buffer(buffer), into(error));
        const auto now = Steady::now();
        if (count > 0) session_.on_bytes({buffer.data(), count}, now);
        session_.on_deadline(now);
        for (Submission& submission : session_.take_ready()) {
            co_await world_.gate.hand_over(std::move(submission));
        }
        if (error == asio::error::operation_aborted) error = {};
        if (error) break;
    }
    alarm_.off();
    if (!session_.trouble().empty()) co_return session_.trouble();
    co_return error == asio::error::eof ? "it ended the connection" : error.message();
}

}  // namespace siaga::net
