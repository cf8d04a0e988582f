#pragma once
// What the track of one unit tells, as text and as JSON: way, stops, speeds, districts.

#include <ostream>
#include <string>
#include <vector>

#include "app/reports/export.hpp"
#include "data/geo/areas.hpp"
#include "data/situation/area_visits.hpp"
#include "data/situation/track_queries.hpp"

namespace siaga::app {

struct TrackReport {
    static constexpr Millis kSpeedStep{15min};

    std::string unit;
    Time from, to;          ///< of its first and last fix in the range that was asked
    std::size_t fixes = 0;  ///< that move its marker; all below is made of these
    TrackLength length;
    std::vector<TrackStop> stops;
    std::vector<std::optional<std::size_t>> stop_districts;  ///< one per stop
    SpeedProfile speed;
    std::vector<AreaVisit> visits;
};

/// `unit` of the range must be set. `districts`: the index over operation.areas.
[[nodiscard]] TrackReport track_report(const Operation& operation, const AreaIndex& districts, const History& history,
                                       const ExportRange& range);

/// One line. Times in Unix ms, lat and lon exact, districts by code; none outside of all.
[[nodiscard]] std::string track_report_json(const TrackReport& report, const Operation& operation);

/// For a person: times in the operation's zone, kilometres and km/h.
void print_track_report(std::ostream& out, const TrackReport& report, const Operation& operation);

}  // namespace siaga::app
