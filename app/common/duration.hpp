#pragma once
// Ages as people type them on a command line.

#include <string_view>

#include "data/core/result.hpp"
#include "data/core/time.hpp"

namespace siaga::app {

/// "30d" or "12h": a whole number of days or hours, 1 to 36,500 days. Nothing else: what it decides about
/// may be gone for good, and an "m" would be minutes to one person and months to another. kBadValue says so.
[[nodiscard]] Result<Millis> parse_age(std::string_view text);

}  // namespace siaga::app
