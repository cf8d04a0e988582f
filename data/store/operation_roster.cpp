#include "data/store/operation_roster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "data/core/fault.hpp"

namespace siaga {
namespace {

constexpr std::size_t kNamedInMessage = 5;

std::vector<DistrictInfo> districts_of(const std::vector<Area>& areas, const std::string& file) {
    std::vector<DistrictInfo> districts;
    for (const Area& area : areas) {
        Result<DistrictCode> code = DistrictCode::parse(area.code);
        if (!code) throw Fault(fmt::format("{}: area '{}': {}", file, printable(area.name), code.problem().detail));
        districts.push_back({std::move(code).value(), area.name, area.label, 0, 0});
    }
    return districts;
}

std::vector<VillageInfo> villages_in(const std::vector<DistrictInfo>& districts, const RosterParts& parts) {
    std::map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < districts.size(); ++i) index.emplace(districts[i].code.text(), i);
    std::vector<VillageInfo> villages;
    std::vector<std::string> homeless;
    for (const VillagePlace& village : parts.villages) {
        const auto district = index.find(village.district_code);
        if (district == index.end()) {
            homeless.push_back(fmt::format("{} {} (district {})", village.info.code, printable(village.info.name),
                                           printable(village.district_code)));
            continue;
        }
        villages.push_back(village.info);
        villages.back().district = district->second;
    }
    if (!homeless.empty()) {
        const std::size_t named = std::min(homeless.size(), kNamedInMessage);
        throw Fault(
            fmt::format("{}: {} of {} villages belong to no district of {}: {}{}; correct district_code",
                        parts.villages_file, homeless.size(), parts.villages.size(), parts.areas_file,
                        fmt::join(homeless.begin(), homeless.begin() + static_cast<std::ptrdiff_t>(named), ", "),
                        named < homeless.size() ? ", ..." : ""));
    }
    return villages;
}

void add_missing_pps(std::vector<SiteInfo>& sites, const std::vector<VillageInfo>& villages) {
    std::set<std::string> known;
    for (const SiteInfo& site : sites) known.insert(site.code.text());
    for (const VillageInfo& village : villages) {
        const std::string text = fmt::format("PPS {}", village.code);
        if (known.count(text) > 0) continue;
        Result<SiteCode> code = SiteCode::parse(text);
        if (!code) throw Fault(fmt::format("village '{}' makes no site code: {}", village.name, code.problem().detail));
        sites.push_back({std::move(code).value(), "PPS " + village.name, SiteKind::kPps, village.place, 0});
    }
}

}  // namespace

std::shared_ptr<const Roster> make_roster(const OperationFile& file, std::vector<Area>& areas, RosterParts parts) {
    std::sort(areas.begin(), areas.end(), [](const Area& a, const Area& b) { return a.code < b.code; });
    auto roster = std::make_shared<Roster>();
    roster->contests = file.contests;
    roster->rules = file.rules;
    roster->districts = districts_of(areas, parts.areas_file);
    roster->villages = villages_in(roster->districts, parts);
    roster->sites = std::move(parts.sites);
    add_missing_pps(roster->sites, roster->villages);
    try {
        roster->finish();
    } catch (const Fault& fault) {
        throw Fault(fmt::format("{}: {}", parts.villages_file, fault.what()));
    }
    return roster;
}

}  // namespace siaga
