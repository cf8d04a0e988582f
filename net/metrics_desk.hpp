#pragma once
// MetricsDesk: what a monitor gets, without a socket.
//   GET /healthz   200 "ok" while the core records and publishes; else 503 and why
//   GET /metrics   Prometheus text

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "net/http_desk.hpp"
#include "net/limits.hpp"
#include "net/metrics_text.hpp"

namespace siaga::net {

class MetricsDesk final : public HttpDesk {
public:
    /// The core publishes every second; so long without is a fault.
    static constexpr std::chrono::seconds kSilentAfter{10};

    /// Fills in what the core does not publish (queue, listeners); called on the listener's thread.
    using Gather = std::function<void(Metrics&)>;
    MetricsDesk(Gather gather, std::function<Steady::time_point()> now)
        : gather_(std::move(gather)), now_(std::move(now)), heard_(now_()) {}

    void on_published(const Published& published);  ///< any thread

    [[nodiscard]] SessionId next_id() override { return ++last_id_; }
    [[nodiscard]] std::optional<HttpAnswer> take(SessionId id, HttpRequest&& request) override;
    void forget(SessionId /*id*/) override {}

private:
    /// "" while all is well.
    [[nodiscard]] std::string trouble() const;
    [[nodiscard]] HttpAnswer health() const;
    [[nodiscard]] HttpAnswer metrics() const;

    Gather gather_;
    std::function<Steady::time_point()> now_;
    SessionId last_id_ = 0;
    mutable std::mutex mutex_;
    Metrics published_;
    std::string storage_problem_ = "the core has not begun";
    Steady::time_point heard_;
};

}  // namespace siaga::net
