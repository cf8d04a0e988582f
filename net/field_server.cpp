#include "net/field_server.hpp"

#include <utility>
#include <vector>

namespace siaga::net {

struct FieldServer::Impl {
    Impl(const FieldListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits)
        : desk(settings, inlet, gate, clock,
               [this](SessionId id, HttpAnswer answer) { server.answer(id, std::move(answer)); }),
          server("http", settings, limits) {}

    FieldDesk desk;
    HttpServer server;  ///< gone before the desk it asks
};

FieldServer::FieldServer(const FieldListenerSettings& settings, Inlet& inlet, Gate gate, const Clock& clock,
                         Limits limits)
    : impl_(std::make_shared<Impl>(settings, inlet, gate, clock, limits)) {
    impl_->server.start(impl_->desk);
    // The inlet may outlive this server: whatever comes late finds nobody.
    const auto on_its_thread = [weak = std::weak_ptr(impl_)](auto&& call) {
        const auto self = weak.lock();
        if (!self) return;
        self->server.post([weak, call = std::forward<decltype(call)>(call)] {
            if (const auto still = weak.lock()) call(still->desk);
        });
    };
    inlet.subscribe({.replies =
                         [on_its_thread](const std::vector<Reply>& replies) {
                             on_its_thread([replies](FieldDesk& desk) { desk.on_replies(replies); });
                         },
                     .room = [on_its_thread] { on_its_thread([](FieldDesk& desk) { desk.on_room(); }); },
                     .published = {}});
    // Answered after the subscription has taken effect: a post committed before would never be answered.
    inlet.ask_last_seq(SourceName::literal("http"), [on_its_thread](std::uint64_t) {
        on_its_thread([](FieldDesk& desk) { desk.on_subscribed(); });
    });
}

FieldServer::~FieldServer() { stop(); }

std::uint16_t FieldServer::port() const { return impl_->server.port(); }

HttpStatus FieldServer::status() const { return impl_->server.status(); }

void FieldServer::stop() { impl_->server.stop(); }

}  // namespace siaga::net
