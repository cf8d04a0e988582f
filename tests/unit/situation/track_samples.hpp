#pragma once
// Tracks made by hand for the questions asked of one unit.

#include <cmath>
#include <vector>

#include "data/model/fix.hpp"

namespace siaga::test {

inline const Time kTrackStart = time_from_ms(1'732'932'000'000);  // 2024-11-30T10:00:00+08:00

/// Speed below 0: the device does not say.
inline Fix track_fix(Millis after, double lon_deg, double lat_deg, double speed_mps = -1) {
    Fix fix;
    fix.time = fix.received = kTrackStart + after;
    fix.position = LonLat::from_degrees(lon_deg, lat_deg);
    if (speed_mps >= 0) fix.speed_cmps = static_cast<std::uint16_t>(std::lround(speed_mps * 100));
    return fix;
}

}  // namespace siaga::test
