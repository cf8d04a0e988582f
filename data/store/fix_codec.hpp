#pragma once
// The packed record of one commit's fixes (data/store/README.md has a worked example):
//   u8 format = 1, then per fix, as differences to the fix before it (the first: to zeros):
//   u8 present | uint unit | uint source | int seq | int time ms | int received ms | int lon_e7 |
//   int lat_e7 | what `present` names, in order of its bits | 16 bytes digest
//   present bits: 1 speed uint cm/s, 2 course uint cdeg, 4 accuracy uint dm, 8 altitude int m,
//   16 battery u8, 32 flags u8
// unit and source are absolute. uint and int are those of data/model/canonical.hpp.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/core/result.hpp"
#include "data/model/canonical.hpp"
#include "data/model/fix.hpp"
#include "data/store/sha256.hpp"

namespace siaga {

struct PackedFixes {
    std::vector<Fix> fixes;
    std::vector<RecordDigest> digests;  ///< one per fix
};

/// Precondition: one digest per fix.
[[nodiscard]] Bytes pack_fixes(std::span<const Fix> fixes, std::span<const RecordDigest> digests);

/// kMalformed with the byte offset unless the bytes are exactly `count` fixes.
[[nodiscard]] Result<PackedFixes> unpack_fixes(std::span<const std::uint8_t> bytes, std::size_t count);

}  // namespace siaga
