#include "app/common/duration.hpp"

#include <fmt/format.h>

#include <charconv>

#include "data/core/name.hpp"

namespace siaga::app {

Result<Millis> parse_age(std::string_view text) {
    constexpr std::int64_t kMostHours = 36'500 * std::int64_t{24};
    constexpr std::int64_t kHoursPerDay = 24;
    const std::string_view digits = text.substr(0, text.empty() ? 0 : text.size() - 1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = !digits.empty() && error == std::errc{} && end == digits.data() + digits.size();
    const char unit = text.empty() ? '\0' : text.back();
    const std::int64_t most = unit == 'd' ? kMostHours / kHoursPerDay : kMostHours;
    if (whole && number > 0 && number <= most && (unit == 'd' || unit == 'h'))
        return Millis{std::chrono::hours{unit == 'd' ? number * kHoursPerDay : number}};
    return Problem{Refusal::kBadValue, 0,
                   fmt::format("'{}' is no age: give whole days or hours, for example 30d or 12h", printable(text))};
}

}  // namespace siaga::app
