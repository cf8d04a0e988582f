#include "tests/bench/attacks.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "data/core/name.hpp"
#include "net/feed_lines.hpp"
#include "tests/bench/rated_clients.hpp"

namespace siaga::load {
namespace {

constexpr std::uint8_t kDripGroup = 2, kDeafGroup = 3;

class Drip final : public Attack {
public:
    Drip(std::uint16_t port, std::size_t count, std::string first, std::string rest, bool inside)
        : port_(port), first_(std::move(first)), rest_(std::move(rest)), inside_(inside), sockets_(count) {}

    void run(const std::stop_token& stop) override {
        constexpr std::chrono::nanoseconds kBetween = std::chrono::milliseconds(500);  // two bytes of one socket
        auto due = std::chrono::steady_clock::now();
        for (std::size_t at = 0; !stop.stop_requested(); ++at) {
            for (std::size_t i = 0; i < sockets_.size() && !stop.stop_requested(); ++i) {
                tend(i, at);
                // Evenly, or the attacker's own bursts would be measured.
                std::this_thread::sleep_until(due += kBetween / sockets_.size());
            }
        }
    }

private:
    void tend(std::size_t i, std::size_t at) {
        Descriptor& socket = sockets_[i];
        if (socket.get() >= 0 && !gone(socket) && try_send(socket, rest_.substr(at % rest_.size(), 1))) return;
        if (socket.get() >= 0) ++ended_by_server_;
        socket = connect_as(kDripGroup, i, port_);
        if (socket.get() < 0) return;
        begun_ = std::max<std::size_t>(begun_, i + 1);
        const std::string first =
            inside_ ? net::hello_line("open", SourceName::parse(fmt::format("DRIP-{}", i + 1)).value()) : first_;
        if (!first.empty()) (void)try_send(socket, first);
    }
    static bool gone(const Descriptor& socket) {
        std::array<char, 4096> buffer{};
        return ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT) == 0;
    }

    std::uint16_t port_;
    std::string first_, rest_;
    bool inside_;
    std::vector<Descriptor> sockets_;
};

class Deaf final : public Attack {
public:
    Deaf(std::uint16_t port, std::size_t count) : port_(port), sockets_(count) {}

    void run(const std::stop_token& stop) override {
        constexpr auto kBetween = std::chrono::milliseconds(20);
        for (std::size_t i = 0; !stop.stop_requested(); i = (i + 1) % sockets_.size()) {
            Descriptor& socket = sockets_[i];
            if (socket.get() < 0 || !try_send(socket, "\n")) {  // a blank line is nothing, and says that it lives
                if (socket.get() >= 0) ++ended_by_server_;
                follow(socket, i);
            }
            std::this_thread::sleep_for(kBetween);
        }
    }

private:
    void follow(Descriptor& socket, std::size_t i) {
        socket = connect_as(kDeafGroup, i, port_);
        if (socket.get() < 0) return;
        constexpr int kSmall = 4096;
        (void)::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &kSmall, sizeof kSmall);
        begun_ = std::max<std::size_t>(begun_, i + 1);
        const SourceName source = SourceName::parse(fmt::format("DEAF-{}", i + 1)).value();
        (void)try_send(socket, net::hello_line("look", source) + net::follow_line(0, true));
    }

    std::uint16_t port_;
    std::vector<Descriptor> sockets_;
};

class Flood final : public Attack {
public:
    Flood(std::uint16_t port, std::size_t count, std::size_t rate, Millis ago)
        : port_(port), count_(count), rate_(rate), ago_(ago) {}

    void run(const std::stop_token& stop) override {
        constexpr double kPiece = 0.05;  // seconds
        RatedClients clients(RatedClients::Group::kFlood, port_, count_, rate_, ago_);
        begun_ = count_;
        while (!stop.stop_requested()) (void)clients.send_for(kPiece);
        ended_by_server_ = clients.heard().dropped;
    }

private:
    std::uint16_t port_;
    std::size_t count_, rate_;
    Millis ago_;
};

}  // namespace

std::unique_ptr<Attack> drip(std::uint16_t port, std::size_t count, std::string first, std::string rest) {
    return std::make_unique<Drip>(port, count, std::move(first), std::move(rest), false);
}

std::unique_ptr<Attack> drip_inside(std::uint16_t port, std::size_t count, std::string rest) {
    return std::make_unique<Drip>(port, count, std::string(), std::move(rest), true);
}

std::unique_ptr<Attack> deaf_readers(std::uint16_t port, std::size_t count) {
    return std::make_unique<Deaf>(port, count);
}

std::unique_ptr<Attack> flood(std::uint16_t port, std::size_t count, std::size_t rate, Millis ago) {
    return std::make_unique<Flood>(port, count, rate, ago);
}

}  // namespace siaga::load
