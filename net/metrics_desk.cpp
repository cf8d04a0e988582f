#include "net/metrics_desk.hpp"

#include <fmt/format.h>

#include <utility>

namespace siaga::net {
namespace {}  // namespace

void MetricsDesk::on_published(const Published& published) {
    const std::lock_guard lock(mutex_);
    published_.core = published.counts;
    published_.open_alerts = published.live ? published.live->alerts.size() : 0;
    storage_problem_ = published.storage_problem;
    heard_ = now_();
}

std::string MetricsDesk::trouble() const {
    const std::lock_guard lock(mutex_);
    if (!storage_problem_.empty()) return storage_problem_;
    const auto silent = std::chrono::duration_cast<std::chrono::seconds>(now_() - heard_);
    return silent < kSilentAfter ? "" : fmt::format("the core has been silent for {} s", silent.count());
}

std::optional<HttpAnswer> MetricsDesk::take(SessionId /*id*/, HttpRequest&& request) {
    if (request.method != "GET") return HttpAnswer{http_status::kMethodNotAllowed, "send GET\n"};
    if (request.target == "/healthz") return health();
    if (request.target == "/metrics") return metrics();
    return HttpAnswer{http_status::kNotFound, "there is /healthz and /metrics\n"};
}

HttpAnswer MetricsDesk::health() const {
    const std::string why = trouble();
    if (why.empty()) return HttpAnswer{.body = "ok\n"};
    return HttpAnswer{http_status::kUnavailable, why + "\n"};
}

HttpAnswer MetricsDesk::metrics() const {
    Metrics all;
    {
        const std::lock_guard lock(mutex_);
        all = published_;
    }
    all.recording = trouble().empty();
    gather_(all);
    return HttpAnswer{.body = metrics_text(all), .content_type = "text/plain; version=0.0.4; charset=utf-8"};
}

}  // namespace siaga::net
