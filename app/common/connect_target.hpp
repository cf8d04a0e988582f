#pragma once
// --connect HOST:PORT, as commands take it.

#include <cstdint>
#include <string>

#include "data/store/operation.hpp"
#include "net/feed_client.hpp"

namespace siaga::app {

struct ConnectTarget {
    std::string host;
    std::uint16_t port = 0;
};

/// Wrong use of `option` when it is none.
[[nodiscard]] ConnectTarget parse_connect(const std::string& option, const std::string& text);

/// The feed of a core of this operation: where operation.toml says, and inside TLS when it says so; `connect` is
/// another place, "" for none. Token and source are left to the caller. Throws Fault when there is no feed to go to.
[[nodiscard]] net::FeedTarget feed_of(const Operation& operation, const std::string& connect);

}  // namespace siaga::app
