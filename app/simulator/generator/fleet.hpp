#pragma once
// Fleet: the units of the day, where each stands and what roads it has driven so far.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/simulator/day_plan.hpp"
#include "app/simulator/generator/road_graph.hpp"

namespace siaga::app {

class Fleet {
public:
    explicit Fleet(const RoadGraph& roads) : roads_(roads) {}

    /// A unit that stands at `home` when the day begins; answers its index.
    std::size_t add(const std::string& name, std::size_t home, const SourceName& relay, std::uint32_t battery_pct);

    [[nodiscard]] std::size_t size() const { return units_.size(); }
    [[nodiscard]] UnitDay& day(std::size_t unit) { return units_[unit]; }
    [[nodiscard]] const UnitDay& day(std::size_t unit) const { return units_[unit]; }
    [[nodiscard]] const UnitName& name(std::size_t unit) const { return units_[unit].unit; }
    /// Throws Fault when there is none of that name.
    [[nodiscard]] std::size_t named(std::string_view name) const;
    [[nodiscard]] std::size_t home(std::size_t unit) const { return home_[unit]; }
    /// Where it stands after its last leg, and since when.
    [[nodiscard]] std::size_t node(std::size_t unit) const { return node_[unit]; }
    [[nodiscard]] std::int32_t free_at(std::size_t unit) const { return units_[unit].legs.back().back().at_s; }

    /// How long the way takes, seconds.
    [[nodiscard]] std::int32_t way_s(std::size_t from, std::size_t to) const;
    /// Drives from where it stands; answers when it arrives. Throws Fault when it is still on its way.
    std::int32_t drive(std::size_t unit, std::size_t to, std::int32_t departs);
    /// The same with a halt of `halt_s` at the loneliest point of the way, far from `away_from`.
    std::int32_t drive_halting(std::size_t unit, std::size_t to, std::int32_t departs, std::int32_t halt_s,
                               const std::vector<PlanePoint>& away_from);
    /// Loops between legs already driven: the unit leaves its home for `village` and comes back. False
    /// when there is no such pause long enough after `earliest`.
    bool patrol(std::size_t unit, std::size_t village, std::int32_t earliest, std::int32_t stay_s);

    [[nodiscard]] LonLat place_at(std::size_t unit, std::int32_t second) const;
    [[nodiscard]] std::vector<UnitDay> take() { return std::move(units_); }

private:
    const RoadGraph& roads_;
    std::vector<UnitDay> units_;
    std::vector<std::size_t> home_, node_;
};

}  // namespace siaga::app
