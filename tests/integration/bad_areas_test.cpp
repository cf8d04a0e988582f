// Area files that `siagactl init --areas` refuses: exit 3, one line that names file, feature and reason,
// and no folder, whole or half. And an operation file of a newer Siaga.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "tests/integration/support/process.hpp"
#include "tests/integration/support/scratch.hpp"

namespace siaga::test {
namespace {

std::string feature(const std::string& code, const std::string& rings) {
    return R"({"type":"Feature","properties":{"code":")" + code + R"(","name":"Uji"},"geometry":{"type":"Polygon",)" +
           R"("coordinates":[)" + rings + "]}}";
}

std::string collection(const std::string& features) {
    return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

const std::string kSquare = "[[124,-9],[125,-9],[125,-8],[124,-8],[124,-9]]";
const std::string kBowTie = "[[124,-9],[125,-8],[125,-9],[124,-8],[124,-9]]";
const std::string kFarHole = "[[120,-9],[120.1,-9],[120.1,-8.9],[120,-8.9],[120,-9]]";

struct BadAreas {
    std::string name, text, reason;
    friend void PrintTo(const BadAreas& areas, std::ostream* out) { *out << areas.name; }
};

class AreasOf : public testing::TestWithParam<BadAreas> {};

TEST_P(AreasOf, AreRefusedInOneLineAndNothingIsMade) {
    const Scratch scratch;
    const std::string file = scratch / "official.geojson";
    std::ofstream(file) << GetParam().text;
    const Outcome outcome = run_siagactl({"init", scratch / "ops", "--areas", file});
    EXPECT_EQ(outcome.exit, 3);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, testing::StartsWith("siagactl init: " + file + ": " + GetParam().reason));
    EXPECT_EQ(outcome.err.find('\n'), outcome.err.size() - 1) << "one line";
    std::vector<std::string> left;
    for (const auto& entry : std::filesystem::directory_iterator(scratch.path()))
        left.push_back(entry.path().filename());
    EXPECT_THAT(left, testing::ElementsAre("official.geojson"));
}

INSTANTIATE_TEST_SUITE_P(
    Siagactl, AreasOf,
    testing::Values(BadAreas{"NoJson", "districts", "not JSON: "},
                    BadAreas{"NoCollection", R"({"type":"Point","coordinates":[0,0]})",
                             "not GeoJSON: no FeatureCollection with features"},
                    BadAreas{"NoFeatures", collection(""), "the FeatureCollection has no features"},
                    BadAreas{"SelfCrossing",
                             collection(feature("53.03.01", kSquare) + "," + feature("53.03.02", kBowTie)),
                             "feature 2 (53.03.02): a ring crosses itself or another near 124.50000, -8.50000"},
                    BadAreas{"HoleOutside", collection(feature("53.03.01", kSquare + "," + kFarHole)),
                             "feature 1 (53.03.01): a hole lies outside its shell near 120.00000, -9.00000"},
                    BadAreas{"SameCode", collection(feature("53.03.01", kSquare) + "," + feature("53.03.01", kSquare)),
                             "feature 2 (53.03.01): the code is that of feature 1 too"},
                    BadAreas{"Swapped", collection(feature("53.03.01", "[[-9,124],[-9,125],[-8,125],[-9,124]]")),
                             "feature 1 (53.03.01): coordinates -9, 124 look swapped: GeoJSON is longitude, latitude"},
                    BadAreas{"OutOfRange", collection(feature("53.03.01", "[[190,95],[191,95],[191,96],[190,95]]")),
                             "feature 1 (53.03.01): coordinates 190, 95 outside [-180, 180], [-90, 90]"},
                    BadAreas{"OpenRing", collection(feature("53.03.01", "[[124,-9],[125,-9],[125,-8],[124,-8]]")),
                             "feature 1 (53.03.01): a ring is not closed: its last position is not its first"},
                    BadAreas{"NoCode", collection(feature("", kSquare)),
                             "feature 1: no code: neither a property 'code' nor an id"}),
    [](const auto& one) { return one.param.name; });

TEST(AreasOfMegabytes, AreRefusedBeforeTheyAreRead) {
    const Scratch scratch;
    const std::string file = scratch / "official.geojson";
    std::ofstream(file) << "{";
    constexpr std::uintmax_t kBytes = 200ULL * 1024 * 1024;
    std::filesystem::resize_file(file, kBytes);  // sparse: it takes no room on the disk
    const Outcome outcome = run_siagactl({"init", scratch / "ops", "--areas", file});
    EXPECT_EQ(outcome.exit, 3);
    EXPECT_EQ(outcome.err, "siagactl init: " + file +
                               ": 200 MB is too large: an area file has at most 64 MB; generalise it first\n");
    EXPECT_FALSE(std::filesystem::exists(scratch / "ops"));
}

TEST(OperationOfANewerSiaga, IsRefusedAndLeftAsItIs) {
    const Scratch scratch;
    const std::string folder = scratch / "ops";
    ASSERT_EQ(run_siagactl({"init", folder}).exit, 0);
    std::string toml = file_bytes(folder + "/operation.toml");
    const std::size_t format = toml.find("format = 1");
    ASSERT_NE(format, std::string::npos);
    toml.replace(format, std::string("format = 1").size(), "format = 2");
    std::ofstream(folder + "/operation.toml") << toml;
    const auto before = folder_bytes(folder);
    for (std::vector<std::string> command : {std::vector<std::string>{"serve", "--port", "0"},
                                             {"state"},
                                             {"status"},
                                             {"export", "fixes", "--output", scratch / "fixes.csv"}}) {
        const std::string name = command.front();
        command.insert(command.end(), {"--operation", folder});
        const Outcome outcome = run_siagactl(command);
        EXPECT_EQ(outcome.exit, 3);
        EXPECT_EQ(outcome.out, "");
        EXPECT_EQ(outcome.err, "siagactl " + name + ": " + folder +
                                   "/operation.toml has format 2 of a newer Siaga, this one knows 1; install the newer "
                                   "Siaga\n");
    }
    EXPECT_EQ(folder_bytes(folder), before);
    EXPECT_FALSE(std::filesystem::exists(scratch / "fixes.csv"));
}

}  // namespace
}  // namespace siaga::test
