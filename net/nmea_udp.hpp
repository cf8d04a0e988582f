#pragma once
// NmeaUdp: sentences as datagrams, one or several in each.

#include <boost/asio/ip/udp.hpp>

#include "net/nmea_listener.hpp"
#include "net/nmea_stream.hpp"
#include "net/socket_alarm.hpp"

namespace siaga::net {

class NmeaUdp final : public NmeaListener {
public:
    NmeaUdp(const NmeaSettings& settings, Receiver& receiver, const ReceiverWorld& world);
    void start() override;
    void stop() override;
    [[nodiscard]] std::uint16_t port() const override { return port_; }

private:
    [[nodiscard]] boost::asio::awaitable<void> run();

    std::string from_;
    Receiver& receiver_;
    ReceiverWorld world_;
    boost::asio::ip::udp::socket socket_;
    SocketAlarm<boost::asio::ip::udp::socket> alarm_;
    std::uint16_t port_;
    NmeaStream stream_;
    bool stopping_ = false;
};

}  // namespace siaga::net
