#pragma once
// AcceptLoop: the listening socket of any listener over TCP, as operation.toml names it. No error ends it: out of
// descriptors or buffers it waits and goes on.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "data/store/operation.hpp"

namespace siaga::net {

class AcceptLoop {
public:
    using Socket = boost::asio::ip::tcp::socket;

    /// Binds. `name` as listening() takes it; `retry`: how long it waits after an accept that failed. Throws Fault.
    AcceptLoop(boost::asio::io_context& io, std::string name, const ListenerSettings& settings,
               std::chrono::milliseconds retry);

    /// Gives every connection to `admit`, and calls `failed` after each accept that failed. Once; it lives until the
    /// io_context has ended.
    void start(std::function<void(Socket)> admit, std::function<void()> failed = {});
    /// Thread of the io_context.
    void stop();

    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    [[nodiscard]] boost::asio::awaitable<void> run();

    std::string name_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer pause_;
    std::chrono::milliseconds retry_;
    std::uint16_t port_;
    std::function<void(Socket)> admit_;
    std::function<void()> failed_;
    bool stopping_ = false;
};

}  // namespace siaga::net
