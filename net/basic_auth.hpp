#pragma once
// The Authorization header of HTTP Basic (RFC 7617).

#include <optional>
#include <string>
#include <string_view>

namespace siaga::net {

struct Credentials {
    std::string user, password;
    friend bool operator==(const Credentials&, const Credentials&) = default;
};

/// "Basic aHAtMDQ6c2VjcmV0" is hp-04 and secret. Nothing: another scheme, no base64, no colon.
[[nodiscard]] std::optional<Credentials> basic_credentials(std::string_view header);

}  // namespace siaga::net
