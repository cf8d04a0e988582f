#pragma once
// NmeaTcp: sentences over TCP connections that receivers, or gateways in front of them, open.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <set>

#include "net/accept_loop.hpp"
#include "net/nmea_listener.hpp"

namespace siaga::net {

class NmeaTcp final : public NmeaListener {
public:
    NmeaTcp(const NmeaSettings& settings, Receiver& receiver, const ReceiverWorld& world);
    ~NmeaTcp() override;
    void start() override;
    void stop() override;
    [[nodiscard]] std::uint16_t port() const override { return accept_.port(); }

private:
    class Connection;
    void admit(boost::asio::ip::tcp::socket socket);
    [[nodiscard]] boost::asio::awaitable<void> serve(std::shared_ptr<Connection> connection);

    std::string from_;
    Receiver& receiver_;
    ReceiverWorld world_;
    AcceptLoop accept_;
    std::set<std::shared_ptr<Connection>> connections_;
};

}  // namespace siaga::net
