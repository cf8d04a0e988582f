#pragma once
// HttpDesk: who answers the requests of one HttpServer. No socket: tests ask it directly.

#include <optional>

#include "data/ingest/submission.hpp"
#include "net/http_message.hpp"

namespace siaga::net {

/// Called on the listener's thread only.
class HttpDesk {
public:
    HttpDesk() = default;
    HttpDesk(const HttpDesk&) = delete;
    HttpDesk& operator=(const HttpDesk&) = delete;
    virtual ~HttpDesk() = default;

    /// A number for the next request, never given twice.
    [[nodiscard]] virtual SessionId next_id() = 0;
    /// The answer, or nothing: it comes later, by HttpServer::answer.
    [[nodiscard]] virtual std::optional<HttpAnswer> take(SessionId id, HttpRequest&& request) = 0;
    /// Nobody waits for that answer any more: the peer has gone, or was told 503.
    virtual void forget(SessionId id) = 0;
};

}  // namespace siaga::net
