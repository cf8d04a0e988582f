#pragma once
// What a line of the Siaga feed can say (PROTOCOL: Siaga feed).

#include <cstdint>
#include <limits>
#include <string>
#include <variant>

#include "data/core/name.hpp"
#include "data/model/event.hpp"
#include "data/model/fix.hpp"

namespace siaga::net {

/// What an SQLite integer holds.
inline constexpr std::uint64_t kFeedSeqMost = std::numeric_limits<std::int64_t>::max();
[[nodiscard]] constexpr bool is_feed_seq(std::uint64_t seq) { return seq != 0 && seq <= kFeedSeqMost; }

struct Hello {
    std::string token;  ///< "": none, a certificate says who it is
    SourceName source;
    friend bool operator==(const Hello&, const Hello&) = default;
};
/// The log from entry `from`, then live; with the positions of now on when asked for.
struct Follow {
    std::uint64_t from = 0;
    bool fixes = false;
    friend bool operator==(const Follow&, const Follow&) = default;
};

using FeedMessage = std::variant<Hello, FixReport, Event, Follow>;

}  // namespace siaga::net
