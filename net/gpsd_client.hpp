#pragma once
// GpsdClient: the connection to one gpsd, opened again whenever it is lost. A socket around GpsdSession; it runs
// on the thread of ReceiverServer.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "net/gpsd_session.hpp"
#include "net/nmea_listener.hpp"
#include "net/socket_alarm.hpp"

namespace siaga::net {

class GpsdClient {
public:
    GpsdClient(std::string host, std::uint16_t port, std::vector<GpsdReceiver> receivers, const ReceiverWorld& world);
    void start();  ///< once
    void stop();

private:
    [[nodiscard]] boost::asio::awaitable<void> run();
    /// Why it failed, "" when it is connected.
    [[nodiscard]] boost::asio::awaitable<std::string> connect();
    /// Why it ended.
    [[nodiscard]] boost::asio::awaitable<std::string> listen();

    std::string host_;
    std::uint16_t port_;
    ReceiverWorld world_;
    boost::asio::ip::tcp::resolver resolver_;
    boost::asio::ip::tcp::socket socket_;
    SocketAlarm<boost::asio::ip::tcp::socket> alarm_;
    boost::asio::steady_timer pause_;
    GpsdSession session_;
    bool stopping_ = false;
};

}  // namespace siaga::net
