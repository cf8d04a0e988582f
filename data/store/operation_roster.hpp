#pragma once
// The roster of an operation, put together from its areas, villages, sites and contests.

#include <memory>
#include <string>
#include <vector>

#include "data/geo/areas.hpp"
#include "data/store/operation_file.hpp"
#include "data/store/place_files.hpp"

namespace siaga {

struct RosterParts {
    std::vector<VillagePlace> villages;
    std::vector<SiteInfo> sites;
    std::string villages_file, areas_file;  ///< for messages
};

/// Sorts `areas` by code, so that they stand in the order of Roster::districts. Each village without a
/// site "PPS <code>" gets one at its place. Throws Fault naming the villages of no district, or what
/// Roster::finish refuses.
[[nodiscard]] std::shared_ptr<const Roster> make_roster(const OperationFile& file, std::vector<Area>& areas,
                                                        RosterParts parts);

}  // namespace siaga
