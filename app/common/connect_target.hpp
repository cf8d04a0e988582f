#pragma once
// --connect HOST:PORT, as commands take it.

#include <cstdint>
#include <string>

namespace siaga::app {

struct ConnectTarget {
    std::string host;
    std::uint16_t port = 0;
};

/// Wrong use when it is none.
[[nodiscard]] ConnectTarget parse_connect(const std::string& text);

}  // namespace siaga::app
