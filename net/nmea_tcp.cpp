#include "net/nmea_tcp.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>
#include <vector>

#include "net/into.hpp"
#include "net/listening.hpp"
#include "net/nmea_stream.hpp"
#include "net/socket_alarm.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

class NmeaTcp::Connection {
public:
    Connection(Tcp::socket peer, Receiver& receiver, const ReceiverWorld& world)
        : socket(std::move(peer)), alarm(socket), stream(receiver, world.limits, world.clock) {}

    void close() {
        closed = true;
        error_code ignored;
        socket.close(ignored);
        alarm.off();
    }

    Tcp::socket socket;
    SocketAlarm<Tcp::socket> alarm;
    NmeaStream stream;
    bool closed = false;
};

NmeaTcp::NmeaTcp(const NmeaSettings& settings, Receiver& receiver, const ReceiverWorld& world)
    : from_(settings.from),
      receiver_(receiver),
      world_(world),
      accept_(world.io, "nmea " + settings.name, settings, world.limits.accept_retry) {}

NmeaTcp::~NmeaTcp() = default;

void NmeaTcp::start() {
    accept_.start([this](Tcp::socket socket) { admit(std::move(socket)); }, [this] { receiver_.tally.failed(); });
}

void NmeaTcp::stop() {
    accept_.stop();
    for (const auto& connection : connections_) connection->close();
}

void NmeaTcp::admit(Tcp::socket socket) {
    error_code error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return;
    if (!is_from(peer.address(), from_) || connections_.size() >= world_.limits.nmea_connections) {
        receiver_.tally.failed();
        spdlog::warn("{}: a connection from {} turned away", receiver_.source.text(), peer.address().to_string());
        return;
    }
    receiver_.tally.connected();
    auto connection = std::make_shared<Connection>(std::move(socket), receiver_, world_);
    connections_.insert(connection);
    asio::co_spawn(world_.io, serve(std::move(connection)), asio::detached);
}

asio::awaitable<void> NmeaTcp::serve(std::shared_ptr<Connection> connection) {
    Connection& self = *connection;
    std::vector<char> buffer(world_.limits.read_bytes);
    auto heard = Steady::now();
    while (!self.closed && !self.stream.hopeless()) {
        error_code error;
        const auto idle = heard + world_.limits.nmea_idle;
        self.alarm.set(std::min(idle, self.stream.deadline()));
        const std::size_t count = co_await self.socket.async_read_some(asio::buffer(buffer), into(error));
        const auto now = Steady::now();
        if (count > 0) {
            heard = now;
            self.stream.on_bytes({buffer.data(), count}, now);
        }
        self.stream.on_deadline(now);
        if (error && (error != asio::error::operation_aborted || now >= idle)) break;
        co_await world_.gate.hand_over(self.stream.take_ready());
    }
    if (self.stream.hopeless()) spdlog::warn("{}: the peer sends no NMEA, closing", receiver_.source.text());
    self.close();
    self.stream.on_end(Steady::now());
    co_await world_.gate.hand_over(self.stream.take_ready());
    receiver_.tally.disconnected();
    connections_.erase(connection);
}

}  // namespace siaga::net
