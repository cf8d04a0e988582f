#pragma once
// What can be wrong with a fix (PROTOCOL: What bad input gets). Each check adds its reasons; none stops
// at the first.

#include <optional>
#include <vector>

#include "data/core/result.hpp"
#include "data/model/fix.hpp"
#include "data/model/roster.hpp"

namespace siaga {

using Reasons = std::vector<Problem>;

/// The box in which the operation's positions are expected: around its districts' label points.
class OperationBox {
public:
    static constexpr double kMarginDeg = 2.0;
    explicit OperationBox(const Roster& roster);
    /// False for everything when the roster has no districts.
    [[nodiscard]] bool holds(double lon_deg, double lat_deg) const;
    [[nodiscard]] bool empty() const { return east_ < west_; }

private:
    double west_ = 1, south_ = 1, east_ = -1, north_ = -1;
};

/// A place and when the unit was there: an accepted fix that moves markers.
struct Neighbour {
    Time time;
    LonLat position;
};

/// Latitude and longitude: in range, not swapped, not 0,0 without an accuracy.
void check_place(const FixReport& report, const OperationBox& box, Reasons& reasons);
/// Speed [0, 150] m/s, course [0, 360], accuracy [0, 1e6] m, altitude [-500, 9000] m, battery [0, 100] %.
void check_values(const FixReport& report, Reasons& reasons);
/// Between neighbours no further apart than rules.teleport_gap no more than rules.teleport_mps; at the
/// very same millisecond no more than one second of it.
void check_teleport(Time time, LonLat position, const std::optional<Neighbour>& before,
                    const std::optional<Neighbour>& after, const RuleSettings& rules, Reasons& reasons);
/// More than rules.clock_ahead after `now` or rules.clock_behind before it.
[[nodiscard]] std::optional<Problem> clock_problem(Time time, Time now, const RuleSettings& rules);

/// Precondition: check_place and check_values found nothing. Rounds half away from zero; 360 degrees
/// is 0. Leaves received, unit, source, seq and flags alone.
[[nodiscard]] Fix quantise(const FixReport& report);

}  // namespace siaga
