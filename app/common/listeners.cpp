#include "app/common/listeners.hpp"

#include <fmt/format.h>

namespace siaga::app {

ListenerChoice listeners_of(const Operation& operation) {
    ListenerChoice choice;
    choice.feed = operation.feed;
    choice.field = operation.field;
    choice.metrics = operation.metrics;
    choice.receivers = {operation.nmea, operation.gpsd};
    choice.cot = operation.cot;
    choice.cot_tls = operation.cot_tls;
    choice.cot_mesh = operation.cot_mesh;
    if (choice.cot.enabled || choice.cot_tls.enabled)
        choice.picture = std::make_shared<const net::CotPicture>(operation.areas);
    return choice;
}

Listeners::Listeners(const ListenerChoice& choice, IngestThread& ingest, net::Gate gate, const Clock& clock)
    : choice_(choice), ingest_(ingest), gate_(gate) {
    if (choice.feed.enabled) feed_ = std::make_unique<net::FeedServer>(choice.feed, ingest, gate, clock);
    if (choice.field.enabled) {
        field_ = std::make_unique<net::FieldServer>(choice.field, ingest, gate, clock);
    }
    if (!choice.receivers.empty()) {
        receivers_ = std::make_unique<net::ReceiverServer>(choice.receivers, ingest, clock);
    }
    if (choice.cot.enabled)
        cot_ = std::make_unique<net::CotServer>(choice.cot, ingest, gate, clock, net::Limits{}, choice.picture);
    if (choice.cot_tls.enabled)
        cot_tls_ = std::make_unique<net::CotServer>(choice.cot_tls, ingest, gate, clock, net::Limits{}, choice.picture);
    if (choice.cot_mesh.enabled) cot_mesh_ = std::make_unique<net::CotMesh>(choice.cot_mesh, ingest, gate, clock);
    if (choice.metrics.enabled) {
        metrics_ =
            std::make_unique<net::MetricsServer>(choice.metrics, ingest, [this](net::Metrics& all) { count_all(all); });
    }
    if (gate.folder != nullptr) {
        status_socket_ = std::make_unique<net::StatusSocket>(*gate.folder, [this] { return status(); });
    }
}

void Listeners::count_all(net::Metrics& all) const {
    all.queue = ingest_.queue_figures();
    all.door = gate_.door.figures();
    all.waiting = gate_.waiting.list().size();
    if (feed_) all.feed = feed_->status();
    if (field_) all.field = field_->status();
    if (receivers_) all.receivers = receivers_->figures();
    if (cot_) all.cot = cot_->status();
    if (cot_tls_) all.cot = all.cot.value_or(net::CotStatus{}) += cot_tls_->status();
    if (cot_mesh_) all.cot = all.cot.value_or(net::CotStatus{}) += cot_mesh_->status();
}

Listeners::~Listeners() { stop(); }

std::vector<std::string> Listeners::open_ones() const {
    std::vector<std::string> lines;
    const auto add = [&](std::string_view what, const ListenerSettings& settings, std::uint16_t port) {
        lines.push_back(
            fmt::format("{}listening on {}:{}{}", what, settings.address, port, settings.tls ? " (TLS)" : ""));
    };
    if (feed_) add("", choice_.feed, feed_->port());
    if (field_) add("field clients over HTTP: ", choice_.field, field_->port());
    if (receivers_) {
        for (const std::string& line : receivers_->open_ones()) lines.push_back(line);
    }
    if (cot_) add("TAK clients: ", choice_.cot, cot_->port());
    if (cot_tls_) add("TAK clients: ", choice_.cot_tls, cot_tls_->port());
    if (cot_mesh_) add("TAK clients of a mesh: udp, ", choice_.cot_mesh, cot_mesh_->port());
    if (metrics_) add("/healthz and /metrics: ", choice_.metrics, metrics_->port());
    return lines;
}

void Listeners::stop() {
    if (status_socket_) status_socket_->stop();  // they ask the others
    if (metrics_) metrics_->stop();
    if (cot_mesh_) cot_mesh_->stop();
    if (cot_tls_) cot_tls_->stop();
    if (cot_) cot_->stop();
    if (receivers_) receivers_->stop();
    if (field_) field_->stop();
    if (feed_) feed_->stop();
}

}  // namespace siaga::app
