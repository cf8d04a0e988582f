#pragma once
// A plain socket on loopback, as nc would be: blocking, no Asio.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace siaga::test {

class RawSocket {
public:
    RawSocket() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    explicit RawSocket(std::uint16_t port) : RawSocket() { connect(port); }
    /// One that RawListener accepted.
    struct Accepted {
        int fd;
    };
    explicit RawSocket(Accepted accepted) : fd_(accepted.fd) {}
    void connect(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ASSERT_EQ(::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    }
    ~RawSocket() { ::close(fd_); }
    RawSocket(const RawSocket&) = delete;
    RawSocket& operator=(const RawSocket&) = delete;

    [[nodiscard]] int descriptor() const { return fd_; }
    void send(std::string_view bytes) {
        ASSERT_EQ(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
    }
    /// False once the peer has closed.
    bool try_send(std::string_view bytes) { return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0; }
    void end() { ::shutdown(fd_, SHUT_WR); }
    /// 0 at the end.
    char read_char() {
        char c = 0;
        return ::recv(fd_, &c, 1, 0) == 1 ? c : '\0';
    }
    /// What is there, or comes next; empty at the end.
    std::string read_some() {
        char buffer[4096];
        const ssize_t count = ::recv(fd_, buffer, sizeof buffer, 0);
        return {buffer, static_cast<std::size_t>(count > 0 ? count : 0)};
    }
    std::string read_line() {
        std::string line;
        for (char c = 0; ::recv(fd_, &c, 1, 0) == 1 && c != '\n';) line += c;
        return line;
    }
    std::string read_all() {
        std::string all;
        char buffer[4096];
        for (ssize_t count = 0; (count = ::recv(fd_, buffer, sizeof buffer, 0)) > 0;) {
            all.append(buffer, static_cast<std::size_t>(count));
        }
        return all;
    }

private:
    int fd_;
};

/// Somebody to connect to, on a free port.
class RawListener {
public:
    RawListener() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        EXPECT_EQ(::listen(fd_, 4), 0);
        socklen_t size = sizeof address;
        EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        port_ = ntohs(address.sin_port);
    }
    ~RawListener() { ::close(fd_); }
    RawListener(const RawListener&) = delete;
    RawListener& operator=(const RawListener&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// Waits for the next connection.
    [[nodiscard]] RawSocket::Accepted accept() const { return {::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC)}; }

private:
    int fd_;
    std::uint16_t port_ = 0;
};

/// Datagrams to a port on loopback.
class RawDatagram {
public:
    /// To loopback, or through it to a group of multicast.
    explicit RawDatagram(std::uint16_t port, const std::string& to = "127.0.0.1")
        : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        address_.sin_family = AF_INET;
        address_.sin_port = htons(port);
        EXPECT_EQ(::inet_pton(AF_INET, to.c_str(), &address_.sin_addr), 1);
        const in_addr loopback{htonl(INADDR_LOOPBACK)};
        EXPECT_EQ(::setsockopt(fd_, IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof loopback), 0);
    }
    ~RawDatagram() { ::close(fd_); }
    RawDatagram(const RawDatagram&) = delete;
    RawDatagram& operator=(const RawDatagram&) = delete;

    void send(std::string_view bytes) const {
        ASSERT_EQ(
            ::sendto(fd_, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&address_), sizeof address_),
            static_cast<ssize_t>(bytes.size()));
    }

private:
    int fd_;
    sockaddr_in address_{};
};

}  // namespace siaga::test
