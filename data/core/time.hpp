#pragma once
// Time inside Siaga is UTC in milliseconds since 1970, a strong type. Zones exist only at the
// edges: `Zone` turns a Time into the operation's wall clock and back.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "data/core/result.hpp"

namespace siaga {

using Millis = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Millis>;
using namespace std::chrono_literals;

[[nodiscard]] constexpr Time time_from_ms(std::int64_t unix_ms) { return Time{Millis{unix_ms}}; }
[[nodiscard]] constexpr std::int64_t unix_ms(Time t) { return t.time_since_epoch().count(); }

/// RFC 3339 with an offset or Z, up to milliseconds: "2024-11-30T14:30:00+08:00".
/// Years 1970 to 2199; anything else is kBadValue with the byte offset where reading stopped.
[[nodiscard]] Result<Time> parse_rfc3339(std::string_view text);

/// "2024-11-30T06:30:00.000Z"; milliseconds always shown.
[[nodiscard]] std::string to_rfc3339(Time t);

/// The time zone of an operation: an IANA zone and the label people say ("WITA").
class Zone {
public:
    /// Throws Fault when the zone database has no such name (package tzdata).
    Zone(std::string iana_name, std::string label);
    /// UTC, for tests and for tools without an operation.
    Zone() = default;

    [[nodiscard]] const std::string& iana_name() const { return iana_name_; }
    [[nodiscard]] const std::string& label() const { return label_; }
    [[nodiscard]] Millis offset_at(Time t) const;

    struct Civil {
        int year, month, day;  ///< 1-based month and day
        int weekday;           ///< 0 = Sunday
        int hour, minute, second;
    };
    [[nodiscard]] Civil civil(Time t) const;
    /// The first instant at or after local midnight of the day that holds t.
    [[nodiscard]] Time midnight(Time t) const;
    /// RFC 3339 with this zone's offset: "2024-11-30T14:30:00.000+08:00".
    [[nodiscard]] std::string to_rfc3339(Time t) const;

private:
    std::string iana_name_ = "Etc/UTC";
    std::string label_ = "UTC";
};

}  // namespace siaga
