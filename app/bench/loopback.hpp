#pragma once
// Plain sockets on loopback for the benches: blocking, no library, so that what is measured is the
// other side.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace siaga::app::bench {

/// Owns a file descriptor.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            close();
            fd_ = std::exchange(other.fd_, -1);
        }
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int get() const { return fd_; }

private:
    void close();
    int fd_ = -1;
};

/// All of these throw Fault with the system's reason.
struct Listening {
    Descriptor socket;
    std::uint16_t port = 0;
};
[[nodiscard]] Listening listen_on_loopback();
[[nodiscard]] Descriptor accept_one(const Descriptor& listener);
[[nodiscard]] Descriptor connect_to(std::uint16_t port);
void send_all(const Descriptor& socket, std::string_view bytes);
/// Bytes read; 0: the peer has ended.
[[nodiscard]] std::size_t receive(const Descriptor& socket, char* into, std::size_t most);
/// Nothing more will be sent.
void end_sending(const Descriptor& socket);

/// Reads lines of a blocking socket.
class LineReader {
public:
    explicit LineReader(const Descriptor& socket) : socket_(socket) {}
    /// Without the newline; valid until the next call. Throws Fault when the peer has ended.
    [[nodiscard]] std::string_view next();

private:
    const Descriptor& socket_;
    std::string buffer_;
    std::size_t at_ = 0;
};

/// The seq of an ack line of the feed; 0 for any other line.
[[nodiscard]] std::uint64_t acked_by(std::string_view line);

}  // namespace siaga::app::bench
