#pragma once
// The time of a device, in any of the ways field clients write it.

#include <string_view>

#include "data/core/result.hpp"
#include "data/core/time.hpp"

namespace siaga::net {

/// A number is seconds, milliseconds or microseconds since 1970 by its magnitude (1732948267,
/// 1732948267120, 1732948267120000), with a fraction or without; anything else RFC 3339, to the millisecond.
/// kBadValue.
[[nodiscard]] Result<Time> device_time(std::string_view text);

}  // namespace siaga::net
