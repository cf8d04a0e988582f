#pragma once
// What field clients put into their URLs and forms.

#include <string>
#include <string_view>

namespace siaga::net {

/// `text` with every character that a query or path may not hold (RFC 3986) percent-encoded, and what is encoded
/// already as it is: apps put in as it is what somebody typed, `note=5|7` or a name in UTF-8.
[[nodiscard]] std::string tidy_url(std::string_view text);

}  // namespace siaga::net
