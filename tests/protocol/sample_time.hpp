#pragma once
// The moment most samples of a protocol speak of.

#include <cstdint>

namespace siaga::net::test {

inline constexpr std::int64_t kTimeMs = 1'732'948'267'000;  // 2024-11-30T06:31:07Z

}  // namespace siaga::net::test
