#include "data/geo/areas.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include "data/core/fault.hpp"

namespace siaga {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string feature(const std::string& code, const std::string& rings) {
    return R"({"type":"Feature","properties":{"code":")" + code + R"(","name":"Area )" + code +
           R"("},"geometry":{"type":"Polygon","coordinates":[)" + rings + "]}}";
}

std::string collection_of(const std::string& features) {
    return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

const std::string kSquare = "[[124,-9],[125,-9],[125,-8],[124,-8],[124,-9]]";

Problem refused(const std::string& json) {
    const Result<std::vector<Area>> areas = areas_from_geojson(json, AreaUse::kDistricts);
    EXPECT_FALSE(areas.ok());
    return areas.ok() ? Problem{} : areas.problem();
}

std::filesystem::path ttu() { return std::filesystem::path(SIAGA_SOURCE_DIR) / "assets/ttu/areas.geojson"; }

double mesh_area(const AreaMesh& mesh) {
    double sum = 0;
    for (std::size_t i = 0; i < mesh.triangles.size(); i += 3) {
        const LonLat a = mesh.points[mesh.triangles[i]];
        const LonLat b = mesh.points[mesh.triangles[i + 1]];
        const LonLat c = mesh.points[mesh.triangles[i + 2]];
        sum += std::abs((b.lon_deg() - a.lon_deg()) * (c.lat_deg() - a.lat_deg()) -
                        (c.lon_deg() - a.lon_deg()) * (b.lat_deg() - a.lat_deg())) /
               2;
    }
    return sum;
}

TEST(AreaFile, ReadsThe24DistrictsOfTtu) {
    const std::vector<Area> areas = load_areas(ttu(), AreaUse::kDistricts);
    ASSERT_EQ(areas.size(), 24U);
    EXPECT_EQ(areas[4].code, "53.03.05");
    EXPECT_EQ(areas[4].name, "Kota Kefamenanu");
    EXPECT_EQ(areas[4].label, LonLat::from_degrees(124.5042, -9.4593));
    EXPECT_DOUBLE_EQ(areas[4].area_km2, 70.8);
    EXPECT_EQ(areas[15].polygons.size(), 2U);
}

TEST(AreaFile, ComputesLabelAndSizeWhereTheFileHasNone) {
    const auto areas = areas_from_geojson(collection_of(feature("A", kSquare)), AreaUse::kDistricts);
    ASSERT_TRUE(areas.ok());
    EXPECT_NEAR(areas->front().label.lon_deg(), 124.5, 0.01);
    EXPECT_NEAR(areas->front().label.lat_deg(), -8.5, 0.01);
    EXPECT_NEAR(areas->front().area_km2, 111.195 * 111.195 * std::cos(8.5 * 3.14159265 / 180), 30.0);
}

TEST(AreaFile, LabelsASliverOfHalfAContinentAtOnce) {
    // With squares as wide as it is high this would take a thousand million of them.
    for (const char* height : {"-9.4999990", "-9.4"}) {
        const std::string ring = std::string("[[16,-9.5],[124.4,-9.5],[124.4,") + height + "],[16,-9.5]]";
        const auto areas = areas_from_geojson(collection_of(feature("A", ring)), AreaUse::kDistricts);
        ASSERT_TRUE(areas.ok()) << areas.problem().detail;
        EXPECT_GT(areas->front().label.lon_deg(), 16);
        EXPECT_LT(areas->front().label.lon_deg(), 124.4);
        EXPECT_NEAR(areas->front().label.lat_deg(), -9.45, 0.0501);
    }
}

TEST(AreaFile, RefusesWhatIsNotJson) {
    const Problem problem = refused("hello");
    EXPECT_EQ(problem.code, Refusal::kMalformed);
    EXPECT_THAT(problem.detail, HasSubstr("not JSON: "));
}

TEST(AreaFile, RefusesJsonThatIsNotGeoJson) {
    const Problem problem = refused(R"({"type":"Topology"})");
    EXPECT_EQ(problem.code, Refusal::kMalformed);
    EXPECT_EQ(problem.detail, "not GeoJSON: no FeatureCollection with features");
}

TEST(AreaFile, RefusesACollectionWithoutFeatures) {
    const Problem problem = refused(collection_of(""));
    EXPECT_EQ(problem.code, Refusal::kBadValue);
    EXPECT_EQ(problem.detail, "the FeatureCollection has no features");
}

TEST(AreaFile, RefusesASelfCrossingRing) {
    const Problem problem = refused(collection_of(feature("A", "[[124,-9],[125,-8],[125,-9],[124,-8],[124,-9]]")));
    EXPECT_EQ(problem.code, Refusal::kBadValue);
    EXPECT_EQ(problem.detail, "feature 1 (A): a ring crosses itself or another near 124.50000, -8.50000");
}

TEST(AreaFile, RefusesAHoleOutsideItsShell) {
    const std::string rings = kSquare + ",[[126,-9],[126,-8.9],[126.1,-8.9],[126,-9]]";
    const Problem problem = refused(collection_of(feature("A", rings)));
    EXPECT_EQ(problem.code, Refusal::kBadValue);
    EXPECT_THAT(problem.detail, HasSubstr("feature 1 (A): a hole lies outside its shell near 126.00000"));
}

TEST(AreaFile, RefusesADuplicateCode) {
    const Problem problem = refused(collection_of(feature("A", kSquare) + "," + feature("A", kSquare)));
    EXPECT_EQ(problem.code, Refusal::kBadValue);
    EXPECT_EQ(problem.detail, "feature 2 (A): the code is that of feature 1 too");
}

TEST(AreaFile, RefusesSwappedCoordinates) {
    const Problem problem = refused(collection_of(feature("A", "[[-9,124],[-9,125],[-8,125],[-9,124]]")));
    EXPECT_EQ(problem.code, Refusal::kCoordinateSwapped);
    EXPECT_EQ(problem.detail, "feature 1 (A): coordinates -9, 124 look swapped: GeoJSON is longitude, latitude");
}

TEST(AreaFile, RefusesCoordinatesOutOfRange) {
    const Problem problem = refused(collection_of(feature("A", "[[124,-9],[925,-9],[125,-8],[124,-9]]")));
    EXPECT_EQ(problem.code, Refusal::kCoordinateRange);
    EXPECT_EQ(problem.detail, "feature 1 (A): coordinates 925, -9 outside [-180, 180], [-90, 90]");
}

TEST(AreaFile, RefusesAnOpenRing) {
    const Problem problem = refused(collection_of(feature("A", "[[124,-9],[125,-9],[125,-8],[124,-8]]")));
    EXPECT_EQ(problem.code, Refusal::kBadValue);
    EXPECT_EQ(problem.detail, "feature 1 (A): a ring is not closed: its last position is not its first");
}

TEST(AreaFile, RefusesARingOfThreePositions) {
    const Problem problem = refused(collection_of(feature("A", "[[124,-9],[125,-9],[124,-9]]")));
    EXPECT_EQ(problem.code, Refusal::kBadValue);
    EXPECT_EQ(problem.detail, "feature 1 (A): a ring has 3 positions, not 4 or more");
}

TEST(AreaFile, RefusesAPositionThatIsNoPairOfNumbers) {
    const Problem problem = refused(collection_of(feature("A", R"([[124,"x"],[125,-9],[125,-8],[124,-9]])")));
    EXPECT_EQ(problem.code, Refusal::kMalformed);
    EXPECT_EQ(problem.detail, "feature 1 (A): a position is not an array of two numbers");
}

TEST(AreaFile, RefusesADistrictWithoutCodeOrName) {
    const std::string geometry = R"(,"geometry":{"type":"Polygon","coordinates":[)" + kSquare + "]}}";
    const Problem no_code = refused(collection_of(R"({"type":"Feature","properties":{"name":"X"})" + geometry));
    EXPECT_EQ(no_code.code, Refusal::kMissingField);
    EXPECT_EQ(no_code.detail, "feature 1: no code: neither a property 'code' nor an id");
    const Problem no_name = refused(collection_of(R"({"type":"Feature","properties":{"code":"A"})" + geometry));
    EXPECT_EQ(no_name.code, Refusal::kMissingField);
    EXPECT_EQ(no_name.detail, "feature 1 (A): no property 'name'");
}

TEST(AreaFile, RefusesACodeThatIsNoIdentifier) {
    const Problem problem = refused(collection_of(feature("A/../B", kSquare)));
    EXPECT_EQ(problem.code, Refusal::kBadIdentifier);
    EXPECT_THAT(problem.detail, HasSubstr("feature 1 (A/../B): the code is not 1 to 64 of letters"));
}

TEST(AreaFile, RefusesAGeometryThatIsNoArea) {
    const Problem problem = refused(collection_of(
        R"({"type":"Feature","properties":{"code":"A","name":"X"},"geometry":{"type":"Point","coordinates":[124,-9]}})"));
    EXPECT_EQ(problem.code, Refusal::kBadValue);
    EXPECT_EQ(problem.detail, "feature 1 (A): the geometry is a Point, not a Polygon or MultiPolygon");
}

TEST(AreaFile, NamesTheFileInTheFault) {
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "areas_bad.geojson";
    std::ofstream(file) << collection_of("");
    try {
        static_cast<void>(load_areas(file, AreaUse::kDistricts));
        FAIL() << "the file was accepted";
    } catch (const Fault& fault) {
        EXPECT_EQ(fault.exit(), Exit::kEnvironment);
        EXPECT_EQ(std::string(fault.what()), file.string() + ": the FeatureCollection has no features");
    }
    std::filesystem::remove(file);
}

TEST(AreaFile, RefusesAFileOf200MbByItsSize) {
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "areas_large.geojson";
    std::ofstream(file) << "{";
    std::filesystem::resize_file(file, 200ULL * 1024 * 1024);  // sparse: takes no room on the disk
    try {
        static_cast<void>(load_areas(file, AreaUse::kDistricts));
        FAIL() << "the file was accepted";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(),
                    HasSubstr("areas_large.geojson: 200 MB is too large: an area file has at most 64 MB"));
    }
    std::filesystem::remove(file);
}

