#pragma once
// What a line of the Siaga feed can say (PROTOCOL: Siaga feed).

#include <cstdint>
#include <string>
#include <variant>

#include "data/core/name.hpp"
#include "data/model/event.hpp"
#include "data/model/fix.hpp"

namespace siaga::net {

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
