#pragma once
// Canonical bytes: the one byte string of an Event, hashed into the ledger and compared for
// duplicates. Format, version 1:
//   u8 version = 1 | u8 kind (index in EventBody) | svarint event_time ms | fields in order | string extra
//   uint: LEB128, shortest form | int: zigzag, then uint | bool: 0 or 1 | enum: uint index
//   string, Name: uint length, bytes | Time: int ms | LonLat: int lon_e7, int lat_e7
//   optional: 0, or 1 and the value | vector: uint count, values
// decode(encode(e)) == e, and encode(decode(b)) == b for every b that decode accepts.

#include <cstdint>
#include <span>
#include <vector>

#include "data/core/result.hpp"
#include "data/model/event.hpp"

namespace siaga {

using Bytes = std::vector<std::uint8_t>;

[[nodiscard]] Bytes canonical_bytes(const Event& event);

/// kMalformed with the byte offset for anything that canonical_bytes would not have written.
[[nodiscard]] Result<Event> event_from_canonical(std::span<const std::uint8_t> bytes);

}  // namespace siaga