TEST(AreaFile, SaysThatAFileIsMissing) {
    try {
        static_cast<void>(load_areas("/nowhere/areas.geojson", AreaUse::kDistricts));
        FAIL() << "the file was accepted";
    } catch (const Fault& fault) {
        EXPECT_THAT(fault.what(),
                    AllOf(HasSubstr("/nowhere/areas.geojson: cannot be read: "), HasSubstr("No such file")));
    }
}

TEST(AreaFile, MendsContextThatCrossesItself) {
    const std::string json = collection_of(feature("A", "[[124,-9],[125,-8],[125,-9],[124,-8],[124,-9]]"));
    const auto areas = areas_from_geojson(json, AreaUse::kContext);
    ASSERT_TRUE(areas.ok());
    EXPECT_EQ(areas->front().polygons.size(), 2U);
}

TEST(Triangulation, CoversAShellLessItsHole) {
    const std::string rings = kSquare + ",[[124.2,-8.8],[124.2,-8.4],[124.6,-8.4],[124.6,-8.8],[124.2,-8.8]]";
    const auto areas = areas_from_geojson(collection_of(feature("A", rings)), AreaUse::kDistricts);
    ASSERT_TRUE(areas.ok());
    const AreaMesh mesh = triangulate(areas->front());
    EXPECT_EQ(mesh.points.size(), 8U);
    EXPECT_EQ(mesh.triangles.size(), 8U * 3);
    EXPECT_NEAR(mesh_area(mesh), 1.0 - 0.16, 1e-9);
}

