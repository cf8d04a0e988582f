#include "tests/bench/peers.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace siaga::load {

Descriptor connect_as(std::uint8_t group, std::size_t i, std::uint16_t port) {
    constexpr std::uint32_t kLoopback = 127U << 24U, kHosts = 250;
    const auto place = static_cast<std::uint32_t>(i / kPerAddress);
    const std::uint32_t own = kLoopback | std::uint32_t{group} << 16U | (place / kHosts) << 8U | (place % kHosts + 1);
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in from{}, to{};
    from.sin_family = to.sin_family = AF_INET;
    from.sin_addr.s_addr = htonl(own);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(port);
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0 ||
        ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
        return {};
    }
    const int on = 1;
    (void)::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void)::fcntl(socket.get(), F_SETFL, O_NONBLOCK);
    return socket;
}

bool try_send(const Descriptor& socket, std::string_view bytes) {
    const ssize_t sent = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent >= 0 || errno == EAGAIN || errno == EWOULDBLOCK;
}

}  // namespace siaga::load
