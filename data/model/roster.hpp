#pragma once
// Roster: the fixed reference data of one operation: its contests, districts, villages, boxes,
// sites and guard posts. Loaded once from the operation folder, then shared as const.

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "data/core/name.hpp"
#include "data/core/time.hpp"
#include "data/geo/lonlat.hpp"

namespace siaga {

struct ContestInfo {
    ContestName name;   ///< bupati
    std::string title;  ///< Bupati
    char letter = '?';  ///< B, the last part of a box code
};

struct DistrictInfo {
    DistrictCode code;
    std::string name;
    LonLat label;  ///< pole of inaccessibility
    std::uint32_t villages = 0;
    std::uint32_t tps = 0;
};

struct VillageInfo {
    std::string code;
    std::string name;
    std::size_t district = 0;  ///< index into Roster::districts
    LonLat place;
    std::uint32_t tps = 0;
};

enum class SiteKind : std::uint8_t { kPps, kPpk, kWarehouse, kKpu, kBawaslu, kPolice };

struct SiteInfo {
    SiteCode code;
    std::string name;
    SiteKind kind{};
    LonLat place;
    std::uint32_t guards_required = 0;  ///< 0: no guard post
};

struct BoxInfo {
    BoxCode code;
    std::size_t village = 0;  ///< index into Roster::villages
    std::size_t district = 0;
    std::size_t contest = 0;
};

/// Ages that turn a unit stale and lost, and a district unknown; speeds and stops of the rules.
struct RuleSettings {
    Millis stale_after = 60s;
    Millis lost_after = 300s;
    Millis district_silent_after = 3h;
    Millis stop_after = 10min;  ///< an escort with boxes that stands this long away from any site
    double stop_radius_m = 150;
    double site_radius_m = 600;
    double teleport_mps = 70;
    Millis teleport_gap = 120s;  ///< after a gap longer than this the first fix is believed
    Millis clock_ahead = 60s;
    Millis clock_behind = std::chrono::hours(24 * 365);
    std::uint32_t refusals_alarm = 100;  ///< refused tokens within refusals_window that raise an alarm
    Millis refusals_window = 10min;
};

class Roster {
public:
    std::vector<ContestInfo> contests;
    std::vector<DistrictInfo> districts;  ///< sorted by code
    std::vector<VillageInfo> villages;    ///< sorted by code
    std::vector<SiteInfo> sites;
    std::vector<BoxInfo> boxes;  ///< generated: village code - TPS 001.. - contest letter
    RuleSettings rules;

    /// Call once after the vectors above are filled: generates boxes, counts, sorts and indexes.
    /// Throws Fault naming the first duplicate or dangling reference.
    void finish();

    [[nodiscard]] std::optional<std::size_t> contest_index(const ContestName& name) const;
    [[nodiscard]] std::optional<std::size_t> district_index(const DistrictCode& code) const;
    [[nodiscard]] std::optional<std::size_t> site_index(const SiteCode& code) const;
    [[nodiscard]] std::optional<std::size_t> box_index(const BoxCode& code) const;
    /// Boxes of one contest in one district.
    [[nodiscard]] std::uint32_t boxes_expected(std::size_t district, std::size_t contest) const;

private:
    std::unordered_map<std::string, std::size_t> district_by_code_, site_by_code_, box_by_code_;
};

}  // namespace siaga
