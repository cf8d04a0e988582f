#pragma once
// villages.geojson and sites.geojson: GeoJSON FeatureCollections (RFC 7946) of points.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "data/core/result.hpp"
#include "data/model/roster.hpp"

namespace siaga {

/// A village before its district is looked up.
struct VillagePlace {
    VillageInfo info;
    std::string district_code;
};

/// Properties code, name, district_code, tps. No feature is fine. The detail names feature and reason.
[[nodiscard]] Result<std::vector<VillagePlace>> villages_from_geojson(std::string_view json);
/// Properties code, name, kind (pps, ppk, warehouse, kpu, bawaslu, police), guards_required if any.
[[nodiscard]] Result<std::vector<SiteInfo>> sites_from_geojson(std::string_view json);

/// The same from files. Throw Fault with file, feature and reason.
[[nodiscard]] std::vector<VillagePlace> load_villages(const std::filesystem::path& file);
[[nodiscard]] std::vector<SiteInfo> load_sites(const std::filesystem::path& file);

}  // namespace siaga
