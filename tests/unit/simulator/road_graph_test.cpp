#include "app/simulator/generator/road_graph.hpp"

#include <gtest/gtest.h>

#include <string>

#include "app/simulator/day_file.hpp"
#include "app/simulator/generator/day_maker.hpp"
#include "app/simulator/generator/story.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {
namespace {

const Operation& ttu() {
    static const Operation operation = load_operation(SIAGA_SOURCE_DIR "/assets/ttu");
    return operation;
}
const RoadGraph& roads() {
    static const RoadGraph graph(ttu(), story::kSeed);
    return graph;
}

TEST(Territory, SaysHowFarOutsideAPointLies) {
    Area square;
    square.polygons.push_back(
        {{LonLat::from_degrees(124.0, -9.5), LonLat::from_degrees(124.1, -9.5), LonLat::from_degrees(124.1, -9.4),
          LonLat::from_degrees(124.0, -9.4), LonLat::from_degrees(124.0, -9.5)},
         {}});
    const Territory territory({square});
    EXPECT_EQ(territory.metres_outside({1000, 1000}), 0);
    EXPECT_DOUBLE_EQ(territory.metres_outside({1000, -250}), 250);
    EXPECT_DOUBLE_EQ(territory.metres_outside(PlanePoint{1000, 1000}, PlanePoint{1000, -400}), 400);
}

TEST(RoadGraph, StaysInsideTheRegency) {
    const Territory territory(ttu().areas);
    for (const Road& road : roads().roads()) {
        for (std::size_t i = 0; i + 1 < road.line.size(); ++i) {
            ASSERT_LE(territory.metres_outside(road.line[i], road.line[i + 1]), kRoadToleranceM + 50)
                << "between nodes " << road.from << " and " << road.to;
        }
    }
}

TEST(RoadGraph, LeadsFromEverySiteToTheWarehouse) {
    const Roster& roster = *ttu().roster;
    const std::size_t warehouse = roads().node_of_site(*roster.site_index(SiteCode::literal("GUDANG")));
    for (std::size_t site = 0; site < roster.sites.size(); ++site) {
        EXPECT_NO_THROW(static_cast<void>(roads().journey(roads().node_of_site(site), warehouse)))
            << roster.sites[site].code.text();
    }
}

TEST(RoadGraph, IsSlowInTheMountains) {
    const Roster& roster = *ttu().roster;
    const auto node = [&](const char* site) {
        return roads().node_of_site(*roster.site_index(SiteCode::literal(site)));
    };
    const Journey journey = roads().journey(node("PPS 53.03.13.2004"), node("PPK 53.03.13"));
    double metres = 0;
    for (std::size_t i = 1; i < journey.size(); ++i) {
        metres += distance_m({journey[i - 1].lon_e5 * 100, journey[i - 1].lat_e5 * 100},
                             {journey[i].lon_e5 * 100, journey[i].lat_e5 * 100});
    }
    EXPECT_LT(metres / journey.back().at_s * 3.6, 20);
    EXPECT_GT(metres / journey.back().at_s * 3.6, 12);
}

TEST(RoadGraph, GoesTheSameWayBack) {
    const Journey out = roads().journey(0, 100);
    const Journey back = roads().journey(100, 0);
    EXPECT_NEAR(out.back().at_s, back.back().at_s, 5);
    EXPECT_EQ(out.front().lon_e5, back.back().lon_e5);
    EXPECT_EQ(out.back().lat_e5, back.front().lat_e5);
}

TEST(DayMaker, MakesTheSameDayTwice) { EXPECT_EQ(make_day(ttu()), make_day(ttu())); }

TEST(DayMaker, MakesTheDayOfTheTree) { EXPECT_EQ(make_day(ttu()), load_day(SIAGA_SOURCE_DIR "/assets/ttu")); }

}  // namespace
}  // namespace siaga::app
