#include "net/handshakes.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <utility>

#include "data/core/name.hpp"
#include "net/socket_alarm.hpp"

namespace siaga::net {

namespace asio = boost::asio;

struct Handshakes::Pending {
    Pending(Socket socket, asio::ssl::context& tls, std::string from)
        : wire(std::move(socket), tls), alarm(wire), address(std::move(from)) {}

    Wire wire;
    SocketAlarm<Wire> alarm;
    std::string address;
};

Handshakes::Handshakes(std::string_view listener, std::shared_ptr<asio::ssl::context> tls, Door& door,
                       const Clock& clock, const Limits& limits)
    : listener_(listener), tls_(std::move(tls)), door_(door), clock_(clock), limits_(limits) {}

Handshakes::~Handshakes() = default;

void Handshakes::begin(Socket socket, const std::string& address, std::function<void(Wire)> done) {
    if (!tls_) return done(Wire(std::move(socket)));
    const auto executor = socket.get_executor();
    auto pending = std::make_shared<Pending>(std::move(socket), *tls_, address);
    pending_.insert(pending);
    asio::co_spawn(executor, shake(std::move(pending), std::move(done)), asio::detached);
}

asio::awaitable<void> Handshakes::shake(std::shared_ptr<Pending> pending, std::function<void(Wire)> done) {
    const auto until = Steady::now() + limits_.tls_handshake;
    pending->alarm.set(until);
    std::string trouble = co_await pending->wire.shake_hands();
    pending->alarm.off();
    pending_.erase(pending);
    if (stopping_) co_return;
    if (trouble.empty()) {
        done(std::move(pending->wire));
        co_return;
    }
    if (Steady::now() >= until) trouble = "the handshake took too long";
    spdlog::warn("{} listener: TLS with {}: {}", listener_, pending->address, printable(trouble));
    door_.refused(SignInFault::kHandshake, {listener_, pending->address}, {}, clock_.now());
    pending->wire.close();
}

std::size_t Handshakes::count_from(const std::string& address) const {
    return static_cast<std::size_t>(std::count_if(pending_.begin(), pending_.end(),
                                                  [&](const auto& pending) { return pending->address == address; }));
}

void Handshakes::stop() {
    stopping_ = true;
    for (const auto& pending : pending_) pending->wire.close();
}

}  // namespace siaga::net
