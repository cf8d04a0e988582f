#include "data/core/result.hpp"

#include <array>

namespace siaga {

std::string_view name_of(Refusal code) {
    static constexpr auto kNames = std::to_array<std::string_view>({
        "MALFORMED",
        "LINE_TOO_LONG",
        "UNKNOWN_TYPE",
        "UNKNOWN_KIND",
        "MISSING_FIELD",
        "BAD_VALUE",
        "BAD_IDENTIFIER",
        "COORDINATE_RANGE",
        "COORDINATE_SWAPPED",
        "COORDINATE_NULL",
        "TELEPORT",
        "CLOCK_AHEAD",
        "CLOCK_BEHIND",
        "SEQ_REUSED",
        "VOTE_FIELD",
        "UNKNOWN_DISTRICT",
        "UNKNOWN_UNIT",
        "UNKNOWN_SITE",
        "UNKNOWN_BOX",
        "UNKNOWN_CONTEST",
        "STEP_REFUSED",
        "NOT_PERMITTED",
        "HELLO_EXPECTED",
        "HELLO_TIMEOUT",
        "AUTH_FAILED",
        "BAD_VERSION",
        "RATE_LIMIT",
        "TOO_MANY_SESSIONS",
        "IDLE",
        "STORAGE_FULL",
        "STORAGE_FAULT",
        "TOKEN_EXPIRED",
        "TOKEN_REVOKED",
        "UNKNOWN_DEVICE",
    });
    static_assert(kNames.size() == static_cast<std::size_t>(Refusal::kUnknownDevice) + 1);
    return kNames[static_cast<std::size_t>(code)];
}

}  // namespace siaga
