#pragma once
// CoreStatus: how a running core is, as siagactl status and the health panel show it; and its JSON, which is how one
// program tells it another (net/status_socket.hpp).

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/result.hpp"
#include "net/session_book.hpp"

namespace siaga::net {

struct ListenerFigures {
    std::string name;   ///< "feed", "http", "nmea.rakit-1", "metrics"
    std::string place;  ///< "127.0.0.1:7117"; "": it is off
    std::size_t sessions = 0;
    std::uint64_t accepted = 0;                    ///< connections since the start
    std::uint64_t taken = 0;                       ///< lines, events or answers since the start
    double per_second = 0;                         ///< of these, over the last second
    std::map<std::string, std::uint64_t> refused;  ///< by code or status, since the start
    friend bool operator==(const ListenerFigures&, const ListenerFigures&) = default;
};

struct CoreStatus {
    std::vector<ListenerFigures> listeners;
    std::vector<SessionFigures> sessions;    ///< by listener, then by who
    std::size_t queued = 0, queue_room = 0;  ///< bytes that wait to be committed, and that may
    std::string storage_problem;             ///< "" while the record can be written
    friend bool operator==(const CoreStatus&, const CoreStatus&) = default;
};

/// The object of to_json's whole text, as a value:
/// {"queued":..,"queue_room":..,"storage_problem":"..","listeners":[..],"sessions":[..]}
[[nodiscard]] std::string to_json(const CoreStatus& status);
/// kMalformed with the byte. Members that are missing are zero or empty.
[[nodiscard]] Result<CoreStatus> parse_core_status(std::string_view json);

}  // namespace siaga::net
