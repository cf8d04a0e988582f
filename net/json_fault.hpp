#pragma once
// Where a text stops being JSON. simdjson says that a line is broken, not where; the sender of a broken
// line is told the byte.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace siaga::net {

struct JsonFault {
    std::size_t offset = 0;  ///< of the first byte that cannot be there; the size when the text ends too soon
    std::string what;        ///< "expected ':'"
    friend bool operator==(const JsonFault&, const JsonFault&) = default;
};

/// The first fault of `text` as one JSON value (RFC 8259) in UTF-8 (RFC 3629) whose numbers fit an int64,
/// a uint64 or a finite double. Nothing: it has none.
[[nodiscard]] std::optional<JsonFault> find_json_fault(std::string_view text);

}  // namespace siaga::net
