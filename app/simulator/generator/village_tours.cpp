// Chapter: boxes still in their villages on the morning of the day.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/simulator/generator/chapters.hpp"
#include "app/simulator/generator/story.hpp"

namespace siaga::app {
namespace {

using story::kMinute;

constexpr std::int32_t kLoading = 12 * kMinute;

/// A unit on its way between the villages and the PPK of one district.
class TourTale {
public:
    TourTale(Chronicle& chronicle, Fleet& fleet, std::string_view unit, std::string_view district)
        : chronicle_(chronicle),
          fleet_(fleet),
          unit_(fleet.named(unit)),
          district_(district),
          ppk_(ppk_site(district)) {}

    [[nodiscard]] std::size_t unit() const { return unit_; }

    /// The boxes of the village are on the vehicle.
    void load(std::int32_t second, const std::string& village, std::int32_t eta) {
        const auto boxes = chronicle_.village_boxes(village, "GB");
        TransferDetails details;
        details.unit = fleet_.name(unit_);
        details.vehicle = "Pikap";
        details.handed_by = "Ketua PPS";
        details.received_by = "Padal pengawalan";
        details.condition = "Segel cocok";
        chronicle_.transfer(second, district_, boxes, BoxStage::kOnRoad, pps_site(village), ppk_, details);
        escort(second + 30, EscortStep::kDeparted, village, eta);
        loaded_.push_back(village);
    }

    void arrive(std::int32_t second) {
        escort(second, EscortStep::kArrived, loaded_.back(), std::nullopt);
        for (const std::string& village : loaded_) {
            TransferDetails details;
            details.handed_by = "Padal pengawalan";
            details.received_by = "Ketua PPK";
            chronicle_.transfer(second + 6 * kMinute, district_, chronicle_.village_boxes(village, "GB"),
                                BoxStage::kAtPpk, pps_site(village), ppk_, details);
        }
        loaded_.clear();
    }

private:
    void escort(std::int32_t second, EscortStep step, const std::string& village, std::optional<std::int32_t> eta) {
        EscortMoved moved{fleet_.name(unit_), step, pps_site(village), ppk_, std::nullopt};
        if (eta) moved.eta = chronicle_.time(*eta);
        chronicle_.add(second, district_, std::move(moved));
    }

    Chronicle& chronicle_;
    Fleet& fleet_;
    std::size_t unit_;
    std::string district_;
    SiteCode ppk_;
    std::vector<std::string> loaded_;
};

/// Three vehicles share the villages of Insana, one after the other.
void tell_shuttles(Chronicle& chronicle, Fleet& fleet, const RoadGraph& roads) {
    std::vector<TourTale> tours;
    for (const std::string& unit :
         {escort_of(story::kDeliveryDistrict), std::string("RAJAWALI-25"), std::string("RAJAWALI-26")}) {
        tours.emplace_back(chronicle, fleet, unit, story::kDeliveryDistrict);
    }
    const Roster& roster = chronicle.roster();
    const std::size_t district = chronicle.district(story::kDeliveryDistrict);
    const std::size_t ppk = roads.node_of_site(chronicle.site(ppk_site(story::kDeliveryDistrict)));
    std::size_t turn = 0;
    for (const VillageInfo& village : roster.villages) {
        if (village.district != district) continue;
        TourTale& tour = tours[turn++ % tours.size()];
        const std::size_t place = roads.node_of_site(chronicle.site(pps_site(village.code)));
        const std::int32_t pause = (8 + static_cast<std::int32_t>(turn * 5 % 9)) * kMinute;
        const std::int32_t there = fleet.drive(tour.unit(), place, fleet.free_at(tour.unit()) + pause);
        tour.load(there + kLoading - kMinute, village.code, there + kLoading + fleet.way_s(place, ppk));
        tour.arrive(fleet.drive(tour.unit(), ppk, there + kLoading));
    }
}

/// One tour over the villages of Mutis, planned backwards from its arrival.
void tell_mountain_tour(Chronicle& chronicle, Fleet& fleet, const RoadGraph& roads) {
    TourTale tour(chronicle, fleet, escort_of(story::kMountainDistrict), story::kMountainDistrict);
    const std::size_t ppk = roads.node_of_site(chronicle.site(ppk_site(story::kMountainDistrict)));
    std::vector<std::size_t> stops{ppk};
    for (const std::string_view village : story::kMountainTour) {
        stops.push_back(roads.node_of_site(chronicle.site(pps_site(village))));
    }
    stops.push_back(ppk);
    std::vector<std::int32_t> departs(stops.size());
    std::int32_t arrives = story::kMountainTourArrives;
    for (std::size_t i = stops.size() - 1; i > 0; --i) {
        departs[i - 1] = arrives - fleet.way_s(stops[i - 1], stops[i]);
        arrives = departs[i - 1] - kLoading;
    }
    UnitDay& day = fleet.day(tour.unit());
    day.silent.push_back({departs[0] + 9 * kMinute, departs[0] + 31 * kMinute});
    day.off.push_back({story::kMountainOffFrom, story::kMountainOffUntil});
    for (std::size_t i = 1; i < stops.size(); ++i) {
        const std::int32_t there = fleet.drive(tour.unit(), stops[i], departs[i - 1]);
        if (i + 1 < stops.size()) {
            tour.load(departs[i] - kMinute, std::string(story::kMountainTour[i - 1]), story::kMountainTourArrives);
        } else {
            tour.arrive(there);
        }
    }
    // The boxes of the PPK's own village come last, across the road.
    const std::string seat(story::kMountainSeat);
    const std::size_t place = roads.node_of_site(chronicle.site(pps_site(seat)));
    const std::int32_t there = fleet.drive(tour.unit(), place, story::kMountainTourArrives + 40 * kMinute);
    tour.load(there + kLoading - kMinute, seat, there + kLoading + fleet.way_s(place, ppk));
    tour.arrive(fleet.drive(tour.unit(), ppk, there + kLoading));
}

/// A reserve unit drives to Mutis and back, out of reach for half an hour.
void tell_mountain_visit(Chronicle& chronicle, Fleet& fleet, const RoadGraph& roads) {
    const std::size_t unit = fleet.named("RAJAWALI-28");
    const std::size_t place = roads.node_of_site(chronicle.site(pps_site(story::kMountainTour.back())));
    const std::int32_t arrives = fleet.drive(unit, place, story::at_hour(6, 25));
    fleet.day(unit).silent.push_back({arrives - 34 * kMinute, arrives - 3 * kMinute});
    fleet.drive(unit, fleet.home(unit), arrives + 70 * kMinute);
}

}  // namespace

void tell_village_tours(Chronicle& chronicle, Fleet& fleet, const RoadGraph& roads) {
    tell_shuttles(chronicle, fleet, roads);
    tell_mountain_tour(chronicle, fleet, roads);
    tell_mountain_visit(chronicle, fleet, roads);
}

}  // namespace siaga::app
