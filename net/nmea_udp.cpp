#include "net/nmea_udp.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>
#include <vector>

#include "net/into.hpp"
#include "net/listening.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using Udp = asio::ip::udp;
using boost::system::error_code;

namespace {

constexpr std::size_t kDatagramBytes = 65536;

}  // namespace

NmeaUdp::NmeaUdp(const NmeaSettings& settings, Receiver& receiver, const ReceiverWorld& world)
    : from_(settings.from),
      receiver_(receiver),
      world_(world),
      socket_(bound(world.io, "nmea " + settings.name, settings)),
      alarm_(socket_),
      port_(socket_.local_endpoint().port()),
      stream_(receiver, world.limits, world.clock) {}

void NmeaUdp::start() {
    asio::co_spawn(
        world_.io, [this] { return run(); }, asio::detached);
}

void NmeaUdp::stop() {
    stopping_ = true;
    error_code ignored;
    socket_.close(ignored);
    alarm_.off();
}

asio::awaitable<void> NmeaUdp::run() {
    std::vector<char> buffer(kDatagramBytes);
    bool failing = false;
    while (!stopping_) {
        Udp::endpoint peer;
        error_code error;
        alarm_.set(stream_.deadline());
        const std::size_t count = co_await socket_.async_receive_from(asio::buffer(buffer), peer, into(error));
        if (stopping_) break;
        const auto now = Steady::now();
        if (!error && is_from(peer.address(), from_)) {
            failing = false;
            stream_.on_datagram({buffer.data(), count}, now);
        } else if (!error) {
            receiver_.tally.failed();
        } else if (error != asio::error::operation_aborted) {
            // An answer to nothing we sent, or no memory: it goes on, but not in a circle at full speed.
            if (!std::exchange(failing, true)) {
                spdlog::error("{}: {}; trying again", receiver_.source.text(), error.message());
            }
            asio::steady_timer pause(world_.io, world_.limits.accept_retry);
            co_await pause.async_wait(into(error));
        }
        stream_.on_deadline(now);
        co_await world_.gate.hand_over(stream_.take_ready());
    }
    stream_.on_end(Steady::now());
    co_await world_.gate.hand_over(stream_.take_ready());
}

}  // namespace siaga::net
