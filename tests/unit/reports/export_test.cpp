#include "app/reports/export.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <sstream>

#include "tests/unit/reports/report_samples.hpp"

namespace siaga::app {
namespace {

namespace dom = simdjson::dom;

class Exports : public testing::Test {
protected:
    Exports() {
        Committed committed;
        committed.new_units = {"TAMBORA", "=RINJANI"};
        // By time, then unit, whatever the order of arrival.
        committed.fixes = {bare_fix(1, 10s), full_fix(0, 10s), full_fix(0, 5s)};
        committed.fixes[0].flags = kClockWrongFlag | kLateFlag;
        committed.entries = {
            sample_entry(1, 10s,
                         GuardReport{SiteCode::literal("GUDANG"), 4, 4, Condition::kConducive, "aman, \"nihil\""}),
            sample_entry(0, 5s, sample_incident("jalan & <longsor>", LonLat{1244871000, -94386000})),
        };
        history.add(committed);
    }

    std::string fixes(ExportFormat format, ExportRange range = {kSampleStart, kSampleStart + 14h}) {
        std::ostringstream out;
        export_fixes(out, format, operation, history, range);
        return out.str();
    }
    std::string events(ExportFormat format, ExportRange range = {kSampleStart, kSampleStart + 14h}) {
        std::ostringstream out;
        export_events(out, format, operation, history, range);
        return out.str();
    }

