#pragma once
// Listeners: every listener of a core that operation.toml names, opened together, and what it tells of them to whoever
// asks core.sock.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/common/rate_meter.hpp"
#include "data/core/clock.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "data/store/operation.hpp"
#include "net/access.hpp"
#include "net/cot_mesh.hpp"
#include "net/cot_server.hpp"
#include "net/feed_server.hpp"
#include "net/field_server.hpp"
#include "net/metrics_server.hpp"
#include "net/receiver_server.hpp"
#include "net/status_socket.hpp"

namespace siaga::app {

/// Which of them are on, and where. By default none.
struct ListenerChoice {
    ListenerSettings feed;
    FieldListenerSettings field;
    ListenerSettings metrics;
    net::ReceiverSettings receivers;
    ListenerSettings cot, cot_tls;
    CotMeshSettings cot_mesh;
    std::shared_ptr<const net::CotPicture> picture;  ///< what TAK clients are shown

    /// Whether anything may come in.
    [[nodiscard]] bool any_way_in() const {
        return feed.enabled || field.enabled || !receivers.empty() || cot.enabled || cot_tls.enabled ||
               cot_mesh.enabled;
    }
};
/// As operation.toml says.
[[nodiscard]] ListenerChoice listeners_of(const Operation& operation);

class Listeners {
public:
    /// Throws Fault naming the listener, its address and its port. The others outlive it.
    Listeners(const ListenerChoice& choice, IngestThread& ingest, net::Gate gate, const Clock& clock);
    ~Listeners();  ///< stop()

    /// One line for each that is open: "listening on 127.0.0.1:7117", the feed first.
    [[nodiscard]] std::vector<std::string> open_ones() const;
    /// Every listener, those that are off too, and who is inside. Any thread.
    [[nodiscard]] net::CoreStatus status();
    /// 0 without a feed.
    [[nodiscard]] std::uint16_t feed_port() const { return feed_ ? feed_->port() : std::uint16_t{0}; }
    void stop();

private:
    void count_all(net::Metrics& all) const;
    // Figures of one listener; of what is not open its name alone.
    [[nodiscard]] net::ListenerFigures feed_figures() const;
    [[nodiscard]] net::ListenerFigures http_figures() const;
    /// `Listener`: net::CotServer or net::CotMesh.
    template <class Listener>
    [[nodiscard]] static net::ListenerFigures cot_figures(const char* name, const ListenerSettings& settings,
                                                          const Listener* cot);
    [[nodiscard]] net::ListenerFigures metrics_figures() const;
    [[nodiscard]] std::string place_of_receiver(std::size_t i) const;

    ListenerChoice choice_;
    IngestThread& ingest_;
    net::Gate gate_;
    std::mutex rates_mutex_;
    std::map<std::string, RateMeter> rates_;
    std::unique_ptr<net::FeedServer> feed_;
    std::unique_ptr<net::FieldServer> field_;
    std::unique_ptr<net::ReceiverServer> receivers_;
    std::unique_ptr<net::CotServer> cot_, cot_tls_;
    std::unique_ptr<net::CotMesh> cot_mesh_;
    std::unique_ptr<net::MetricsServer> metrics_;
    std::unique_ptr<net::StatusSocket> status_socket_;
};

}  // namespace siaga::app
