#pragma once
// The chapters of the day, each telling one kind of thing to the chronicle.

#include "app/simulator/generator/chronicle.hpp"
#include "app/simulator/generator/fleet.hpp"

namespace siaga::app {

/// Callsign of the escort that belongs to a district: RAJAWALI-09.
[[nodiscard]] std::string escort_of(std::string_view district);

/// 27 to 29 Nov: boxes from the polling stations to the PPS and, but for Insana and Mutis, to the PPK.
void tell_first_deliveries(Chronicle& chronicle);
/// Every plenary, with the boxes that are opened and sealed again.
void tell_plenaries(Chronicle& chronicle);
/// Boxes of plenaries finished before the day, those that reached the warehouse before it.
void tell_first_convoys(Chronicle& chronicle);
/// The day's convoys from the PPKs to the warehouse, on the road.
void tell_convoys(Chronicle& chronicle, Fleet& fleet, const RoadGraph& roads);
/// The villages of Insana and Mutis bring their boxes to the PPK.
void tell_village_tours(Chronicle& chronicle, Fleet& fleet, const RoadGraph& roads);
/// Reports of guard posts and districts, an incident, an SOS, alarms that somebody answers.
void tell_reports(Chronicle& chronicle, const Fleet& fleet);

}  // namespace siaga::app
