#pragma once
// Times as people type them on a command line.

#include <string_view>

#include "data/core/result.hpp"
#include "data/core/time.hpp"

namespace siaga::app {

/// RFC 3339, seconds optional ("2024-11-30T14:30+08:00"), or HH:MM[:SS] of the day that holds
/// `day` in the operation's zone. kBadValue says what it takes.
[[nodiscard]] Result<Time> parse_when(std::string_view text, const Zone& zone, Time day);

}  // namespace siaga::app
