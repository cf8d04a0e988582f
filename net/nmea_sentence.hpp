#pragma once
// One line of NMEA 0183: $ADDRESS,field,...*HH. Its checksum and its fields, not what they mean.

#include <optional>
#include <string_view>
#include <vector>

#include "data/core/result.hpp"
#include "data/core/time.hpp"

namespace siaga::net {

struct NmeaSentence {
    std::string_view type;                 ///< "RMC" of $GPRMC, whoever the talker; "" of $P..., which is a maker's own
    std::vector<std::string_view> fields;  ///< those after the address; they live as long as the line

    /// "" beyond the last: makers leave out what they do not know at the end.
    [[nodiscard]] std::string_view field(std::size_t i) const { return i < fields.size() ? fields[i] : ""; }
};

/// A line without its end. A tag block (NMEA 4.10, \...\) before the sentence is skipped. kMalformed with the byte: no
/// $ or !, a byte outside printable ASCII, no checksum, a wrong one, something after it.
[[nodiscard]] Result<NmeaSentence> parse_nmea(std::string_view line);

// Fields. Nothing: not what the field holds; an empty one too.

/// A decimal number, finite, without an exponent.
[[nodiscard]] std::optional<double> nmea_number(std::string_view text);
/// hhmmss or hhmmss.sss since midnight UTC; second 60 is a leap second.
[[nodiscard]] std::optional<Millis> nmea_clock(std::string_view text);
/// ddmmyy; 80 to 99 are of the 1900s, since GPS began in 1980.
[[nodiscard]] std::optional<Time> nmea_date(std::string_view text);
/// ddmm.mmm or dddmm.mmm with N or S, E or W, in degrees: 0926.316,S is -9.4386.
[[nodiscard]] std::optional<double> nmea_degrees(std::string_view text, std::string_view hemisphere);

}  // namespace siaga::net