    Operation operation = sample_operation(true);
    History history{operation.roster};
};

TEST_F(Exports, WritesFixesAsCsvWithBothTimesAndExactPlaces) {
    EXPECT_EQ(
        fixes(ExportFormat::kCsv),
        "unit,time_utc,time_WITA,lat,lon,speed_mps,course_deg,accuracy_m,altitude_m,battery_pct,received_utc,"
        "clock_wrong,late,note (DATA SIMULASI)\r\n"
        "TAMBORA,2024-11-29T22:00:05.000Z,2024-11-30T06:00:05.000+08:00,-9.4386,124.4871001,8.2,310.05,12.3,-4,80,"
        "2024-11-29T22:00:05.300Z,0,0,DATA SIMULASI\r\n"
        "TAMBORA,2024-11-29T22:00:10.000Z,2024-11-30T06:00:10.000+08:00,-9.4386,124.4871001,8.2,310.05,12.3,-4,80,"
        "2024-11-29T22:00:10.300Z,0,0,DATA SIMULASI\r\n"
        "'=RINJANI,2024-11-29T22:00:10.000Z,2024-11-30T06:00:10.000+08:00,-9.4386,124.4871,,,,,,"
        "2024-11-29T22:00:10.300Z,1,1,DATA SIMULASI\r\n");
}

TEST_F(Exports, WritesEventsAsCsvWithTheEventAsJson) {
    EXPECT_EQ(
        events(ExportFormat::kCsv),
        "n,time_utc,time_WITA,received_utc,source,seq,kind,event,note (DATA SIMULASI)\r\n"
        "0,2024-11-29T22:00:05.000Z,2024-11-30T06:00:05.000+08:00,2024-11-29T22:00:06.000Z,poskotis-7,10,incident,"
        "\"{\"\"time\"\":1732917605000,\"\"kind\"\":\"\"incident\"\",\"\"incident\"\":\"\"INS-1\"\","
        "\"\"incident_kind\"\":\"\"LALU_LINTAS\"\",\"\"step\"\":\"\"DILAPORKAN\"\",\"\"severity\"\":\"\"PERINGATAN\"\","
        "\"\"district\"\":\"\"53.03.01\"\",\"\"lat\"\":-9.4386,\"\"lon\"\":124.4871,"
        "\"\"text\"\":\"\"jalan & <longsor>\"\"}\",DATA SIMULASI\r\n"
        "1,2024-11-29T22:00:10.000Z,2024-11-30T06:00:10.000+08:00,2024-11-29T22:00:11.000Z,poskotis-7,11,guard,"
        "\"{\"\"time\"\":1732917610000,\"\"kind\"\":\"\"guard\"\",\"\"site\"\":\"\"GUDANG\"\",\"\"present\"\":4,"
        "\"\"required\"\":4,\"\"condition\"\":\"\"KONDUSIF\"\",\"\"text\"\":\"\"aman, \\\"\"nihil\\\"\"\"\"}\","
        "DATA SIMULASI\r\n");
}

TEST_F(Exports, WriteFixesAsGeoJsonThatReadsBack) {
    const std::string text = fixes(ExportFormat::kGeoJson);
    dom::parser parser;
    const dom::element root = parser.parse(text);
    EXPECT_EQ(root["type"].get_string().value(), "FeatureCollection");
    EXPECT_EQ(root["operation"].get_string().value(), operation.name);
    EXPECT_EQ(root["notice"].get_string().value(), "DATA SIMULASI");
    EXPECT_EQ(root["from"].get_string().value(), "2024-11-30T06:00:00.000+08:00");
    const dom::array features = root["features"];
    ASSERT_EQ(features.size(), 3U);
    const dom::element full = features.at(0);
    EXPECT_EQ(simdjson::minify(full),
              R"({"type":"Feature","geometry":{"type":"Point","coordinates":[124.4871001,-9.4386]},)"
              R"("properties":{"unit":"TAMBORA","time":"2024-11-29T22:00:05.000Z",)"
              R"("local_time":"2024-11-30T06:00:05.000+08:00","received":"2024-11-29T22:00:05.300Z",)"
              R"("speed_mps":8.2,"course_deg":310.05,"accuracy_m":12.3,"altitude_m":-4,"battery_pct":80}})");
    const dom::element bare = features.at(2)["properties"];
    EXPECT_EQ(simdjson::minify(bare),
              R"({"unit":"=RINJANI","time":"2024-11-29T22:00:10.000Z","local_time":"2024-11-30T06:00:10.000+08:00",)"
              R"("received":"2024-11-29T22:00:10.300Z","clock_wrong":true,"late":true})");
}

TEST_F(Exports, WriteEventsAsGeoJsonWithNullWhereThereIsNoPlace) {
    const std::string text = events(ExportFormat::kGeoJson);
    dom::parser parser;
    const dom::array features = parser.parse(text)["features"];
    ASSERT_EQ(features.size(), 2U);
    const dom::element geometry = features.at(0)["geometry"];
    EXPECT_EQ(simdjson::minify(geometry), R"({"type":"Point","coordinates":[124.4871,-9.4386]})");
    EXPECT_EQ(features.at(0)["properties"]["event"]["text"].get_string().value(), "jalan & <longsor>");
    EXPECT_TRUE(features.at(1)["geometry"].is_null());
    EXPECT_EQ(features.at(1)["properties"]["n"].get_uint64().value(), 1U);
}

TEST_F(Exports, WriteGpxWithATrackPerUnit) {
    EXPECT_EQ(fixes(ExportFormat::kGpx),
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<gpx version=\"1.1\" creator=\"Siaga " SIAGA_VERSION
              "\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n"
              "<metadata><name>Operasi &quot;Uji&quot; &lt;1&gt; &amp; 2</name><desc>DATA SIMULASI</desc></metadata>\n"
              "<trk><name>=RINJANI</name><trkseg>\n"
              "<trkpt lat=\"-9.4386\" lon=\"124.4871\"><time>2024-11-29T22:00:10.000Z</time></trkpt>\n"
              "</trkseg></trk>\n"
              "<trk><name>TAMBORA</name><trkseg>\n"
              "<trkpt lat=\"-9.4386\" lon=\"124.4871001\"><ele>-4</ele><time>2024-11-29T22:00:05.000Z</time></trkpt>\n"
              "<trkpt lat=\"-9.4386\" lon=\"124.4871001\"><ele>-4</ele><time>2024-11-29T22:00:10.000Z</time></trkpt>\n"
              "</trkseg></trk>\n"
              "</gpx>\n");
}

TEST_F(Exports, WriteGpxWaypointsOfTheEventsThatHaveAPlace) {
    const std::string gpx = events(ExportFormat::kGpx);
    EXPECT_NE(gpx.find("<wpt lat=\"-9.4386\" lon=\"124.4871\"><time>2024-11-29T22:00:05.000Z</time>"
                       "<name>incident 0</name>"),
              std::string::npos)
        << gpx;
    EXPECT_NE(gpx.find("jalan &amp; &lt;longsor&gt;"), std::string::npos);
    EXPECT_EQ(gpx.find("guard"), std::string::npos) << "a guard report has no place";
}

TEST_F(Exports, BeginANewGpxSegmentAfterAGap) {
    Committed later;
    later.fixes = {full_fix(0, 5min + 10s), full_fix(0, 10min + 11s)};  // 5 min, and then a second more
    history.add(later);
    const std::string gpx = fixes(ExportFormat::kGpx);
    const auto segment = gpx.find("</trkseg><trkseg>");
    EXPECT_EQ(gpx.rfind("</trkseg><trkseg>"), segment) << "only one gap";
    EXPECT_LT(gpx.find("22:05:10.000Z"), segment);
    EXPECT_GT(gpx.find("22:10:11.000Z"), segment);
}

TEST_F(Exports, WriteKmlWithAFolderPerUnitALineAndAPointPerFix) {
    EXPECT_EQ(fixes(ExportFormat::kKml),
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
              "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n"
              "<Document><name>Operasi &quot;Uji&quot; &lt;1&gt; &amp; 2</name>"
              "<description>DATA SIMULASI</description>\n"
              "<Folder><name>=RINJANI</name>\n"
              "<Placemark><description>clock_wrong</description>"
              "<TimeStamp><when>2024-11-30T06:00:10.000+08:00</when></TimeStamp>"
              "<Point><coordinates>124.4871,-9.4386</coordinates></Point></Placemark>\n"
              "</Folder>\n"
              "<Folder><name>TAMBORA</name>\n"
              "<Placemark><TimeSpan><begin>2024-11-30T06:00:05.000+08:00</begin>"
              "<end>2024-11-30T06:00:10.000+08:00</end></TimeSpan>"
              "<LineString><tessellate>1</tessellate><coordinates>\n"
              "124.4871001,-9.4386,-4\n124.4871001,-9.4386,-4\n</coordinates></LineString></Placemark>\n"
              "<Placemark><TimeStamp><when>2024-11-30T06:00:05.000+08:00</when></TimeStamp>"
              "<Point><coordinates>124.4871001,-9.4386,-4</coordinates></Point></Placemark>\n"
              "<Placemark><TimeStamp><when>2024-11-30T06:00:10.000+08:00</when></TimeStamp>"
              "<Point><coordinates>124.4871001,-9.4386,-4</coordinates></Point></Placemark>\n"
              "</Folder>\n"
              "</Document>\n</kml>\n");
}

TEST_F(Exports, BreakTheKmlLineAtAGapAndDrawNoneThroughOnePlace) {
    Committed later;
    later.fixes = {full_fix(0, 10min), full_fix(0, 20min), full_fix(0, 21min)};
    history.add(later);
    const std::string kml = fixes(ExportFormat::kKml);
    std::size_t lines = 0;
    for (auto at = kml.find("<LineString>"); at != std::string::npos; at = kml.find("<LineString>", at + 1)) ++lines;
    EXPECT_EQ(lines, 2U) << kml;
    EXPECT_NE(kml.find("<begin>2024-11-30T06:20:00.000+08:00</begin><end>2024-11-30T06:21:00.000+08:00</end>"),
              std::string::npos);
}

TEST_F(Exports, WriteKmlPlacemarksOfTheEventsThatHaveAPlace) {
    const std::string kml = events(ExportFormat::kKml);
    EXPECT_NE(kml.find("<Placemark><name>incident 0</name><description>{&quot;time&quot;:"), std::string::npos) << kml;
    EXPECT_NE(kml.find("<TimeStamp><when>2024-11-30T06:00:05.000+08:00</when></TimeStamp>"
                       "<Point><coordinates>124.4871,-9.4386</coordinates></Point></Placemark>"),
              std::string::npos);
    EXPECT_EQ(kml.find("guard"), std::string::npos) << "a guard report has no place";
}

TEST_F(Exports, AreOfOneUnitWhereOneIsNamed) {
    for (const ExportFormatName& known : kExportFormats) {
        SCOPED_TRACE(known.name);
        const ExportRange one{kSampleStart, kSampleStart + 14h, UnitIndex{0}};
        EXPECT_NE(fixes(known.format, one).find("TAMBORA"), std::string::npos);
        EXPECT_EQ(fixes(known.format, one).find("RINJANI"), std::string::npos);
    }
}

TEST_F(Exports, IncludeBothEndsOfTheRange) {
    const auto lines = [](const std::string& csv) { return std::count(csv.begin(), csv.end(), '\n') - 1; };
    EXPECT_EQ(lines(fixes(ExportFormat::kCsv, {kSampleStart + 5s, kSampleStart + 10s})), 3);
    EXPECT_EQ(lines(fixes(ExportFormat::kCsv, {kSampleStart + 5001ms, kSampleStart + 9999ms})), 0);
    EXPECT_EQ(lines(fixes(ExportFormat::kCsv, {kSampleStart + 5001ms, kSampleStart + 10s})), 2);
    EXPECT_EQ(lines(events(ExportFormat::kCsv, {kSampleStart + 5s, kSampleStart + 10s})), 2);
    EXPECT_EQ(lines(events(ExportFormat::kCsv, {kSampleStart + 5001ms, kSampleStart + 9999ms})), 0);
}

TEST_F(Exports, SayThatTheDayIsSimulatedEvenWhenTheyAreEmpty) {
    const ExportRange nothing{kSampleStart + 1h, kSampleStart + 2h};
    for (const auto& [name, format] : kExportFormats) {
        EXPECT_NE(fixes(format, nothing).find("DATA SIMULASI"), std::string::npos) << name;
        EXPECT_NE(events(format, nothing).find("DATA SIMULASI"), std::string::npos);
    }
}

TEST_F(Exports, OfARealDayDoNotSayThatItIsSimulated) {
    operation.simulated = false;
    for (const auto& [name, format] : kExportFormats) {
        EXPECT_EQ(fixes(format).find("SIMULASI"), std::string::npos) << name;
        EXPECT_EQ(events(format).find("SIMULASI"), std::string::npos);
    }
    EXPECT_NE(fixes(ExportFormat::kCsv).find(",late,note\r\n"), std::string::npos);
}

}  // namespace
}  // namespace siaga::app
