#include "app/bench/session_swarm.hpp"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "app/bench/core_under_test.hpp"
#include "app/bench/feed_text.hpp"
#include "data/core/fault.hpp"

namespace siaga::app::bench {

std::size_t sessions_possible(std::size_t wanted) {
    constexpr std::size_t kOthers = 128;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    limit.rlim_cur = limit.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
    (void)::getrlimit(RLIMIT_NOFILE, &limit);
    const std::size_t room = limit.rlim_cur > kOthers ? (limit.rlim_cur - kOthers) / 2 : 1;
    return std::min(wanted, room);
}

SessionSwarm::SessionSwarm(std::uint16_t port, std::size_t sessions, bool hello) {
    for (std::size_t i = 0; i < sessions; ++i) {
        sockets_.push_back(connect_to(port));
        if (!hello) continue;
        LineReader answers(sockets_.back());
        send_all(sockets_.back(), hello_of(fmt::format("phone-{}", i + 1)));
        if (!answers.next().starts_with(R"({"type":"welcome")")) throw Fault("bench: no welcome");
    }
}

void SessionSwarm::send_each(const std::vector<std::string>& lines) const {
    for (std::size_t i = 0; i < lines.size(); ++i) send_all(sockets_[i % sockets_.size()], lines[i]);
}

void SessionSwarm::wait_acked(std::uint64_t lines) const {
    constexpr std::size_t kEvents = 256, kReadBytes = 4096;
    const Descriptor poll(::epoll_create1(EPOLL_CLOEXEC));
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
        epoll_event interest{.events = EPOLLIN, .data = {.u64 = i}};
        if (::epoll_ctl(poll.get(), EPOLL_CTL_ADD, sockets_[i].get(), &interest) != 0) throw Fault("bench: no epoll");
    }
    std::vector<std::string> heard(sockets_.size());
    std::vector<std::uint64_t> acked(sockets_.size());
    std::array<epoll_event, kEvents> events{};
    std::array<char, kReadBytes> buffer;
    for (std::uint64_t sum = 0; sum < lines;) {
        const int ready = ::epoll_wait(poll.get(), events.data(), kEvents, -1);
        for (const epoll_event& event : std::span(events).first(static_cast<std::size_t>(std::max(ready, 0)))) {
            const std::size_t at = event.data.u64;
            const std::size_t count = receive(sockets_[at], buffer.data(), buffer.size());
            if (count == 0) throw Fault("bench: a session was closed");
            std::string& text = heard[at].append(buffer.data(), count);
            for (std::size_t end = 0; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1)) {
                const std::uint64_t seq = acked_by(std::string_view(text).substr(0, end));
                if (seq == 0) throw Fault("bench: not an ack: " + text.substr(0, end));
                sum += seq - std::exchange(acked[at], seq);
            }
        }
    }
}

SwarmText swarm_text(std::size_t sessions, std::size_t lines_per_session) {
    constexpr Millis kFixEvery{5'000};
    const FleetDay day({.units = static_cast<std::uint32_t>(sessions),
                        .fixes_per_unit = static_cast<std::uint32_t>(lines_per_session),
                        .length = kFixEvery * static_cast<std::int64_t>(lines_per_session)});
    const std::vector<std::string> names = day.unit_names();
    SwarmText text;
    text.lines.resize(sessions * lines_per_session);
    day.for_each([&](const Fix& fix) {
        const auto unit = static_cast<std::size_t>(fix.unit);
        std::string& line = text.lines[(fix.seq - 1) * sessions + unit];
        append_line(line, fix.seq, names[unit], fix);
        text.bytes += line.size();
    });
    text.end = day.end() + Millis{1000};
    return text;
}

}  // namespace siaga::app::bench
