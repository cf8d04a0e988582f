#include "app/reports/track_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <sstream>

#include "tests/unit/reports/report_samples.hpp"

namespace siaga::app {
namespace {

namespace dom = simdjson::dom;

// One square district of the two in the roster, 0.001 degree (111.195 m) to the north of it nothing.
std::vector<Area> one_square() {
    constexpr const char* kJson = R"({"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"53.03.01","name":"Satu"},"geometry":{"type":"Polygon",
         "coordinates":[[[124,-10],[125,-10],[125,-9],[124,-9],[124,-10]]]}}]})";
    return areas_from_geojson(kJson, AreaUse::kDistricts).value();
}

class TrackReportTest : public testing::Test {
protected:
    TrackReportTest() {
        operation.areas = one_square();
        Committed committed;
        committed.new_units = {"TAMBORA", "SILENT"};
        // Stands 4 minutes half a thousandth south of the border, crosses it in 10 s, is silent, comes back.
        for (int i = 0; i <= 24; ++i) committed.fixes.push_back(fix(Millis{10'000} * i, -9.0005, 0));
        committed.fixes.push_back(fix(250s, -8.9995, 1112));
        committed.fixes.push_back(fix(20min, -8.9995, 0));
        Fix wrong = fix(260s, -8.5, 0);
        wrong.flags = kClockWrongFlag;
        committed.fixes.push_back(wrong);
        history.add(committed);
    }
    static Fix fix(Millis after, double lat, std::uint16_t speed_cmps) {
        Fix fix = bare_fix(0, after, LonLat::from_degrees(124.5, lat));
        fix.speed_cmps = speed_cmps;
        return fix;
    }
    [[nodiscard]] TrackReport report(std::uint32_t unit = 0) const {
        return track_report(operation, AreaIndex(operation.areas), history,
                            {kSampleStart, kSampleStart + 14h, UnitIndex{unit}});
    }

    Operation operation = sample_operation(true);
    History history{operation.roster};
};

TEST_F(TrackReportTest, IsOneLineOfJsonWithEveryAnswer) {
    const std::string text = track_report_json(report(), operation);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_EQ(
        text,
        R"({"unit":"TAMBORA","operation":"Operasi \"Uji\" <1> & 2","simulated":true,"fixes":27,)"
        R"("from":1732917600000,"to":1732918800000,"distance_m":111.2,"covered_ms":250000,)"
        R"("gaps":[{"from":1732917850000,"to":1732918800000}],)"
        R"("stops":[{"from":1732917600000,"to":1732917840000,"lat":-9.0005,"lon":124.5,"district":"53.03.01"}],)"
        R"("speed_mps":{"fixes":27,"median":0,"p95":0,"max":11.12,"buckets":[)"
        R"({"from":1732917600000,"fixes":26,"max":11.12},{"from":1732918500000,"fixes":1,"max":0}]},)"
        R"("visits":[{"district":"53.03.01","from":1732917600000,"to":1732917845001,"entered":false,"left":true},)"
        R"({"district":null,"from":1732917845001,"to":1732917850000,"entered":true,"left":false},)"
        R"({"district":null,"from":1732918800000,"to":1732918800000,"entered":false,"left":false}]})");
}

TEST_F(TrackReportTest, TellsAPersonTheSameInTheOperationsZone) {
    std::ostringstream out;
    print_track_report(out, report(), operation);
    EXPECT_EQ(out.str(),
              "TAMBORA · Operasi \"Uji\" <1> & 2  DATA SIMULASI\n"
              "2024-11-30 06:00:00 to 2024-11-30 06:20:00 WITA, 27 fixes\n"
              "distance  0.11 km in 4 min 10 s\n"
              "speed     median 0, 95 % up to 0, fastest 40 km/h\n"
              "silent    2024-11-30 06:04:10 for 15 min 50 s\n"
              "stop      2024-11-30 06:00:00 for 4 min 00 s at -9.0005,124.5 Satu\n"
              "in        2024-11-30 06:00:00 for 4 min 05 s Satu\n"
              "in        2024-11-30 06:04:05 for 0 min 04 s outside\n"
              "in        2024-11-30 06:20:00 for 0 min 00 s outside\n");
}

TEST_F(TrackReportTest, OfAUnitThatWasNotHeardSaysSo) {
    std::ostringstream out;
    print_track_report(out, report(1), operation);
    EXPECT_EQ(out.str(), "SILENT · Operasi \"Uji\" <1> & 2  DATA SIMULASI\nno position in this time\n");
    dom::parser parser;
    const std::string text = track_report_json(report(1), operation);
    const dom::element json = parser.parse(text);
    EXPECT_EQ(json["fixes"].get_uint64().value(), 0U);
    EXPECT_EQ(json["from"].error(), simdjson::NO_SUCH_FIELD);
}

}  // namespace
}  // namespace siaga::app
