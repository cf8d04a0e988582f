#pragma once
// Every limit and deadline of the listeners, in one table (PROTOCOL: Siaga feed, Limits).

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace siaga::net {

/// The clock of deadlines; it never jumps. Records are judged by the injected siaga::Clock instead.
using Steady = std::chrono::steady_clock;

struct Limits {
    std::size_t line_bytes = 16 * 1024;
    std::size_t output_bytes = 1024 * 1024;      ///< more waits to be read: the reader is dropped
    std::size_t follow_ahead_bytes = 64 * 1024;  ///< how much of the old log is prepared ahead of a follower
    std::size_t read_bytes = 64 * 1024;          ///< one read from the socket
    std::size_t sessions = 2000;
    std::size_t sessions_per_address = 16;
    std::size_t unauthenticated = 64;
    std::size_t unauthenticated_per_address = 8;
    unsigned broken_lines_in_a_row = 3;
    std::chrono::milliseconds tls_handshake{5'000};
    std::chrono::milliseconds hello{5'000};
    std::chrono::milliseconds line{10'000};  ///< from the first byte of a line to its end
    std::chrono::milliseconds idle{60'000};
    std::chrono::milliseconds drain{10'000};  ///< for the last answers after an end
    std::chrono::milliseconds linger{2'000};  ///< for the peer to read our last words, and to end TLS
    std::chrono::milliseconds head_every{1'000};
    std::chrono::milliseconds accept_retry{200};    ///< after an accept that failed
    std::chrono::milliseconds keys_looked_at{250};  ///< for tokens that ended while their session is open

    // A wrong token: its answer waits, twice as long each time.
    std::chrono::milliseconds guess_delay{250};
    std::chrono::milliseconds guess_delay_most{8'000};
    std::chrono::milliseconds guess_forgotten{600'000};  ///< after so long without another
    std::size_t guess_addresses = 4096;                  ///< that are remembered

    // Cursor on Target.
    std::size_t cot_event_bytes = 64 * 1024;
    std::size_t cot_connections = 256;
    std::chrono::milliseconds cot_shown_every{1'000};  ///< what is new, to those that are connected
    std::chrono::milliseconds cot_introduced{3'000};  ///< for a plain one to say who it is, before it is shown anything

    // HTTP: field clients, metrics.
    std::size_t http_connections = 512;
    std::size_t http_per_address = 64;  ///< many phones share a carrier's address; loopback has no such limit
    std::size_t http_held = 64;  ///< answers that wait because of a wrong token; more are 429 at once, and the end
    std::size_t http_held_per_address = 8;
    std::uint32_t http_header_bytes = 8 * 1024;
    std::size_t http_body_bytes = 64 * 1024;
    std::chrono::milliseconds http_request{10'000};  ///< from its first byte to its last
    std::chrono::milliseconds http_idle{30'000};     ///< between two requests of a connection
    std::chrono::milliseconds http_answer{10'000};   ///< for the core to commit; then 503: phones themselves wait 15 s
    std::chrono::milliseconds http_write{10'000};    ///< for the peer to take an answer

    // Receivers: NMEA 0183, gpsd.
    std::size_t nmea_line_bytes = 1024;  ///< the standard says 82; makers' own sentences are longer
    std::size_t nmea_connections = 8;    ///< of one port
    unsigned nmea_broken_in_a_row = 50;  ///< then it is no receiver; a serial line may be noisy for a moment
    std::size_t refused_kept = 20;       ///< of one receiver and minute, in the quarantine; the others are counted
    std::chrono::milliseconds nmea_idle{120'000};
    std::chrono::milliseconds nmea_join{500};  ///< how long a place waits for its height
    std::chrono::milliseconds gpsd_connect{10'000};
    std::chrono::milliseconds gpsd_idle{60'000};    ///< then it is asked for a sign of life
    std::chrono::milliseconds gpsd_answer{10'000};  ///< for that sign
    std::chrono::milliseconds gpsd_retry{1'000};    ///< after the first failure, then twice as long each time
    std::chrono::milliseconds gpsd_retry_most{60'000};
};

}  // namespace siaga::net
