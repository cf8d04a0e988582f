#pragma once
// EmbeddedCore: the core and its listener inside the window's program.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "app/live/source.hpp"
#include "data/core/clock.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "data/store/operation.hpp"
#include "data/store/store.hpp"
#include "net/feed_server.hpp"

namespace siaga::app {

/// The source that the wall's own events carry.
inline constexpr const char* kWallSource = "operator-wall";

class EmbeddedCore final : public Source {
public:
    /// Takes over the records, open for writing, and opens the listener when `feed.enabled`. `operation`
    /// outlives it. `wake` is called on the ingest thread after each publication. Throws Fault.
    EmbeddedCore(const Operation& operation, std::unique_ptr<Store> store, std::unique_ptr<const Clock> clock,
                 double speed, const ListenerSettings& feed, std::function<void()> wake);
    ~EmbeddedCore() override;

    [[nodiscard]] Mail take() override { return mailbox_->take(); }
    [[nodiscard]] Time now() const override { return clock_->now(); }
    [[nodiscard]] double speed() const override { return speed_; }
    bool submit(Event&& event) override;

    /// 0 without a listener.
    [[nodiscard]] std::uint16_t port() const { return server_ ? server_->port() : std::uint16_t{0}; }
    [[nodiscard]] const Clock& clock() const { return *clock_; }

private:
    std::unique_ptr<const Clock> clock_;
    double speed_;
    std::shared_ptr<std::atomic<std::int64_t>> last_seq_;  ///< of kWallSource; -1 until the core has told
    net::TokenFile tokens_;
    std::unique_ptr<IngestThread> ingest_;
    std::shared_ptr<Mailbox> mailbox_;
    SessionId session_ = 0;
    std::unique_ptr<net::FeedServer> server_;
};

}  // namespace siaga::app
