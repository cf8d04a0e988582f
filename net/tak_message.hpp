#pragma once
// TakMessage: an event of Cursor on Target as TAK protocol 1 carries it, in protobuf (PROTOCOL, section 4). Whatever
// decides about an event reads it as XML: these turn one form into the other. Functions of the bytes alone.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "data/core/result.hpp"
#include "net/cot_decoder.hpp"

namespace siaga::net {

inline constexpr char kTakMark = '\xBF';  ///< begins every frame

/// One message, without its frame. kMalformed: no such message, or it holds no event; else as decode_cot().
[[nodiscard]] Result<CotEvent> decode_tak(std::string_view message);

/// Every event of `xml`, which is ours, as a frame of a stream: the mark, the length as a varint, the message.
[[nodiscard]] std::string tak_frames(std::string_view xml);

/// Of a frame of a stream: where its message begins and how long it is.
struct TakFrame {
    std::size_t begin = 0, size = 0;
};
/// `bytes` begin with the mark. Nothing: the length is not all there yet. kMalformed: it is no length.
[[nodiscard]] Result<std::optional<TakFrame>> tak_frame(std::string_view bytes);

}  // namespace siaga::net
