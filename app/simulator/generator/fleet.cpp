#include "app/simulator/generator/fleet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "app/simulator/generator/story.hpp"
#include "data/core/fault.hpp"

namespace siaga::app {
namespace {

std::vector<TrackPoint> begun_at(Journey journey, std::int32_t departs) {
    for (TrackPoint& point : journey) point.at_s += departs;
    return journey;
}

PlanePoint plane_of(const TrackPoint& point) { return plane_from_lonlat({point.lon_e5 * 100, point.lat_e5 * 100}); }

/// The inner point whose nearest of `places` is farthest.
std::size_t loneliest(const Journey& journey, const std::vector<PlanePoint>& places) {
    std::size_t best = 1;
    double best_m = 0;
    for (std::size_t i = 1; i + 1 < journey.size(); ++i) {
        double nearest = std::numeric_limits<double>::max();
        for (const PlanePoint place : places) nearest = std::min(nearest, metres_between(place, plane_of(journey[i])));
        if (nearest > best_m) best = i, best_m = nearest;
    }
    return best;
}

}  // namespace

std::size_t Fleet::add(const std::string& name, std::size_t home, const SourceName& relay, std::uint32_t battery_pct) {
    UnitDay unit;
    unit.unit = UnitName::literal(name);
    unit.source = relay;
    unit.battery_pct = battery_pct;
    unit.legs.push_back({roads_.journey(home, home).front()});
    units_.push_back(std::move(unit));
    home_.push_back(home);
    node_.push_back(home);
    return units_.size() - 1;
}

std::size_t Fleet::named(std::string_view name) const {
    for (std::size_t i = 0; i < units_.size(); ++i) {
        if (units_[i].unit.text() == name) return i;
    }
    throw Fault(fmt::format("the story names unit {}, which is not in the fleet", name));
}

std::int32_t Fleet::way_s(std::size_t from, std::size_t to) const { return roads_.journey(from, to).back().at_s; }

std::int32_t Fleet::drive(std::size_t unit, std::size_t to, std::int32_t departs) {
    return drive_halting(unit, to, departs, 0, {});
}

std::int32_t Fleet::drive_halting(std::size_t unit, std::size_t to, std::int32_t departs, std::int32_t halt_s,
                                  const std::vector<PlanePoint>& away_from) {
    if (departs < free_at(unit)) {
        throw Fault(fmt::format("the story sends {} off at second {} while it is on its way until {}",
                                name(unit).text(), departs, free_at(unit)));
    }
    std::vector<TrackPoint> leg = begun_at(roads_.journey(node_[unit], to), departs);
    if (halt_s > 0) {
        const auto halt = static_cast<std::ptrdiff_t>(loneliest(leg, away_from));
        std::vector<TrackPoint> rest(leg.begin() + halt, leg.end());
        for (TrackPoint& point : rest) point.at_s += halt_s;
        leg.erase(leg.begin() + halt + 1, leg.end());
        units_[unit].legs.push_back(std::exchange(leg, std::move(rest)));
    }
    node_[unit] = to;
    units_[unit].legs.push_back(std::move(leg));
    return free_at(unit);
}

bool Fleet::patrol(std::size_t unit, std::size_t village, std::int32_t earliest, std::int32_t stay_s) {
    constexpr std::int32_t kMargin = 8 * story::kMinute;
    const Journey out = roads_.journey(home_[unit], village);
    const Journey back = roads_.journey(village, home_[unit]);
    const std::int32_t length = out.back().at_s + stay_s + back.back().at_s;
    auto& legs = units_[unit].legs;
    for (std::size_t i = 0; i < legs.size(); ++i) {
        const TrackPoint& stands = legs[i].back();
        if (stands.lon_e5 != out.front().lon_e5 || stands.lat_e5 != out.front().lat_e5) continue;
        const std::int32_t departs = std::max(stands.at_s + kMargin, earliest);
        const std::int32_t until = i + 1 < legs.size() ? legs[i + 1].front().at_s : story::kDayLength;
        if (departs + length + kMargin > until) continue;
        const auto where = legs.begin() + static_cast<std::ptrdiff_t>(i) + 1;
        const auto placed = legs.insert(where, begun_at(out, departs));
        legs.insert(std::next(placed), begun_at(back, departs + out.back().at_s + stay_s));
        return true;
    }
    return false;
}

LonLat Fleet::place_at(std::size_t unit, std::int32_t second) const {
    TrackPoint place = units_[unit].legs.front().front();
    for (const auto& leg : units_[unit].legs) {
        for (const TrackPoint& point : leg) {
            if (point.at_s <= second) place = point;
        }
    }
    return {place.lon_e5 * 100, place.lat_e5 * 100};
}

}  // namespace siaga::app
