#pragma once
// A request and its answer, as far as the desks of this folder look at them; the socket's side is
// net/http_connection.

#include <chrono>
#include <string>

namespace siaga::net {

struct HttpRequest {
    std::string method = {};  ///< "POST"
    std::string target = {};  ///< path and query, as sent: "/?id=hp-04&lat=-9.4"
    std::string content_type = {}, authorization = {};
    std::string limit_user = {}, limit_device = {};  ///< X-Limit-U, X-Limit-D of OwnTracks
    std::string body = {};
    std::string address = {};  ///< of the peer, for the log
};

namespace http_status {
inline constexpr unsigned kBadRequest = 400, kUnauthorized = 401, kForbidden = 403, kNotFound = 404,
                          kMethodNotAllowed = 405, kTooLarge = 413, kTooMany = 429, kHeaderTooLarge = 431,
                          kUnavailable = 503;
}  // namespace http_status

struct HttpAnswer {
    unsigned status = 200;
    std::string body = {};
    std::string content_type = "text/plain; charset=utf-8";
    std::chrono::milliseconds held{0};  ///< so long it waits before it is sent
    friend bool operator==(const HttpAnswer&, const HttpAnswer&) = default;
};

}  // namespace siaga::net
