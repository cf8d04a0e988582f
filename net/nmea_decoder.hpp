#pragma once
// What the two sentences say that make a fix: RMC has time, place, speed and course, GGA the height and how
// good it is (PROTOCOL, section 5).

#include <optional>

#include "data/core/result.hpp"
#include "data/core/time.hpp"
#include "data/model/fix.hpp"
#include "net/nmea_sentence.hpp"

namespace siaga::net {

struct NmeaFix {
    FixReport report;  ///< without a unit
    Millis clock{};    ///< of the day, as RMC writes it: what joins the two
};

struct NmeaHeight {
    Millis clock{};
    std::optional<double> altitude_m;  ///< above mean sea level
    std::optional<double> accuracy_m;
};

/// GGA gives no accuracy but the horizontal dilution of precision: how much worse than the ranges the place is. The
/// ranges of a civil receiver without corrections are good to about 5 m (1 sigma), so 0.9 is an accuracy of 4.5 m.
inline constexpr double kRangeErrorM = 5.0;

/// Nothing: the receiver has no fix (status V, mode N), which is no fault. kMissingField, kBadValue: says which field.
/// A place that was typed or simulated (mode M, S) is refused: nobody measured it. `now`, the core's time, tells a
/// rollover of the week counter.
[[nodiscard]] Result<std::optional<NmeaFix>> decode_rmc(const NmeaSentence& rmc, Time now);

/// Nothing: quality 0.
[[nodiscard]] Result<std::optional<NmeaHeight>> decode_gga(const NmeaSentence& gga);

/// GPS counts weeks modulo 1,024; an old receiver is then that much behind, to the second. Corrected only when that
/// brings the time within kRolloverWithin of `now`.
[[nodiscard]] Time without_rollover(Time time, Time now);
inline constexpr std::chrono::hours kRollover{1024 * 7 * 24};
inline constexpr std::chrono::hours kRolloverWithin{1};  ///< a relay may be that late

}  // namespace siaga::net
