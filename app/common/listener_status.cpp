// What Listeners tells of its listeners.

#include <fmt/format.h>

#include <utility>

#include "app/common/listeners.hpp"

namespace siaga::app {
namespace {

std::string place_of(const ListenerSettings& settings, std::uint16_t port) {
    return fmt::format("{}:{}{}", settings.address, port, settings.tls ? " (TLS)" : "");
}

}  // namespace

net::ListenerFigures Listeners::feed_figures() const {
    net::ListenerFigures figures;
    figures.name = "feed";
    if (!feed_) return figures;
    const net::FeedStatus status = feed_->status();
    figures.place = place_of(choice_.feed, status.port);
    figures.sessions = status.sessions;
    figures.accepted = status.accepted;
    figures.taken = status.lines;
    figures.refused = status.refused;
    return figures;
}

net::ListenerFigures Listeners::http_figures() const {
    constexpr unsigned kFirstRefusal = 400;
    net::ListenerFigures figures;
    figures.name = "http";
    if (!field_) return figures;
    const net::HttpStatus status = field_->status();
    figures.place = place_of(choice_.field, field_->port());
    figures.sessions = status.connections;
    figures.accepted = status.accepted;
    for (const auto& [code, count] : status.answers) {
        figures.taken += count;
        if (code >= kFirstRefusal) figures.refused[std::to_string(code)] = count;
    }
    return figures;
}

template <class Listener>
net::ListenerFigures Listeners::cot_figures(const char* name, const ListenerSettings& settings, const Listener* cot) {
    net::ListenerFigures figures;
    figures.name = name;
    if (cot == nullptr) return figures;
    const net::CotStatus status = cot->status();
    figures.place = place_of(settings, cot->port());
    figures.sessions = status.sessions;
    figures.accepted = status.connects;
    figures.taken = status.events.events;
    figures.refused = status.refused;
    if (status.events.strangers > 0) figures.refused["UNKNOWN_DEVICE"] = status.events.strangers;
    if (status.events.foreign > 0) figures.refused["NOT_PERMITTED"] += status.events.foreign;
    return figures;
}

net::ListenerFigures Listeners::metrics_figures() const {
    net::ListenerFigures figures;
    figures.name = "metrics";
    if (metrics_) figures.place = place_of(choice_.metrics, metrics_->port());
    return figures;
}

/// NMEA listeners come first, as ReceiverServer has them.
std::string Listeners::place_of_receiver(std::size_t i) const {
    const net::ReceiverSettings& all = choice_.receivers;
    if (i < all.nmea.size()) {
        const bool udp = all.nmea[i].transport == NmeaSettings::Transport::kUdp;
        return fmt::format("{} {}:{}", udp ? "udp" : "tcp", all.nmea[i].address, receivers_->port(i));
    }
    const GpsdSettings& gpsd = all.gpsd.at(i - all.nmea.size());
    return fmt::format("gpsd {}:{}", gpsd.host, gpsd.port);
}

net::CoreStatus Listeners::status() {
    net::CoreStatus status;
    status.listeners = {feed_figures(), http_figures(), cot_figures("cot", choice_.cot, cot_.get()),
                        cot_figures("cot_tls", choice_.cot_tls, cot_tls_.get()),
                        cot_figures("cot_mesh", choice_.cot_mesh, cot_mesh_.get())};
    const auto receivers = receivers_ ? receivers_->figures() : std::vector<net::ReceiverFigures>{};
    for (std::size_t i = 0; i < receivers.size(); ++i) {
        status.listeners.push_back({.name = receivers[i].source,
                                    .place = place_of_receiver(i),
                                    .sessions = receivers[i].connections,
                                    .accepted = receivers[i].connects,
                                    .taken = receivers[i].lines,
                                    .refused = receivers[i].refused});
    }
    status.listeners.push_back(metrics_figures());
    {
        const std::lock_guard lock(rates_mutex_);
        for (net::ListenerFigures& listener : status.listeners)
            listener.per_second = rates_[listener.name].at(listener.taken, RateMeter::Steady::now());
    }
    status.sessions = gate_.door.sessions().list(net::Steady::now());
    const QueueFigures queue = ingest_.queue_figures();
    status.queued = queue.bytes;
    status.queue_room = queue.capacity_bytes;
    status.storage_problem = ingest_.storage_problem();
    return status;
}

}  // namespace siaga::app
