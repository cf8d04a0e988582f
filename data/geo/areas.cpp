#include "data/geo/areas.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <fstream>
#include <unordered_map>

#include "data/core/fault.hpp"
#include "data/core/name.hpp"
#include "data/geo/area_checks.hpp"

namespace siaga {
namespace {

namespace dom = simdjson::dom;

/// Why this feature is refused: a problem without the feature's name, which the caller adds.
using Trouble = std::optional<Problem>;

Problem problem(Refusal code, std::string detail) { return Problem{code, 0, std::move(detail)}; }

Result<LonLat> position_from(dom::element value) {
    dom::array numbers;
    if (value.get(numbers) != simdjson::SUCCESS || numbers.size() < 2) {
        return problem(Refusal::kMalformed, "a position is not an array of two numbers");
    }
    double lon = 0;
    double lat = 0;
    if (numbers.at(0).get(lon) != simdjson::SUCCESS || numbers.at(1).get(lat) != simdjson::SUCCESS) {
        return problem(Refusal::kMalformed, "a position is not an array of two numbers");
    }
    if (LonLat::in_range(lon, lat)) return LonLat::from_degrees(lon, lat);
    if (LonLat::in_range(lat, lon)) {
        return problem(Refusal::kCoordinateSwapped,
                       fmt::format("coordinates {}, {} look swapped: GeoJSON is longitude, latitude", lon, lat));
    }
    return problem(Refusal::kCoordinateRange,
                   fmt::format("coordinates {}, {} outside [-180, 180], [-90, 90]", lon, lat));
}

/// RFC 7946 section 3.1.6: four or more positions, the first and the last identical.
Result<Ring> ring_from(dom::element value) {
    dom::array positions;
    if (value.get(positions) != simdjson::SUCCESS) return problem(Refusal::kMalformed, "a ring is not an array");
    Ring ring;
    for (const dom::element position : positions) {
        Result<LonLat> p = position_from(position);
        if (!p) return p.problem();
        ring.push_back(*p);
    }
    if (ring.size() < 4) {
        return problem(Refusal::kBadValue, fmt::format("a ring has {} positions, not 4 or more", ring.size()));
    }
    if (ring.front() != ring.back()) {
        return problem(Refusal::kBadValue, "a ring is not closed: its last position is not its first");
    }
    return ring;
}

Result<Polygon> polygon_from(dom::element value) {
    dom::array rings;
    if (value.get(rings) != simdjson::SUCCESS || rings.size() == 0) {
        return problem(Refusal::kMalformed, "a polygon is not an array of rings");
    }
    Polygon polygon;
    for (const dom::element element : rings) {
        Result<Ring> ring = ring_from(element);
        if (!ring) return ring.problem();
        if (polygon.shell.empty()) {
            polygon.shell = std::move(*ring);
        } else {
            polygon.holes.push_back(std::move(*ring));
        }
    }
    return polygon;
}

Result<std::vector<Polygon>> polygons_from(dom::object geometry) {
    std::string_view type;
    dom::element coordinates;
    if (geometry["type"].get(type) != simdjson::SUCCESS ||
        geometry["coordinates"].get(coordinates) != simdjson::SUCCESS) {
        return problem(Refusal::kMissingField, "the geometry has no type and coordinates");
    }
    std::vector<Polygon> polygons;
    if (type == "Polygon") {
        Result<Polygon> polygon = polygon_from(coordinates);
        if (!polygon) return polygon.problem();
        polygons.push_back(std::move(*polygon));
        return polygons;
    }
    if (type != "MultiPolygon") {
        return problem(Refusal::kBadValue,
                       fmt::format("the geometry is a {}, not a Polygon or MultiPolygon", printable(type)));
    }
    dom::array parts;
    if (coordinates.get(parts) != simdjson::SUCCESS || parts.size() == 0) {
        return problem(Refusal::kMalformed, "a multipolygon is not an array of polygons");
    }
    for (const dom::element part : parts) {
        Result<Polygon> polygon = polygon_from(part);
        if (!polygon) return polygon.problem();
        polygons.push_back(std::move(*polygon));
    }
    return polygons;
}

std::string text_member(dom::object object, std::string_view key) {
    std::string_view text;
    return object[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

std::string code_of(dom::object feature, dom::object properties) {
    std::string code = text_member(properties, "code");
    if (code.empty()) code = text_member(feature, "id");
    std::int64_t number = 0;
    if (code.empty() && feature["id"].get(number) == simdjson::SUCCESS) code = std::to_string(number);
    return code;
}

Trouble identity_trouble(const Area& area) {
    if (area.code.empty()) return problem(Refusal::kMissingField, "no code: neither a property 'code' nor an id");
    if (!valid_name(area.code)) {
        return problem(Refusal::kBadIdentifier, "the code is not 1 to 64 of letters, digits, . _ - and space");
    }
    if (area.name.empty()) return problem(Refusal::kMissingField, "no property 'name'");
    return std::nullopt;
}

Trouble fill_geometry(Area& area, dom::object feature, AreaUse use) {
    dom::object geometry;
    if (feature["geometry"].get(geometry) != simdjson::SUCCESS) {
        return problem(Refusal::kMissingField, "no geometry");
    }
    Result<std::vector<Polygon>> polygons = polygons_from(geometry);
    if (!polygons) return polygons.problem();
    area.polygons = std::move(*polygons);
    const std::optional<std::string> fault = geometry_fault(area.polygons);
    if (!fault) return std::nullopt;
    if (use == AreaUse::kDistricts) return problem(Refusal::kBadValue, *fault);
    area.polygons = mended(area.polygons);
    if (area.polygons.empty()) return problem(Refusal::kBadValue, *fault);
    return std::nullopt;
}

/// The label and the size: from the file where they are usable, else computed.
Trouble fill_properties(Area& area, dom::object properties) {
    dom::element label;
    if (properties["label"].get(label) == simdjson::SUCCESS) {
        const Result<LonLat> place = position_from(label);
        if (!place) return problem(place.problem().code, "label: " + place.problem().detail);
        if (covers(area.polygons, *place)) area.label = *place;
    }
    if (!area.label.defined()) area.label = pole_of_inaccessibility(area.polygons);
    if (properties["area_km2"].get(area.area_km2) != simdjson::SUCCESS || !(area.area_km2 > 0)) {
        area.area_km2 = area_km2_of(area.polygons);
    }
    return std::nullopt;
}

Trouble read_feature(Area& area, dom::element element, AreaUse use) {
    dom::object feature;
    if (element.get(feature) != simdjson::SUCCESS || text_member(feature, "type") != "Feature") {
        return problem(Refusal::kMalformed, "not a GeoJSON Feature");
    }
    dom::object properties;
    const bool has_properties = feature["properties"].get(properties) == simdjson::SUCCESS;
    if (!has_properties && use == AreaUse::kDistricts) return problem(Refusal::kMissingField, "no properties");
    if (has_properties) {
        area.code = code_of(feature, properties);
        area.name = text_member(properties, "name");
    }
    if (use == AreaUse::kDistricts) {
        if (Trouble trouble = identity_trouble(area)) return trouble;
    }
    if (Trouble trouble = fill_geometry(area, feature, use)) return trouble;
    return has_properties ? fill_properties(area, properties) : std::nullopt;
}

Problem about_feature(std::size_t number, const Area& area, const Problem& trouble) {
    std::string who = fmt::format("feature {}", number);
    if (!area.code.empty()) who += fmt::format(" ({})", printable(area.code));
    return problem(trouble.code, who + ": " + trouble.detail);
}

Result<std::vector<Area>> areas_from(dom::array features, AreaUse use) {
    std::vector<Area> areas;
    std::unordered_map<std::string, std::size_t> feature_of_code;
    std::size_t number = 0;
    for (const dom::element element : features) {
        ++number;
        Area area;
        if (Trouble trouble = read_feature(area, element, use)) return about_feature(number, area, *trouble);
        const auto [first, fresh] = feature_of_code.try_emplace(area.code, number);
        if (!fresh && use == AreaUse::kDistricts) {
            return about_feature(
                number, area,
                problem(Refusal::kBadValue, fmt::format("the code is that of feature {} too", first->second)));
        }
        areas.push_back(std::move(area));
    }
    if (areas.empty()) return problem(Refusal::kBadValue, "the FeatureCollection has no features");
    return areas;
}

std::string read_whole(const std::filesystem::path& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error) throw Fault(fmt::format("{}: cannot be read: {}", file.string(), error.message()));
    if (size > kAreaFileMaxBytes) {
        throw Fault(fmt::format("{}: {} MB is too large: an area file has at most {} MB; generalise it first",
                                file.string(), size / (1024 * 1024), kAreaFileMaxBytes / (1024 * 1024)));
    }
    std::ifstream in(file, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    if (!in.read(text.data(), static_cast<std::streamsize>(size))) {
        throw Fault(fmt::format("{}: cannot be read: check its permissions", file.string()));
    }
    return text;
}

}  // namespace

Result<std::vector<Area>> areas_from_geojson(std::string_view json, AreaUse use) {
    if (json.size() > kAreaFileMaxBytes) return problem(Refusal::kLineTooLong, "longer than an area file may be");
    dom::parser parser;
    dom::element root;
    const simdjson::error_code error = parser.parse(json.data(), json.size()).get(root);
    if (error != simdjson::SUCCESS) {
        return problem(Refusal::kMalformed, fmt::format("not JSON: {}", simdjson::error_message(error)));
    }
    dom::object collection;
    dom::array features;
    if (root.get(collection) != simdjson::SUCCESS || text_member(collection, "type") != "FeatureCollection" ||
        collection["features"].get(features) != simdjson::SUCCESS) {
        return problem(Refusal::kMalformed, "not GeoJSON: no FeatureCollection with features");
    }
    return areas_from(features, use);
}

std::vector<Area> load_areas(const std::filesystem::path& file, AreaUse use) {
    Result<std::vector<Area>> areas = areas_from_geojson(read_whole(file), use);
    if (!areas) throw Fault(fmt::format("{}: {}", file.string(), areas.problem().detail));
    return std::move(*areas);
}

}  // namespace siaga
