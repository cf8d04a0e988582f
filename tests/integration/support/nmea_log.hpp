#pragma once
// What a receiver writes down, and a port and a daemon to wait for.

#include <cstdint>
#include <string>

#include "data/core/time.hpp"

namespace siaga::test {

/// RMC of that second near 9.4386 S 124.4871 E, 15.94 knots to 310 degrees, `north` ten-thousandths of a minute south;
/// with its checksum and "\r\n".
[[nodiscard]] std::string rmc_sentence(Time time, int north);
/// GGA, RMC and GSA of each second, as a receiver writes them.
[[nodiscard]] std::string nmea_log(Time first, int seconds);

/// On loopback, nobody's at this moment.
[[nodiscard]] std::uint16_t free_port();
/// False when nobody listens there within the patience.
[[nodiscard]] bool await_listener(std::uint16_t port);

}  // namespace siaga::test
