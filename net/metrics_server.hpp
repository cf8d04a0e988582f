#pragma once
// MetricsServer: the listener of monitors: a MetricsDesk behind an HttpServer of its own, which answers also
// when the others are busy.

#include <cstdint>
#include <memory>

#include "data/ingest/inlet.hpp"
#include "data/store/operation.hpp"
#include "net/limits.hpp"
#include "net/metrics_desk.hpp"

namespace siaga::net {

class MetricsServer {
public:
    /// Binds and starts. Throws Fault naming address and port. `inlet` and what `gather` looks at outlive the server.
    MetricsServer(const ListenerSettings& settings, Inlet& inlet, MetricsDesk::Gather gather, Limits limits = {});
    ~MetricsServer();  ///< stop()
    MetricsServer(const MetricsServer&) = delete;
    MetricsServer& operator=(const MetricsServer&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace siaga::net
