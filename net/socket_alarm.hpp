#pragma once
// SocketAlarm: a deadline beside whatever a socket waits for. When the time is over the operation ends with
// operation_aborted, and nothing that had arrived is lost.

#include <boost/asio/steady_timer.hpp>

#include <memory>

#include "net/limits.hpp"

namespace siaga::net {

/// `Socket` has cancel(error_code&). One thread; the socket outlives the alarm.
template <class Socket> class SocketAlarm {
public:
    explicit SocketAlarm(Socket& socket) : timer_(socket.get_executor()), socket_(std::make_shared<Socket*>(&socket)) {}
    ~SocketAlarm() { *socket_ = nullptr; }  // what rings already finds nobody
    SocketAlarm(const SocketAlarm&) = delete;
    SocketAlarm& operator=(const SocketAlarm&) = delete;

    /// Replaces the one before. It may end the next operation too early, never too late: look at the clock.
    void set(Steady::time_point at) {
        timer_.expires_at(at);
        timer_.async_wait([socket = socket_](const boost::system::error_code& error) {
            boost::system::error_code ignored;
            if (!error && *socket != nullptr) (*socket)->cancel(ignored);
        });
    }
    void off() { timer_.cancel(); }

private:
    boost::asio::steady_timer timer_;
    std::shared_ptr<Socket*> socket_;
};

}  // namespace siaga::net
