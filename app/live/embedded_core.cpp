#include "app/live/embedded_core.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/common/backups.hpp"

namespace siaga::app {

EmbeddedCore::EmbeddedCore(const Operation& operation, std::unique_ptr<Store> store, std::unique_ptr<const Clock> clock,
                           double speed, const ListenerChoice& choice, std::function<void()> wake)
    : folder_(operation.folder),
      clock_(std::move(clock)),
      speed_(speed),
      last_seq_(std::make_shared<std::atomic<std::int64_t>>(-1)),
      access_(operation, *clock_) {
    auto core = std::make_unique<Core>(std::move(store), operation.roster, *clock_);
    core->heed(access_);
    ingest_ =
        std::make_unique<IngestThread>(std::move(core), IngestThread::kQueueBytes, own_backups(operation, *clock_));
    mailbox_ = open_mailbox(*ingest_, std::move(wake));
    session_ = ingest_->new_session();
    ingest_->ask_last_seq(SourceName::literal(kWallSource),
                          [last = last_seq_](std::uint64_t seq) { last->store(static_cast<std::int64_t>(seq)); });
    listeners_ = std::make_unique<Listeners>(choice, *ingest_, access_.gate(), *clock_);
}

EmbeddedCore::~EmbeddedCore() {
    listeners_->stop();
    ingest_->stop();
}

bool EmbeddedCore::submit(Event&& event) {
    if (last_seq_->load() < 0) return false;
    Submission submission;
    submission.session = session_;
    submission.source = SourceName::literal(kWallSource);
    submission.add(static_cast<std::uint64_t>(last_seq_->load()) + 1, std::make_shared<const Event>(std::move(event)));
    if (!ingest_->try_submit(submission)) return false;
    last_seq_->fetch_add(1);
    return true;
}

ListenerHealth EmbeddedCore::feed_health() const {
    ListenerHealth health;
    health.name = "feed";
    if (listeners_->feed() == nullptr) return health;
    const net::FeedStatus status = listeners_->feed()->status();
    health.place = fmt::format("{}:{}{}", status.address, status.port, listeners_->choice().feed.tls ? " TLS" : "");
    health.sessions = status.sessions;
    health.accepted = status.accepted;
    health.taken = status.lines;
    health.per_second = status.lines_per_second;
    health.refused = status.refused;
    return health;
}

ListenerHealth EmbeddedCore::http_health(const char* name, const ListenerSettings& settings,
                                         const net::HttpStatus& status, std::uint16_t port) {
    constexpr unsigned kFirstRefusal = 400;
    ListenerHealth health;
    health.name = name;
    health.place = fmt::format("{}:{}", settings.address, port);
    health.sessions = status.connections;
    health.accepted = status.accepted;
    for (const auto& [code, count] : status.answers) {
        health.taken += count;
        if (code >= kFirstRefusal) health.refused[std::to_string(code)] = count;
    }
    health.per_second = rates_[name].at(health.taken, RateMeter::Steady::now());
    return health;
}

template <class Listener>
ListenerHealth EmbeddedCore::cot_health(const char* name, const ListenerSettings& settings, const Listener* cot) {
    ListenerHealth health;
    health.name = name;
    if (cot == nullptr) return health;
    const net::CotStatus status = cot->status();
    health.place = fmt::format("{}:{}", settings.address, cot->port());
    health.sessions = status.sessions;
    health.accepted = status.connects;
    health.taken = status.events.events;
    health.per_second = rates_[health.name].at(health.taken, RateMeter::Steady::now());
    health.refused = status.refused;
    if (status.events.strangers > 0) health.refused["UNKNOWN_DEVICE"] = status.events.strangers;
    if (status.events.foreign > 0) health.refused["NOT_PERMITTED"] += status.events.foreign;
    return health;
}

/// NMEA listeners come first, as ReceiverServer has them.
std::string EmbeddedCore::place_of_receiver(std::size_t i) const {
    const net::ReceiverSettings& all = listeners_->choice().receivers;
    if (i < all.nmea.size()) {
        const bool udp = all.nmea[i].transport == NmeaSettings::Transport::kUdp;
        return fmt::format("{} {}:{}", udp ? "udp" : "tcp", all.nmea[i].address, listeners_->receivers()->port(i));
    }
    const GpsdSettings& gpsd = all.gpsd.at(i - all.nmea.size());
    return fmt::format("gpsd {}:{}", gpsd.host, gpsd.port);
}

ListenerHealth EmbeddedCore::receiver_health(const net::ReceiverFigures& figures, std::string place) {
    ListenerHealth health;
    health.name = figures.source;
    health.place = std::move(place);
    health.sessions = figures.connections;
    health.accepted = figures.connects;
    health.taken = figures.lines;
    health.per_second = rates_[health.name].at(health.taken, RateMeter::Steady::now());
    health.refused = figures.refused;
    return health;
}

Health EmbeddedCore::health() {
    Health health;
    health.here = true;
    health.listeners.push_back(feed_health());
    const ListenerChoice& choice = listeners_->choice();
    if (const auto* field = listeners_->field(); field != nullptr) {
        health.listeners.push_back(http_health("http", choice.field, field->status(), field->port()));
    } else {
        health.listeners.emplace_back().name = "http";
    }
    health.listeners.push_back(cot_health("cot", choice.cot, listeners_->cot()));
    health.listeners.push_back(cot_health("cot_tls", choice.cot_tls, listeners_->cot_tls()));
    health.listeners.push_back(cot_health("cot_mesh", choice.cot_mesh, listeners_->cot_mesh()));
    if (const auto* receivers = listeners_->receivers(); receivers != nullptr) {
        const std::vector<net::ReceiverFigures> figures = receivers->figures();
        for (std::size_t i = 0; i < figures.size(); ++i)
            health.listeners.push_back(receiver_health(figures[i], place_of_receiver(i)));
    }
    ListenerHealth monitors;
    monitors.name = "metrics";
    if (const auto* metrics = listeners_->metrics(); metrics != nullptr) {
        monitors.place = fmt::format("{}:{}", choice.metrics.address, metrics->port());
    }
    health.listeners.push_back(std::move(monitors));
    health.waiting = access_.waiting().list();
    if (!reader_) reader_ = std::make_unique<StoreReader>(folder_);
    health.quarantined = reader_->last_quarantined(Health::kQuarantinedShown);
    return health;
}

}  // namespace siaga::app
