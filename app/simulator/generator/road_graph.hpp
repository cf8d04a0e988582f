#pragma once
// RoadGraph: a plausible road network: not the real one, which no source of ours holds. Villages
// whose common circle holds no third one are joined (a Gabriel graph), where the road stays inside
// the regency; the roads bend a little; how fast one drives depends on where they are.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "app/simulator/day_plan.hpp"
#include "app/simulator/generator/plane.hpp"
#include "app/simulator/generator/territory.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {

/// How far a road may leave the generalised outlines.
inline constexpr double kRoadToleranceM = 100;

struct Road {
    std::size_t from = 0, to = 0;       ///< nodes
    std::vector<PlanePoint> line;       ///< both ends included
    std::vector<std::int32_t> step_ms;  ///< one per segment of the line
    double kmh = 0;
    [[nodiscard]] std::int64_t total_ms() const;
};

/// A way along roads: points with seconds since it began, rising, the first 0.
using Journey = std::vector<TrackPoint>;

class RoadGraph {
public:
    RoadGraph(const Operation& operation, std::uint64_t seed);

    /// By index into Roster::sites. A PPS shares the node of its village.
    [[nodiscard]] std::size_t node_of_site(std::size_t site) const { return site_node_[site]; }
    [[nodiscard]] PlanePoint place(std::size_t node) const { return nodes_[node]; }
    [[nodiscard]] const std::vector<Road>& roads() const { return roads_; }

    /// The fastest way. Throws Fault when there is none.
    [[nodiscard]] Journey journey(std::size_t from, std::size_t to) const;

private:
    void add_nodes(const Operation& operation);
    void join_villages(const Territory& territory);
    void join_sites(const Operation& operation);
    void shape(const Territory& territory, std::uint64_t seed);
    void set_speeds(const Operation& operation, std::uint64_t seed);
    void add_road(std::size_t from, std::size_t to);
    /// Roads to take, in order; empty when from == to.
    [[nodiscard]] std::vector<std::size_t> fastest(std::size_t from, std::size_t to) const;

    std::size_t villages_ = 0;  ///< nodes below are villages, as in the roster
    std::vector<PlanePoint> nodes_;
    std::vector<std::size_t> node_district_;
    std::vector<std::size_t> site_node_;
    std::vector<Road> roads_;
    std::vector<std::vector<std::size_t>> roads_of_;  ///< by node
};

}  // namespace siaga::app
