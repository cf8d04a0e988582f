#include "app/simulator/generator/road_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <queue>
#include <set>
#include <string>
#include <utility>

#include "app/simulator/generator/road_shape.hpp"
#include "app/simulator/generator/seeded.hpp"
#include "data/core/fault.hpp"

namespace siaga::app {
namespace {

constexpr double kMountainKmh = 17;  // Mutis: unpaved, under 20 km/h
constexpr double kTownKmh = 34;
constexpr double kMainKmh = 50;
constexpr double kVillageKmh = 34;
constexpr std::string_view kMountainDistrict = "53.03.13";
constexpr std::string_view kTownDistrict = "53.03.05";

TrackPoint track_point(PlanePoint p, std::int64_t at_ms) {
    const LonLat place = lonlat_from_plane(p);
    return {static_cast<std::int32_t>(std::lround(place.lon_e7 / 100.0)),
            static_cast<std::int32_t>(std::lround(place.lat_e7 / 100.0)), static_cast<std::int32_t>(at_ms / 1000)};
}

}  // namespace

std::int64_t Road::total_ms() const { return std::accumulate(step_ms.begin(), step_ms.end(), std::int64_t{0}); }

RoadGraph::RoadGraph(const Operation& operation, std::uint64_t seed) {
    const Territory territory(operation.areas);
    add_nodes(operation);
    join_villages(territory);
    join_sites(operation);
    shape(territory, seed);
    set_speeds(operation, seed);
}

void RoadGraph::add_nodes(const Operation& operation) {
    const Roster& roster = *operation.roster;
    villages_ = roster.villages.size();
    for (const VillageInfo& village : roster.villages) {
        nodes_.push_back(plane_from_lonlat(village.place));
        node_district_.push_back(village.district);
    }
    for (const SiteInfo& site : roster.sites) {
        const auto at = std::find_if(roster.villages.begin(), roster.villages.end(),
                                     [&](const VillageInfo& village) { return village.place == site.place; });
        if (at != roster.villages.end()) {
            site_node_.push_back(static_cast<std::size_t>(at - roster.villages.begin()));
            continue;
        }
        site_node_.push_back(nodes_.size());
        nodes_.push_back(plane_from_lonlat(site.place));
        node_district_.push_back(0);
    }
    roads_of_.resize(nodes_.size());
}

void RoadGraph::add_road(std::size_t from, std::size_t to) {
    roads_of_[from].push_back(roads_.size());
    roads_of_[to].push_back(roads_.size());
    roads_.push_back({from, to, {nodes_[from], nodes_[to]}, {}, kVillageKmh});
}

void RoadGraph::join_villages(const Territory& territory) {
    for (std::size_t a = 0; a < villages_; ++a) {
        for (std::size_t b = a + 1; b < villages_; ++b) {
            const PlanePoint middle = along(nodes_[a], nodes_[b], 0.5);
            const double radius = metres_between(nodes_[a], nodes_[b]) / 2;
            bool alone = true;
            for (std::size_t c = 0; c < villages_ && alone; ++c) {
                alone = c == a || c == b || metres_between(nodes_[c], middle) >= radius;
            }
            if (alone && territory.metres_outside(nodes_[a], nodes_[b]) <= kRoadToleranceM) add_road(a, b);
        }
    }
}

void RoadGraph::join_sites(const Operation& operation) {
    for (std::size_t node = villages_; node < nodes_.size(); ++node) {
        std::vector<std::size_t> near(villages_);
        std::iota(near.begin(), near.end(), std::size_t{0});
        std::sort(near.begin(), near.end(), [&](std::size_t a, std::size_t b) {
            return metres_between(nodes_[a], nodes_[node]) < metres_between(nodes_[b], nodes_[node]);
        });
        node_district_[node] = node_district_[near.front()];
        // A place in town has streets to several sides; a PPK stands by its village.
        const bool town = operation.roster->districts[node_district_[node]].code.text() == kTownDistrict;
        for (std::size_t i = 0; i < (town ? 3U : 1U); ++i) add_road(near[i], node);
    }
}

void RoadGraph::shape(const Territory& territory, std::uint64_t seed) {
    Seeded random(seed, "road shapes");
    for (Road& road : roads_) road.line = bent_line(nodes_[road.from], nodes_[road.to], territory, random);
}

void RoadGraph::set_speeds(const Operation& operation, std::uint64_t seed) {
    const Roster& roster = *operation.roster;
    const auto in = [&](const Road& road, std::string_view code) {
        return roster.districts[node_district_[road.from]].code.text() == code ||
               roster.districts[node_district_[road.to]].code.text() == code;
    };
    Seeded random(seed, "road speeds");
    const auto time_road = [&random](Road& road) {
        road.step_ms.clear();
        for (std::size_t i = 0; i + 1 < road.line.size(); ++i) {
            const double mps = road.kmh / 3.6 * random.between(86, 112) / 100.0;
            road.step_ms.push_back(
                static_cast<std::int32_t>(metres_between(road.line[i], road.line[i + 1]) / mps * 1000) + 1);
        }
    };
    for (Road& road : roads_) {
        if (in(road, kTownDistrict)) road.kmh = kTownKmh;
        if (in(road, kMountainDistrict)) road.kmh = kMountainKmh;
        time_road(road);
    }
    // The main roads are those that lead from each PPK to the warehouse.
    std::set<std::size_t> main_roads;
    const auto warehouse = std::find_if(roster.sites.begin(), roster.sites.end(),
                                        [](const SiteInfo& site) { return site.kind == SiteKind::kWarehouse; });
    if (warehouse == roster.sites.end()) throw Fault("sites.geojson has no warehouse: add one");
    const std::size_t target = site_node_[static_cast<std::size_t>(warehouse - roster.sites.begin())];
    for (std::size_t i = 0; i < roster.sites.size(); ++i) {
        if (roster.sites[i].kind != SiteKind::kPpk) continue;
        for (const std::size_t road : fastest(site_node_[i], target)) main_roads.insert(road);
    }
    for (const std::size_t road : main_roads) {
        if (roads_[road].kmh < kVillageKmh || in(roads_[road], kTownDistrict)) continue;
        roads_[road].kmh = kMainKmh;
        time_road(roads_[road]);
    }
}

std::vector<std::size_t> RoadGraph::fastest(std::size_t from, std::size_t to) const {
    constexpr auto kFar = std::numeric_limits<std::int64_t>::max();
    std::vector<std::int64_t> best_ms(nodes_.size(), kFar);
    std::vector<std::size_t> came_by(nodes_.size(), roads_.size());
    using Reached = std::pair<std::int64_t, std::size_t>;
    std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open;
    best_ms[from] = 0;
    open.emplace(0, from);
    while (!open.empty()) {
        const auto [ms, node] = open.top();
        open.pop();
        if (ms > best_ms[node]) continue;
        for (const std::size_t road : roads_of_[node]) {
            const std::size_t other = roads_[road].from == node ? roads_[road].to : roads_[road].from;
            const std::int64_t total = ms + roads_[road].total_ms();
            if (total >= best_ms[other]) continue;
            best_ms[other] = total;
            came_by[other] = road;
            open.emplace(total, other);
        }
    }
    if (best_ms[to] == kFar) throw Fault(fmt::format("no road leads from node {} to node {}", from, to));
    std::vector<std::size_t> way;
    for (std::size_t node = to; node != from;) {
        way.push_back(came_by[node]);
        node = roads_[came_by[node]].from == node ? roads_[came_by[node]].to : roads_[came_by[node]].from;
    }
    std::reverse(way.begin(), way.end());
    return way;
}

Journey RoadGraph::journey(std::size_t from, std::size_t to) const {
    Journey journey{track_point(nodes_[from], 0)};
    std::int64_t at_ms = 0;
    std::size_t node = from;
    const auto reach = [&](PlanePoint p, std::int32_t step_ms) {
        at_ms += step_ms;
        const TrackPoint point = track_point(p, at_ms);
        // Steps under two seconds are joined to the next, so that rounding to seconds stays small.
        if (point.at_s - journey.back().at_s >= 2) journey.push_back(point);
    };
    for (const std::size_t index : fastest(from, to)) {
        const Road& road = roads_[index];
        const std::size_t steps = road.step_ms.size();
        const bool forward = road.from == node;
        for (std::size_t i = 0; i < steps; ++i) {
            reach(forward ? road.line[i + 1] : road.line[steps - 1 - i], road.step_ms[forward ? i : steps - 1 - i]);
        }
        node = forward ? road.to : road.from;
    }
    TrackPoint last = track_point(nodes_[to], at_ms);
    last.at_s = std::max(last.at_s, journey.back().at_s) + 2;
    journey.push_back(last);
    return journey;
}

}  // namespace siaga::app
