#pragma once
// Who may say what. Deny by default: what is not allowed here is refused.

#include <optional>

#include "data/core/result.hpp"
#include "net/auth.hpp"
#include "net/feed_message.hpp"

namespace siaga::net {

/// Nothing: permitted. Else kNotPermitted naming role and message.
///   field:    fixes; sos, report and escort events; of its own units
///   operator: events, except the one that opens an operation
///   viewer:   follow
///   admin:    all of these
[[nodiscard]] std::optional<Problem> refused_by_role(const Identity& who, const FeedMessage& message);

}  // namespace siaga::net
