#pragma once
// What gpsd says: one JSON object a line (PROTOCOL, section 5; gpsd_json(5)).

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "data/core/result.hpp"
#include "data/model/fix.hpp"

namespace siaga::net {

/// The only request: report everything, as JSON.
inline constexpr std::string_view kGpsdWatch = "?WATCH={\"enable\":true,\"json\":true};\n";
/// Asks a silent daemon for a sign of life.
inline constexpr std::string_view kGpsdPing = "?VERSION;\n";

struct GpsdReport {
    std::string kind;              ///< "TPV", "VERSION", "ERROR", ...
    std::string device;            ///< of a TPV: the path of the receiver, "" when the daemon does not say
    std::optional<FixReport> fix;  ///< of a TPV with a fix, its unit still empty
    std::string message;           ///< of an ERROR; of a VERSION the release
};

/// A TPV has a fix when its mode is 2 or 3 and it has a place and a time; `status` may be absent, and older daemons
/// count it otherwise. kMalformed with the byte: no JSON object with a class. kMissingField, kBadValue: half a place, a
/// time that is none.
[[nodiscard]] Result<GpsdReport> decode_gpsd(simdjson::dom::parser& parser, std::string_view line);

}  // namespace siaga::net
