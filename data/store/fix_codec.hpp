#pragma once
// The packed record of one commit's fixes (data/store/README.md has a worked example):
//   u8 format = 2, then per fix, as differences to the fix before it (the first: to zeros):
//   u8 present | uint unit | uint source | int seq | int time ms | int received ms | int lon_e7 |
//   int lat_e7 | what `present` names, in order of its bits
//   present bits: 1 speed uint cm/s, 2 course uint cdeg, 4 accuracy uint dm, 8 altitude int m,
//   16 battery u8, 32 flags u8
// unit and source are absolute. uint and int are those of data/model/canonical.hpp. Format 1, which is
// still read, had 16 bytes more after each fix.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/core/result.hpp"
#include "data/model/canonical.hpp"
#include "data/model/fix.hpp"

namespace siaga {

[[nodiscard]] Bytes pack_fixes(std::span<const Fix> fixes);

/// kMalformed with the byte offset unless the bytes are exactly `count` fixes.
[[nodiscard]] Result<std::vector<Fix>> unpack_fixes(std::span<const std::uint8_t> bytes, std::size_t count);

}  // namespace siaga
