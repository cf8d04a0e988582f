#include "net/metrics_server.hpp"

#include <utility>

#include "net/http_server.hpp"

namespace siaga::net {

struct MetricsServer::Impl {
    Impl(const ListenerSettings& settings, MetricsDesk::Gather gather, Limits limits)
        : desk(std::move(gather), [] { return Steady::now(); }), server("metrics", settings, limits) {}

    MetricsDesk desk;
    HttpServer server;  ///< gone before the desk it asks
};

MetricsServer::MetricsServer(const ListenerSettings& settings, Inlet& inlet, MetricsDesk::Gather gather, Limits limits)
    : impl_(std::make_shared<Impl>(settings, std::move(gather), limits)) {
    impl_->server.start(impl_->desk);
    inlet.subscribe({.replies = {}, .room = {}, .published = [weak = std::weak_ptr(impl_)](const Published& published) {
                         if (const auto self = weak.lock()) self->desk.on_published(published);
                     }});
}

MetricsServer::~MetricsServer() { stop(); }

std::uint16_t MetricsServer::port() const { return impl_->server.port(); }

void MetricsServer::stop() { impl_->server.stop(); }

}  // namespace siaga::net