TEST(Triangulation, CopesWithAHoleThatTouchesItsShell) {
    const std::string rings =
        "[[124.4,-9.5],[124.6,-9.5],[124.6,-9.3],[124.5,-9.3],[124.4,-9.5]],"
        "[[124.45,-9.45],[124.45,-9.4],[124.5,-9.4],[124.45,-9.45]]";
    const auto areas = areas_from_geojson(collection_of(feature("A", rings)), AreaUse::kDistricts);
    ASSERT_TRUE(areas.ok()) << areas.problem().detail;
    EXPECT_NEAR(mesh_area(triangulate(areas->front())), 0.03 - 0.00125, 1e-8);
}

TEST(Triangulation, OfEachDistrictHasItsPlanarArea) {
    for (const Area& area : load_areas(ttu(), AreaUse::kDistricts)) {
        double planar = 0;
        for (const Polygon& polygon : area.polygons) {
            double ring = 0;
            for (std::size_t i = 0; i + 1 < polygon.shell.size(); ++i) {
                const LonLat a = polygon.shell[i];
                const LonLat b = polygon.shell[i + 1];
                ring += a.lon_deg() * b.lat_deg() - b.lon_deg() * a.lat_deg();
            }
            planar += std::abs(ring) / 2;
        }
        EXPECT_NEAR(mesh_area(triangulate(area)), planar, 1e-9) << area.name;
    }
}

TEST(AreaIndex, FindsEachDistrictAtItsLabel) {
    const std::vector<Area> areas = load_areas(ttu(), AreaUse::kDistricts);
    const AreaIndex index(areas);
    for (std::size_t i = 0; i < areas.size(); ++i) EXPECT_EQ(index.area_at(areas[i].label), i) << areas[i].name;
    EXPECT_EQ(index.area_at(LonLat::from_degrees(124.42, -9.1)), std::nullopt);
}

TEST(AreaIndex, GivesACommonBorderToTheLowerIndex) {
    const std::string east = "[[125,-9],[126,-9],[126,-8],[125,-8],[125,-9]]";
    const auto areas =
        areas_from_geojson(collection_of(feature("E", east) + "," + feature("W", kSquare)), AreaUse::kDistricts);
    ASSERT_TRUE(areas.ok());
    const AreaIndex index(*areas);
    EXPECT_EQ(index.area_at(LonLat::from_degrees(125, -8.5)), 0U);
    EXPECT_EQ(index.area_at({1'249'999'999, -85'000'000}), 1U);
    EXPECT_EQ(index.area_at({1'250'000'001, -85'000'000}), 0U);
}

TEST(AreaIndex, LeavesOutAHole) {
    const std::string rings = kSquare + ",[[124.2,-8.8],[124.2,-8.4],[124.6,-8.4],[124.6,-8.8],[124.2,-8.8]]";
    const auto areas = areas_from_geojson(collection_of(feature("A", rings)), AreaUse::kDistricts);
    ASSERT_TRUE(areas.ok());
    const AreaIndex index(*areas);
    EXPECT_EQ(index.area_at(LonLat::from_degrees(124.4, -8.6)), std::nullopt);
    EXPECT_EQ(index.area_at(LonLat::from_degrees(124.1, -8.6)), 0U);
}

}  // namespace
}  // namespace siaga
