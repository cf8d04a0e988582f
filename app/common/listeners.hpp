#pragma once
// Listeners: every listener of a core that operation.toml names, opened together.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

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
    // Null: it is not open.
    [[nodiscard]] const net::FeedServer* feed() const { return feed_.get(); }
    [[nodiscard]] const net::FieldServer* field() const { return field_.get(); }
    [[nodiscard]] const net::ReceiverServer* receivers() const { return receivers_.get(); }
    [[nodiscard]] const net::CotServer* cot() const { return cot_.get(); }
    [[nodiscard]] const net::CotServer* cot_tls() const { return cot_tls_.get(); }
    [[nodiscard]] const net::CotMesh* cot_mesh() const { return cot_mesh_.get(); }
    [[nodiscard]] const net::MetricsServer* metrics() const { return metrics_.get(); }
    [[nodiscard]] const ListenerChoice& choice() const { return choice_; }
    /// 0 without a feed.
    [[nodiscard]] std::uint16_t feed_port() const { return feed_ ? feed_->port() : std::uint16_t{0}; }
    void stop();

private:
    ListenerChoice choice_;
    std::unique_ptr<net::FeedServer> feed_;
    std::unique_ptr<net::FieldServer> field_;
    std::unique_ptr<net::ReceiverServer> receivers_;
    std::unique_ptr<net::CotServer> cot_, cot_tls_;
    std::unique_ptr<net::CotMesh> cot_mesh_;
    std::unique_ptr<net::MetricsServer> metrics_;
};

}  // namespace siaga::app
