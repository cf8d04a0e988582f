#include "app/bench/loopback.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

#include "data/core/fault.hpp"

namespace siaga::app::bench {
namespace {

constexpr int kBacklog = 2048;

[[noreturn]] void fail(std::string_view what) {
    throw Fault("bench: cannot " + std::string(what) + ": " + std::generic_category().message(errno));
}

Descriptor tcp_socket() {
    Descriptor made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (made.get() < 0) fail("make a socket");
    return made;
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

}  // namespace

void Descriptor::close() {
    if (fd_ >= 0) ::close(fd_);
}

Listening listen_on_loopback() {
    Listening made{tcp_socket(), 0};
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    auto* const general = reinterpret_cast<sockaddr*>(&address);
    if (::bind(made.socket.get(), general, length) != 0) fail("bind to loopback");
    if (::listen(made.socket.get(), kBacklog) != 0) fail("listen on loopback");
    if (::getsockname(made.socket.get(), general, &length) != 0) fail("read the port");
    made.port = ntohs(address.sin_port);
    return made;
}

Descriptor accept_one(const Descriptor& listener) {
    Descriptor accepted(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (accepted.get() < 0) fail("accept");
    return accepted;
}

Descriptor connect_to(std::uint16_t port) {
    Descriptor made = tcp_socket();
    const sockaddr_in address = loopback(port);
    if (::connect(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("connect");
    const int on = 1;
    (void)::setsockopt(made.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return made;
}

void send_all(const Descriptor& socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) fail("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::size_t receive(const Descriptor& socket, char* into, std::size_t most) {
    const ssize_t count = ::recv(socket.get(), into, most, 0);
    if (count < 0) fail("receive");
    return static_cast<std::size_t>(count);
}

void end_sending(const Descriptor& socket) { (void)::shutdown(socket.get(), SHUT_WR); }

std::string_view LineReader::next() {
    std::array<char, 4096> more;
    while (true) {
        if (const std::size_t newline = buffer_.find('\n', at_); newline != std::string::npos) {
            const std::string_view line = std::string_view(buffer_).substr(at_, newline - at_);
            at_ = newline + 1;
            return line;
        }
        buffer_.erase(0, std::exchange(at_, 0));
        const std::size_t count = receive(socket_, more.data(), more.size());
        if (count == 0) throw Fault("bench: the other side has closed the connection");
        buffer_.append(more.data(), count);
    }
}

std::uint64_t acked_by(std::string_view line) {
    constexpr std::string_view kHead = R"({"type":"ack","seq":)";
    if (!line.starts_with(kHead)) return 0;
    std::uint64_t seq = 0;
    (void)std::from_chars(line.data() + kHead.size(), line.data() + line.size(), seq);
    return seq;
}

}  // namespace siaga::app::bench
