#include <gtest/gtest.h>

#include "app/reports/export.hpp"

namespace siaga::app {
namespace {

TEST(CsvCell, LeavesPlainTextAlone) {
    EXPECT_EQ(csv_cell("RAJAWALI-04"), "RAJAWALI-04");
    EXPECT_EQ(csv_cell(""), "");
    EXPECT_EQ(csv_cell("Kota Kefamenanu; \xC3\xA9"), "Kota Kefamenanu; \xC3\xA9");
}

TEST(CsvCell, QuotesWhatWouldEndTheCellOrTheLine) {
    EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_cell("a \"b\""), "\"a \"\"b\"\"\"");
    EXPECT_EQ(csv_cell("a\nb"), "\"a\nb\"");
    EXPECT_EQ(csv_cell("a\rb"), "\"a\rb\"");
}

TEST(CsvCell, DisarmsWhatASpreadsheetWouldRun) {
    for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"}) {
        EXPECT_EQ(csv_cell(formula), "'" + std::string(formula));
    }
    EXPECT_EQ(csv_cell("\r=1"), "\"'\r=1\"");
    EXPECT_EQ(csv_cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    EXPECT_EQ(csv_cell("1=1"), "1=1");
}

TEST(XmlText, EscapesTheFiveCharacters) {
    EXPECT_EQ(xml_text("<a b=\"c\">'d' & e</a>"), "&lt;a b=&quot;c&quot;&gt;&apos;d&apos; &amp; e&lt;/a&gt;");
}

TEST(XmlText, DropsWhatXmlDoesNotAllowAndKeepsTheRest) {
    EXPECT_EQ(xml_text(std::string("a\0b\x01\x1f\t\n\rc", 10)), "ab\t\n\rc");
    EXPECT_EQ(xml_text("\xC3\xA9"), "\xC3\xA9");
}

TEST(ExportFormatName, IsOneOfFour) {
    EXPECT_EQ(export_format_from_name("csv"), ExportFormat::kCsv);
    EXPECT_EQ(export_format_from_name("geojson"), ExportFormat::kGeoJson);
    EXPECT_EQ(export_format_from_name("gpx"), ExportFormat::kGpx);
    EXPECT_EQ(export_format_from_name("CSV"), std::nullopt);
    EXPECT_EQ(export_format_from_name("kml"), ExportFormat::kKml);
}

}  // namespace
}  // namespace siaga::app
