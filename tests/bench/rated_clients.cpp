#include "tests/bench/rated_clients.hpp"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <span>

#include "app/bench/session_swarm.hpp"
#include "data/core/clock.hpp"
#include "data/core/fault.hpp"
#include "data/core/name.hpp"
#include "net/feed_lines.hpp"

namespace siaga::load {
namespace {

std::string fix_line(std::uint64_t seq, const std::string& unit, Time time) {
    constexpr double kStepDeg = 1e-6;  // 0.1 m: no teleport, however fast they come
    return fmt::format(R"({{"type":"fix","seq":{},"unit":"{}","time":{},"lat":-9.4386,"lon":{:.6f}}})"
                       "\n",
                       seq, unit, unix_ms(time), 124.4871 + static_cast<double>(seq) * kStepDeg);
}

}  // namespace

RatedClients::RatedClients(Group group, std::uint16_t port, std::size_t sessions, std::size_t rate, Millis ago)
    : clients_(sessions),
      poll_(::epoll_create1(EPOLL_CLOEXEC)),
      between_(std::chrono::nanoseconds(std::chrono::seconds(1)) / rate),
      ago_(ago) {
    if (app::bench::sessions_possible(sessions) < sessions) throw Fault("too few descriptors for so many sessions");
    std::vector<double> none;
    for (std::size_t i = 0; i < sessions; ++i) {
        Client& client = clients_[i];
        client.unit = fmt::format("{}-{}", group == Group::kRated ? "RATED" : "FLOOD", i + 1);
        client.socket = connect_as(static_cast<std::uint8_t>(group), i, port);
        const std::string hello = net::hello_line("open", SourceName::parse(client.unit).value());
        if (client.socket.get() < 0 || !try_send(client.socket, hello)) throw Fault("a rated client cannot connect");
        epoll_event interest{.events = EPOLLIN, .data = {.u64 = i}};
        if (::epoll_ctl(poll_.get(), EPOLL_CTL_ADD, client.socket.get(), &interest) != 0) throw Fault("no epoll");
        // One after the other: few may be waiting to be let in at a time.
        while (client.heard.find('\n') == std::string::npos && !client.dropped) hear_all(-1, none);
        if (!client.heard.starts_with(R"({"type":"welcome")"))
            throw Fault("a rated client is not welcome: " + client.heard);
        client.heard.clear();
    }
    due_ = Steady::now();
}

std::vector<double> RatedClients::send_for(double seconds) {
    std::vector<double> delays_ms;
    const auto begin = Steady::now();
    const auto end = begin + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(seconds));
    for (due_ = std::max(due_, begin - std::chrono::milliseconds(100)); Steady::now() < end;) {
        for (const auto now = Steady::now(); due_ <= now; due_ += between_) {
            send_next(clients_[next_]);
            next_ = (next_ + 1) % clients_.size();
        }
        hear_all(1, delays_ms);
    }
    return delays_ms;
}

std::vector<double> RatedClients::run(double seconds) {
    due_ = Steady::now();
    std::vector<double> delays_ms = send_for(seconds);
    constexpr auto kPatience = std::chrono::seconds(10);
    for (const auto until = Steady::now() + kPatience; !all_heard() && Steady::now() < until;) hear_all(1, delays_ms);
    return delays_ms;
}

RatedClients::Heard RatedClients::heard() const {
    Heard all;
    for (const Client& client : clients_) {
        all.acked += client.acked;
        all.unacked += client.sent.size() - client.acked;
        all.dropped += client.dropped ? 1 : 0;
    }
    return all;
}

void RatedClients::send_next(Client& client) {
    if (client.dropped) return;
    const auto seq = client.sent.size() + 1;
    client.sent.push_back(Steady::now());
    client.dropped = !try_send(client.socket, fix_line(seq, client.unit, SystemClock().now() - ago_));
}

void RatedClients::hear(Client& client, std::vector<double>& delays_ms) {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::recv(client.socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count <= 0) {
        client.dropped = client.dropped || count == 0;
        if (count == 0) (void)::epoll_ctl(poll_.get(), EPOLL_CTL_DEL, client.socket.get(), nullptr);
        return;
    }
    client.heard.append(buffer.data(), static_cast<std::size_t>(count));
    if (client.sent.empty()) return;  // the welcome
    const auto now = Steady::now();
    for (std::size_t line = 0; (line = client.heard.find('\n')) != std::string::npos; client.heard.erase(0, line + 1)) {
        const std::uint64_t seq = app::bench::acked_by(std::string_view(client.heard).substr(0, line));
        for (; client.acked < seq && client.acked < client.sent.size(); ++client.acked)
            delays_ms.push_back(std::chrono::duration<double, std::milli>(now - client.sent[client.acked]).count());
    }
}

void RatedClients::hear_all(int wait_ms, std::vector<double>& delays_ms) {
    std::array<epoll_event, 256> events{};
    const int ready = ::epoll_wait(poll_.get(), events.data(), static_cast<int>(events.size()), wait_ms);
    for (const epoll_event& event : std::span(events).first(static_cast<std::size_t>(std::max(ready, 0))))
        hear(clients_[event.data.u64], delays_ms);
}

bool RatedClients::all_heard() const {
    return std::all_of(clients_.begin(), clients_.end(),
                       [](const Client& client) { return client.dropped || client.acked == client.sent.size(); });
}

}  // namespace siaga::load
