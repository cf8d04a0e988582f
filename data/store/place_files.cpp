#include "data/store/place_files.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "data/core/fault.hpp"
#include "data/core/name.hpp"
#include "data/store/files.hpp"

namespace siaga {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kMaxFileBytes = 64 * 1024 * 1024;
constexpr std::int64_t kMostTps = 999;  // three digits in a box code
constexpr std::int64_t kMaxGuards = 1000;

constexpr std::array kSiteKinds{
    std::pair{std::string_view("pps"), SiteKind::kPps},
    std::pair{std::string_view("ppk"), SiteKind::kPpk},
    std::pair{std::string_view("warehouse"), SiteKind::kWarehouse},
    std::pair{std::string_view("kpu"), SiteKind::kKpu},
    std::pair{std::string_view("bawaslu"), SiteKind::kBawaslu},
    std::pair{std::string_view("police"), SiteKind::kPolice},
};

/// Reads one feature; the first thing that is wrong is kept and everything after it is skipped.
class FeatureReader {
public:
    FeatureReader(std::size_t number, dom::element element) : label_(fmt::format("feature {}", number)) {
        dom::object feature;
        std::string_view type;
        std::string_view code;
        if (element.get(feature) != simdjson::SUCCESS || feature["type"].get(type) != simdjson::SUCCESS ||
            type != "Feature") {
            fail(Refusal::kMalformed, "is not a GeoJSON Feature");
        } else if (feature["properties"].get(properties_) != simdjson::SUCCESS) {
            fail(Refusal::kMissingField, "has no properties");
        } else {
            if (properties_["code"].get(code) == simdjson::SUCCESS) label_ += fmt::format(" ({})", printable(code));
            read_point(feature);
        }
    }

    std::string text(std::string_view key) {
        std::string_view value;
        if (problem_) return {};
        if (properties_[key].get(value) != simdjson::SUCCESS || value.empty()) {
            fail(Refusal::kMissingField, fmt::format("'{}' is missing or not a text", key));
        }
        return std::string(value);
    }
    std::uint32_t count(std::string_view key, std::int64_t most, std::optional<std::uint32_t> otherwise) {
        std::int64_t value = 0;
        if (problem_) return 0;
        const simdjson::error_code error = properties_[key].get(value);
        if (error == simdjson::NO_SUCH_FIELD && otherwise) return *otherwise;
        if (error != simdjson::SUCCESS || value < 0 || value > most) {
            fail(Refusal::kBadValue, fmt::format("'{}' is not a whole number from 0 to {}", key, most));
            return 0;
        }
        return static_cast<std::uint32_t>(value);
    }
    template <class AnyName> AnyName name(std::string_view key) {
        const Result<AnyName> parsed = AnyName::parse(text(key));
        if (!parsed && !problem_) fail(parsed.problem().code, fmt::format("'{}': {}", key, parsed.problem().detail));
        return parsed ? *parsed : AnyName();
    }
    void fail(Refusal code, std::string_view why) {
        if (!problem_) problem_ = Problem{code, 0, fmt::format("{}: {}", label_, why)};
    }
    [[nodiscard]] LonLat place() const { return place_; }
    [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }

private:
    void read_point(const dom::object& feature) {
        dom::array position;
        double lon = 0, lat = 0;
        std::string_view type;
        if (feature["geometry"]["type"].get(type) != simdjson::SUCCESS || type != "Point" ||
            feature["geometry"]["coordinates"].get(position) != simdjson::SUCCESS || position.size() < 2 ||
            position.at(0).get(lon) != simdjson::SUCCESS || position.at(1).get(lat) != simdjson::SUCCESS) {
            return fail(Refusal::kMalformed, "its geometry is not a Point of two numbers");
        }
        if (!LonLat::in_range(lon, lat)) {
            const bool swapped = LonLat::in_range(lat, lon);
            return fail(swapped ? Refusal::kCoordinateSwapped : Refusal::kCoordinateRange,
                        fmt::format("coordinates {}, {} {}", lon, lat,
                                    swapped ? "look swapped: GeoJSON is longitude, latitude"
                                            : "outside [-180, 180], [-90, 90]"));
        }
        place_ = LonLat::from_degrees(lon, lat);
    }

    std::string label_;
    dom::object properties_;
    LonLat place_;
    std::optional<Problem> problem_;
};

/// `read` makes a T of a FeatureReader.
template <class T, class Read> Result<std::vector<T>> features_from(std::string_view json, const Read& read) {
    dom::parser parser;
    dom::element root;
    if (const simdjson::error_code error = parser.parse(simdjson::padded_string(json)).get(root)) {
        return Problem{Refusal::kMalformed, 0, fmt::format("is not JSON: {}", simdjson::error_message(error))};
    }
    std::string_view type;
    dom::array features;
    if (root["type"].get(type) != simdjson::SUCCESS || type != "FeatureCollection" ||
        root["features"].get(features) != simdjson::SUCCESS) {
        return Problem{Refusal::kMalformed, 0, "is not a GeoJSON FeatureCollection"};
    }
    std::vector<T> items;
    for (const dom::element element : features) {
        FeatureReader feature(items.size() + 1, element);
        T item{};
        if (!feature.problem()) item = read(feature);
        if (feature.problem()) return *feature.problem();
        items.push_back(std::move(item));
    }
    return items;
}

template <class T> T or_fault(Result<T> result, const std::filesystem::path& file) {
    if (!result) throw Fault(fmt::format("{}: {}; correct the file", file.string(), result.problem().detail));
    return std::move(result).value();
}

}  // namespace

Result<std::vector<VillagePlace>> villages_from_geojson(std::string_view json) {
    return features_from<VillagePlace>(json, [](FeatureReader& feature) {
        VillagePlace village;
        // A village's code begins those of its boxes and follows "PPS " in that of its committee.
        village.info.code = feature.name<SiteCode>("code").text();
        village.info.name = feature.text("name");
        village.info.place = feature.place();
        village.info.tps = feature.count("tps", kMostTps, std::nullopt);
        village.district_code = feature.text("district_code");
        return village;
    });
}

Result<std::vector<SiteInfo>> sites_from_geojson(std::string_view json) {
    return features_from<SiteInfo>(json, [](FeatureReader& feature) {
        SiteInfo site;
        site.code = feature.name<SiteCode>("code");
        site.name = feature.text("name");
        site.place = feature.place();
        site.guards_required = feature.count("guards_required", kMaxGuards, 0);
        const std::string kind = feature.text("kind");
        for (const auto& known : kSiteKinds) {
            if (known.first == kind) {
                site.kind = known.second;
                return site;
            }
        }
        feature.fail(Refusal::kBadValue,
                     fmt::format("kind '{}' is none of pps, ppk, warehouse, kpu, bawaslu, police", printable(kind)));
        return site;
    });
}

std::vector<VillagePlace> load_villages(const std::filesystem::path& file) {
    return or_fault(villages_from_geojson(read_whole_file(file, kMaxFileBytes)), file);
}

std::vector<SiteInfo> load_sites(const std::filesystem::path& file) {
    return or_fault(sites_from_geojson(read_whole_file(file, kMaxFileBytes)), file);
}

}  // namespace siaga
