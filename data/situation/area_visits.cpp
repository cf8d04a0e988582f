#include "data/situation/area_visits.hpp"

#include <cmath>
#include <utility>

namespace siaga {
namespace {

using Place = std::optional<std::size_t>;

struct Moment {
    Time time;
    LonLat position;
    Place area;
};

/// Halfway in time, and there halfway in place.
LonLat position_between(const Fix& a, const Fix& b, Time t) {
    const double part = static_cast<double>((t - a.time).count()) / static_cast<double>((b.time - a.time).count());
    const auto at = [part](std::int32_t from, std::int32_t to) {
        return static_cast<std::int32_t>(std::llround(from + part * (static_cast<double>(to) - from)));
    };
    return {at(a.position.lon_e7, b.position.lon_e7), at(a.position.lat_e7, b.position.lat_e7)};
}

class Visits {
public:
    Visits(const AreaIndex& areas, Millis longest_gap) : areas_(areas), longest_gap_(longest_gap) {}

    void add(const Fix& fix) {
        const Moment here{fix.time, fix.position, areas_.area_at(fix.position)};
        if (before_ && fix.time - before_->time <= longest_gap_) {
            cross(*before_, fix, {before_->time, before_->position, visits_.back().area}, here);
            visits_.back().to = fix.time;
        } else {
            visits_.push_back({here.area, fix.time, fix.time, false, false});
        }
        before_ = fix;
    }
    [[nodiscard]] std::vector<AreaVisit> take() { return std::move(visits_); }

private:
    /// Every change of area that halving finds between two moments of the leg from a to b.
    void cross(const Fix& a, const Fix& b, const Moment& from, const Moment& to) {
        if (from.area == to.area) return;
        if (to.time - from.time <= Millis{1}) return change(to);
        const Time middle = from.time + (to.time - from.time) / 2;
        const LonLat position = position_between(a, b, middle);
        const Moment half{middle, position, areas_.area_at(position)};
        cross(a, b, from, half);
        cross(a, b, half, to);
    }
    void change(const Moment& moment) {
        visits_.back().to = moment.time;
        visits_.back().left = true;
        visits_.push_back({moment.area, moment.time, moment.time, true, false});
    }

    const AreaIndex& areas_;
    Millis longest_gap_;
    std::optional<Fix> before_;
    std::vector<AreaVisit> visits_;
};

}  // namespace

std::vector<AreaVisit> area_visits(std::span<const Fix> track, const AreaIndex& areas, Millis longest_gap) {
    Visits visits(areas, longest_gap);
    for (const Fix& fix : track) visits.add(fix);
    return visits.take();
}

Millis time_inside(std::span<const AreaVisit> visits, std::optional<std::size_t> area) {
    Millis total{};
    for (const AreaVisit& visit : visits) {
        if (visit.area == area) total += visit.lasted();
    }
    return total;
}

}  // namespace siaga
