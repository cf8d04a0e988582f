#pragma once
// Who may say what. Deny by default: what is not allowed here is refused.

#include <optional>

#include "data/core/result.hpp"
#include "net/auth.hpp"
#include "net/feed_message.hpp"

namespace siaga::net {

/// Nothing: permitted. Else kNotPermitted naming role and message.
///   field:    fixes; sos, report and escort events
///   operator: events, except those that only the core and siagactl write
///   viewer:   follow
///   admin:    all of these
/// Whoever has units speaks for no other, whatever its role.
[[nodiscard]] std::optional<Problem> refused_by_role(const Identity& who, const FeedMessage& message);
/// The same of a fix of `unit`.
[[nodiscard]] bool may_send_fix(const Identity& who, const UnitName& unit);

}  // namespace siaga::net
