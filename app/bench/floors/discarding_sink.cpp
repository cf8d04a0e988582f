#include "app/bench/floors/discarding_sink.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace siaga::app::bench {

DiscardingSink::DiscardingSink(std::size_t sessions, std::uint64_t bytes)
    : listening_(listen_on_loopback()), thread_([this, sessions, bytes] { serve(sessions, bytes); }) {}

DiscardingSink::~DiscardingSink() {
    if (thread_.joinable()) thread_.join();
}

void DiscardingSink::serve(std::size_t sessions, std::uint64_t bytes) const {
    constexpr std::size_t kEvents = 256, kReadBytes = 64 * 1024;
    const Descriptor poll(::epoll_create1(EPOLL_CLOEXEC));
    std::vector<Descriptor> sockets;
    for (std::size_t i = 0; i < sessions; ++i) {
        sockets.push_back(accept_one(listening_.socket));
        epoll_event interest{.events = EPOLLIN, .data = {.u64 = i}};
        if (::epoll_ctl(poll.get(), EPOLL_CTL_ADD, sockets.back().get(), &interest) != 0) return;
    }
    std::array<epoll_event, kEvents> events{};
    std::vector<char> buffer(kReadBytes);
    std::uint64_t read = 0;
    while (read < bytes) {
        const int ready = ::epoll_wait(poll.get(), events.data(), kEvents, -1);
        for (const epoll_event& event : std::span(events).first(static_cast<std::size_t>(std::max(ready, 0)))) {
            read += receive(sockets[event.data.u64], buffer.data(), buffer.size());
        }
    }
}

}  // namespace siaga::app::bench
