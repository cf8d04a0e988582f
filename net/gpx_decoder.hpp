#pragma once
// GPX 1.1 and 1.0, what a recorder or a phone wrote to a file: the measured points with their times
// (https://www.topografix.com/GPX/1/1/).

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/result.hpp"
#include "data/model/fix.hpp"

namespace siaga::net {

struct GpxFile {
    std::vector<FixReport> fixes;  ///< without a unit; in the order of the file
    std::size_t tracks = 0, segments = 0;
    std::size_t waypoints = 0;      ///< of the fixes; the others are track points
    std::size_t without_time = 0;   ///< refused: nobody knows when the unit was there
    std::size_t without_fix = 0;    ///< refused: the recorder says <fix>none</fix>
    std::size_t route_points = 0;   ///< refused: planned, not measured
    std::vector<Problem> problems;  ///< refused: points that cannot be read, each naming itself; at most kMostProblems
    std::size_t unreadable = 0;     ///< all of them
};

inline constexpr std::size_t kMostProblems = 20;
/// About 600,000 points; in memory some ten times as much.
inline constexpr std::size_t kGpxMaxBytes = 64 * 1024 * 1024;

/// The whole file. kLineTooLong over kGpxMaxBytes. kMalformed with the byte: compressed, a DOCTYPE (which could name
/// entities), no XML, no GPX of a version that is known.
[[nodiscard]] Result<GpxFile> decode_gpx(std::string_view bytes);

}  // namespace siaga::net
