#pragma once
// EmbeddedCore: the core and its listeners inside the window's program.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/common/listeners.hpp"
#include "app/live/source.hpp"
#include "data/core/clock.hpp"
#include "data/ingest/ingest_thread.hpp"
#include "data/store/operation.hpp"
#include "data/store/store.hpp"
#include "data/store/store_reader.hpp"
#include "net/access.hpp"

namespace siaga::app {

/// The source that the wall's own events carry.
inline constexpr const char* kWallSource = "operator-wall";

class EmbeddedCore final : public Source {
public:
    /// Takes over the records, open for writing, and opens the listeners that are enabled. `operation`
    /// outlives it. `wake` is called on the ingest thread after each publication. Throws Fault.
    EmbeddedCore(const Operation& operation, std::unique_ptr<Store> store, std::unique_ptr<const Clock> clock,
                 double speed, const ListenerChoice& choice, std::function<void()> wake);
    ~EmbeddedCore() override;

    [[nodiscard]] Mail take() override { return mailbox_->take(); }
    [[nodiscard]] Time now() const override { return clock_->now(); }
    [[nodiscard]] double speed() const override { return speed_; }
    bool submit(Event&& event) override;
    [[nodiscard]] Health health() override;

    /// Of the feed, 0 without one.
    [[nodiscard]] std::uint16_t port() const { return listeners_ ? listeners_->feed_port() : std::uint16_t{0}; }
    /// One line for each, as Listeners::open_ones.
    [[nodiscard]] std::vector<std::string> open_listeners() const { return listeners_->open_ones(); }
    [[nodiscard]] const Clock& clock() const { return *clock_; }

private:
    std::filesystem::path folder_;
    std::unique_ptr<StoreReader> reader_;  ///< window thread; of the quarantine
    std::unique_ptr<const Clock> clock_;
    double speed_;
    std::shared_ptr<std::atomic<std::int64_t>> last_seq_;  ///< of kWallSource; -1 until the core has told
    net::Access access_;
    std::unique_ptr<IngestThread> ingest_;
    std::shared_ptr<Mailbox> mailbox_;
    SessionId session_ = 0;
    std::unique_ptr<Listeners> listeners_;
};

}  // namespace siaga::app
