#pragma once
// The figures of a core as Prometheus reads them: text exposition format 0.0.4.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/ingest/core.hpp"
#include "data/ingest/ingest_queue.hpp"
#include "net/cot_server.hpp"
#include "net/door.hpp"
#include "net/feed_server.hpp"
#include "net/http_server.hpp"
#include "net/receiver.hpp"

namespace siaga::net {

struct Metrics {
    CoreCounts core;
    bool recording = false;
    std::size_t open_alerts = 0;
    QueueFigures queue;
    std::optional<FeedStatus> feed;   ///< while that listener is on
    std::optional<HttpStatus> field;  ///< likewise
    std::vector<ReceiverFigures> receivers;
    std::optional<CotStatus> cot;
    std::optional<Door::Figures> door;  ///< where somebody may sign in
    std::size_t waiting = 0;            ///< devices that wait to be accepted
};

[[nodiscard]] std::string metrics_text(const Metrics& metrics);

}  // namespace siaga::net
