#pragma once
// FeedDecoder: one line of the Siaga feed becomes a message or a Problem with the byte where it broke.
// A function of the line alone: no clock, no roster, no memory of earlier lines.

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "data/core/result.hpp"
#include "net/feed_message.hpp"
#include "net/limits.hpp"

namespace siaga::net {

struct DecodedLine {
    std::uint64_t seq = 0;  ///< 0: hello, follow, or none could be read
    Result<FeedMessage> message;
};

/// Reuses its buffers; one thread.
class FeedDecoder {
public:
    explicit FeedDecoder(std::size_t line_bytes = Limits{}.line_bytes) : line_bytes_(line_bytes) {}

    /// kMalformed with offset (not UTF-8, not JSON, not an object), kLineTooLong, kUnknownType, kUnknownKind,
    /// kMissingField, kBadValue, kBadIdentifier, kBadVersion, kVoteField, kCoordinateRange.
    [[nodiscard]] DecodedLine decode(std::string_view line);

private:
    std::size_t line_bytes_;
    simdjson::dom::parser parser_;
};

}  // namespace siaga::net
