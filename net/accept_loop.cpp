#include "net/accept_loop.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

#include "net/into.hpp"
#include "net/listening.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using boost::system::error_code;

AcceptLoop::AcceptLoop(asio::io_context& io, std::string name, const ListenerSettings& settings,
                       std::chrono::milliseconds retry)
    : name_(std::move(name)),
      acceptor_(listening(io, name_, settings)),
      pause_(io),
      retry_(retry),
      port_(acceptor_.local_endpoint().port()) {}

void AcceptLoop::start(std::function<void(Socket)> admit, std::function<void()> failed) {
    admit_ = std::move(admit);
    failed_ = std::move(failed);
    asio::co_spawn(
        acceptor_.get_executor(), [this] { return run(); }, asio::detached);
}

void AcceptLoop::stop() {
    stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
}

asio::awaitable<void> AcceptLoop::run() {
    bool failing = false;
    while (!stopping_) {
        error_code error;
        Socket socket = co_await acceptor_.async_accept(into(error));
        if (stopping_) break;
        if (!error) {
            failing = false;
            admit_(std::move(socket));
            continue;
        }
        if (failed_) failed_();
        if (!std::exchange(failing, true))
            spdlog::error("{} listener: accept: {}; trying again", name_, error.message());
        pause_.expires_after(retry_);
        co_await pause_.async_wait(into(error));
    }
}

}  // namespace siaga::net
