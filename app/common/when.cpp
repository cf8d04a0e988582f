#include "app/common/when.hpp"

#include <fmt/format.h>

#include <string>

#include "data/core/name.hpp"

namespace siaga::app {
namespace {

/// "14:30" -> "14:30:00": seconds are optional where a person types.
std::string with_seconds(std::string_view text, std::size_t clock_at) {
    constexpr std::size_t kHoursMinutes = 5;
    std::string full(text);
    const std::size_t after = clock_at + kHoursMinutes;
    if (full.size() >= after && (full.size() == after || full[after] != ':')) full.insert(after, ":00");
    return full;
}

std::string offset_text(Millis offset) {
    constexpr int kMinutesPerHour = 60;
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
    const auto magnitude = minutes < 0 ? -minutes : minutes;
    return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', magnitude / kMinutesPerHour,
                       magnitude % kMinutesPerHour);
}

}  // namespace

Result<Time> parse_when(std::string_view text, const Zone& zone, Time day) {
    constexpr std::size_t kDateAndT = 11;  // 2024-11-30T
    constexpr std::size_t kLongestClock = 8;
    const bool clock_only = text.size() <= kLongestClock && text.find('-') == std::string_view::npos;
    std::string full;
    if (clock_only) {
        const Zone::Civil c = zone.civil(day);
        full = fmt::format("{:04}-{:02}-{:02}T{}{}", c.year, c.month, c.day, with_seconds(text, 0),
                           offset_text(zone.offset_at(day)));
    } else {
        full = with_seconds(text, kDateAndT);
    }
    Result<Time> time = parse_rfc3339(full);
    if (time) return time;
    return Problem{Refusal::kBadValue, time.problem().offset,
                   fmt::format("'{}' is no time: give 2024-11-30T14:30:00+08:00, or 14:30 for the operation's day",
                               printable(text))};
}

}  // namespace siaga::app
