#include "data/ingest/fix_checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga {
namespace {

using test::kNow;
using test::sample_report;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> told(const Reasons& reasons) {
    std::vector<std::string> lines;
    for (const Problem& problem : reasons) lines.push_back(std::string(name_of(problem.code)) + ": " + problem.detail);
    return lines;
}

std::vector<std::string> place_problems(double lat, double lon, std::optional<double> accuracy = {}) {
    const OperationBox box(*test::small_roster());
    FixReport report = sample_report(kNow, lat, lon);
    report.accuracy_m = accuracy;
    Reasons reasons;
    check_place(report, box, reasons);
    return told(reasons);
}

TEST(FixChecks, BelieveAPlaceInTheOperation) { EXPECT_THAT(place_problems(-9.4386, 124.4871), IsEmpty()); }

TEST(FixChecks, BelieveAPlaceFarFromTheOperation) { EXPECT_THAT(place_problems(-6.2, 106.8), IsEmpty()); }

TEST(FixChecks, RefuseALatitudeOutOfRange) {
    EXPECT_THAT(place_problems(-95.2, 124.4871), ElementsAre("COORDINATE_RANGE: lat -95.2 outside [-90, 90]"));
}

TEST(FixChecks, RefuseBothCoordinatesOutOfRangeWithBothReasons) {
    EXPECT_THAT(place_problems(91, -180.5), ElementsAre("COORDINATE_RANGE: lat 91 outside [-90, 90]",
                                                        "COORDINATE_RANGE: lon -180.5 outside [-180, 180]"));
}

TEST(FixChecks, RecogniseSwappedCoordinates) {
    EXPECT_THAT(place_problems(124.4871, -9.4386),
                ElementsAre("COORDINATE_SWAPPED: lat 124.4871 and lon -9.4386 look swapped",
                            "COORDINATE_RANGE: lat 124.4871 outside [-90, 90]"));
}

TEST(FixChecks, RecogniseSwappedCoordinatesThatAreBothInRange) {
    Roster roster;
    roster.districts.push_back({DistrictCode::literal("A"), "A", LonLat::from_degrees(60, 10), 0, 0});
    Reasons reasons;
    check_place(sample_report(kNow, 60.5, 10.5), OperationBox(roster), reasons);
    EXPECT_THAT(told(reasons), ElementsAre("COORDINATE_SWAPPED: lat 60.5 and lon 10.5 look swapped"));
}

TEST(FixChecks, RefuseWhatIsNoNumber) {
    EXPECT_THAT(place_problems(std::nan(""), 124), ElementsAre("COORDINATE_RANGE: lat nan outside [-90, 90]"));
    EXPECT_THAT(place_problems(-9, std::numeric_limits<double>::infinity()),
                ElementsAre("COORDINATE_RANGE: lon inf outside [-180, 180]"));
}

TEST(FixChecks, RefuseZeroZeroOnlyWithoutAnAccuracy) {
    EXPECT_THAT(place_problems(0, 0),
                ElementsAre("COORDINATE_NULL: 0,0 without an accuracy is a receiver without a position"));
    EXPECT_THAT(place_problems(0, 0, 12.0), IsEmpty());
}

TEST(FixChecks, NameEveryValueOutOfItsRange) {
    FixReport report = sample_report(kNow);
    report.speed_mps = -1;
    report.course_deg = 361;
    report.accuracy_m = std::nan("");
    report.altitude_m = 20000;
    report.battery_pct = 101;
    Reasons reasons;
    check_values(report, reasons);
    EXPECT_THAT(
        told(reasons),
        ElementsAre("BAD_VALUE: speed_mps -1 outside [0, 150]", "BAD_VALUE: course_deg 361 outside [0, 360]",
                    "BAD_VALUE: accuracy_m nan outside [0, 1000000]",
                    "BAD_VALUE: altitude_m 20000 outside [-500, 9000]", "BAD_VALUE: battery_pct 101 outside [0, 100]"));
}

TEST(FixChecks, RefuseALegFasterThanAHelicopter) {
    const RuleSettings rules;
    const LonLat here = LonLat::from_degrees(124.5, -9.4);
    const LonLat north_by_1112_m = LonLat::from_degrees(124.5, -9.39);
    Reasons reasons;
    check_teleport(kNow + 10s, north_by_1112_m, Neighbour{kNow, here}, {}, rules, reasons);
    EXPECT_THAT(told(reasons),
                ElementsAre("TELEPORT: 111 m/s: 1112 m in 10000 ms from the fix of 2024-11-30T00:00:00.000Z"));
    reasons.clear();
    check_teleport(kNow + 16s, north_by_1112_m, Neighbour{kNow, here}, {}, rules, reasons);
    EXPECT_THAT(reasons, IsEmpty()) << "69.5 m/s";
}

TEST(FixChecks, LookAtTheLaterNeighbourToo) {
    Reasons reasons;
    check_teleport(kNow, LonLat::from_degrees(124.5, -9.4), {}, Neighbour{kNow + 1s, LonLat::from_degrees(124.6, -9.4)},
                   {}, reasons);
    ASSERT_EQ(reasons.size(), 1U);
    EXPECT_EQ(reasons[0].code, Refusal::kTeleport);
}

TEST(FixChecks, BelieveTheFirstFixAfterAGap) {
    Reasons reasons;
    check_teleport(kNow + 121s, LonLat::from_degrees(125.5, -9.4), Neighbour{kNow, LonLat::from_degrees(124.5, -9.4)},
                   {}, {}, reasons);
    EXPECT_THAT(reasons, IsEmpty());
}

TEST(FixChecks, FlagAClockAheadOrAYearBehind) {
    const RuleSettings rules;
    EXPECT_FALSE(clock_problem(kNow + 60s, kNow, rules));
    EXPECT_EQ(clock_problem(kNow + 61s, kNow, rules)->detail,
              "time 2024-11-30T00:01:01.000Z is 61 s ahead of the core's clock");
    EXPECT_FALSE(clock_problem(kNow - rules.clock_behind, kNow, rules));
    EXPECT_EQ(clock_problem(kNow - rules.clock_behind - 1ms, kNow, rules)->code, Refusal::kClockBehind);
}

TEST(FixChecks, QuantiseToTheStoredUnits) {
    FixReport report = sample_report(kNow);
    report.speed_mps = 8.249;
    report.course_deg = 359.999;
    report.accuracy_m = 7000;
    report.altitude_m = -12.5;
    report.battery_pct = 79.6;
    const Fix fix = quantise(report);
    EXPECT_EQ(fix.position, (LonLat{1'244'871'000, -94'386'000}));
    EXPECT_EQ(fix.speed_cmps, 825);
    EXPECT_EQ(fix.course_cdeg, 0);
    EXPECT_EQ(fix.accuracy_dm, 65534);
    EXPECT_EQ(fix.altitude_m, -13);
    EXPECT_EQ(fix.battery_pct, 80);
}

TEST(FixChecks, QuantiseLeavesWhatIsUnknownUnknown) {
    const Fix fix = quantise(sample_report(kNow));
    EXPECT_EQ(fix.speed_cmps, Fix::kNone16);
    EXPECT_EQ(fix.course_cdeg, Fix::kNone16);
    EXPECT_EQ(fix.accuracy_dm, Fix::kNone16);
    EXPECT_EQ(fix.altitude_m, Fix::kNoAltitude);
    EXPECT_EQ(fix.battery_pct, Fix::kNoBattery);
}

}  // namespace
}  // namespace siaga
