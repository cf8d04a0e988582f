#include "net/device_time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <system_error>

#include "data/core/name.hpp"

namespace siaga::net {
namespace {

// Seconds reach the first in the year 5138, milliseconds and microseconds the others then too.
constexpr double kSecondsBelow = 1e11;
constexpr double kMillisecondsBelow = 1e14;
constexpr double kMicrosecondsBelow = 1e17;
constexpr double kThousand = 1000;

/// An integer of up to 1e17 would lose its last digits as a double only above 2^53, in microseconds of the year
/// 2255; milliseconds are asked for.
Result<Time> from_number(double number, std::string_view text) {
    double ms = number;
    if (!(number >= 0 && number < kMicrosecondsBelow)) {
        return Problem{Refusal::kBadValue, 0,
                       fmt::format("time {} is no count of s, ms or us since 1970", printable(text))};
    }
    if (number < kSecondsBelow) {
        ms = number * kThousand;
    } else if (number >= kMillisecondsBelow) {
        ms = std::floor(number / kThousand);
    }
    return time_from_ms(std::llround(ms));
}

}  // namespace

Result<Time> device_time(std::string_view text) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (stop == end && error == std::errc()) return from_number(number, text);
    return parse_rfc3339(text);
}

}  // namespace siaga::net
