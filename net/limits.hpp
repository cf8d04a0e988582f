#pragma once
// Every limit and deadline of the Siaga feed, in one table (PROTOCOL: Siaga feed, Limits).

#include <chrono>
#include <cstddef>

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
    unsigned broken_lines_in_a_row = 3;
    std::chrono::milliseconds hello{5'000};
    std::chrono::milliseconds line{10'000};  ///< from the first byte of a line to its end
    std::chrono::milliseconds idle{60'000};
    std::chrono::milliseconds drain{10'000};  ///< for the last answers after an end
    std::chrono::milliseconds linger{2'000};  ///< for the peer to read our last words
    std::chrono::milliseconds head_every{1'000};
    std::chrono::milliseconds accept_retry{200};  ///< after an accept that failed
};

}  // namespace siaga::net
