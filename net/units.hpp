#pragma once
// Units of the wires that are not ours.

namespace siaga::net {

inline constexpr double kMpsPerKnot = 1852.0 / 3600.0;  ///< the international nautical mile an hour

}  // namespace siaga::net
