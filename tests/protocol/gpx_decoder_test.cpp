// GPX files as recorders and programs write them.
#include "net/gpx_decoder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/protocol/sample_time.hpp"

namespace siaga::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using test::kTimeMs;

std::string gpx(const std::string& content, const std::string& version = "1.1") {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"" + version +
           "\" creator=\"test\" xmlns=\"http://www.topografix.com/GPX/1/1\">" + content + "</gpx>\n";
}
std::string track(const std::string& points) {
    return gpx("<trk><name>patroli</name><trkseg>" + points + "</trkseg></trk>");
}
GpxFile read(const std::string& bytes) {
    Result<GpxFile> file = decode_gpx(bytes);
    EXPECT_TRUE(file) << file.problem().detail;
    return file ? std::move(file).value() : GpxFile{};
}
std::string why_not(const std::string& bytes) {
    const Result<GpxFile> file = decode_gpx(bytes);
    return file ? "" : file.problem().detail;
}

TEST(GpxDecoder, ReadsTracksSegmentsAndWaypointsWithTheirTimes) {
    const GpxFile file =
        read(gpx("<metadata><time>2020-01-01T00:00:00Z</time></metadata>"
                 "<wpt lat=\"-9.45\" lon=\"124.48\"><time>2024-11-30T06:00:00Z</time><name>pos</name></wpt>"
                 "<wpt lat=\"-9.46\" lon=\"124.48\"><name>gudang</name></wpt>"
                 "<trk><trkseg>"
                 "<trkpt lat=\"-9.4386\" lon=\"124.4871\"><ele>402.5</ele><time>2024-11-30T06:31:07Z</time></trkpt>"
                 "<trkpt lat=\"-9.4387\" lon=\"124.4872\"><time>2024-11-30T14:31:08.250+08:00</time></trkpt>"
                 "</trkseg><trkseg><trkpt lat=\"-9.4388\" lon=\"124.4873\"><time> 2024-11-30T06:31:09 "
                 "</time></trkpt></trkseg></trk>"
                 "<trk><trkseg/></trk>"));
    EXPECT_EQ(file.tracks, 2U);
    EXPECT_EQ(file.segments, 3U);
    EXPECT_EQ(file.waypoints, 1U);
    EXPECT_EQ(file.without_time, 1U);
    ASSERT_EQ(file.fixes.size(), 4U);
    EXPECT_EQ(file.fixes[1].lat_deg, -9.4386);
    EXPECT_EQ(file.fixes[1].lon_deg, 124.4871);
    EXPECT_EQ(file.fixes[1].altitude_m, 402.5);
    EXPECT_EQ(unix_ms(file.fixes[1].time), kTimeMs);
    EXPECT_EQ(unix_ms(file.fixes[2].time), kTimeMs + 1'250);
    EXPECT_EQ(unix_ms(file.fixes[3].time), kTimeMs + 2'000) << "without a zone it is UTC";
    EXPECT_EQ(file.fixes[2].altitude_m, std::nullopt);
}

TEST(GpxDecoder, ReadsSpeedAndCourseWhereWritersPutThem) {
    const GpxFile garmin = read(
        track("<trkpt lat=\"1\" lon=\"2\"><time>2024-11-30T06:31:07Z</time><extensions><gpxtpx:TrackPointExtension>"
              "<gpxtpx:speed>8.2</gpxtpx:speed><gpxtpx:course>310.5</gpxtpx:course></gpxtpx:TrackPointExtension>"
              "</extensions></trkpt>"));
    EXPECT_EQ(garmin.fixes.at(0).speed_mps, 8.2);
    EXPECT_EQ(garmin.fixes.at(0).course_deg, 310.5);
    const GpxFile osmand =
        read(track("<trkpt lat=\"1\" lon=\"2\"><time>2024-11-30T06:31:07Z</time><hdop>3</hdop><extensions>"
                   "<osmand:speed>4.5</osmand:speed></extensions></trkpt>"));
    EXPECT_EQ(osmand.fixes.at(0).speed_mps, 4.5);
    EXPECT_EQ(osmand.fixes.at(0).accuracy_m, std::nullopt) << "hdop is no accuracy";
    const GpxFile old = read(gpx(
        "<trk><trkseg><trkpt lat=\"1\" lon=\"2\"><time>2024-11-30T06:31:07Z</time><course>7</course><speed>3</speed>"
        "</trkpt></trkseg></trk>",
        "1.0"));
    EXPECT_EQ(old.fixes.at(0).speed_mps, 3);
    EXPECT_EQ(old.fixes.at(0).course_deg, 7);
}

TEST(GpxDecoder, RefusesWhatNobodyMeasuredWithACount) {
    const GpxFile file = read(gpx(
        "<wpt lat=\"1\" lon=\"2\"><time>2024-11-30T06:31:07Z</time><fix>none</fix></wpt>"
        "<rte><rtept lat=\"1\" lon=\"2\"><time>2024-11-30T06:31:07Z</time></rtept><rtept lat=\"1\" lon=\"3\"/></rte>"
        "<trk><trkseg><trkpt lat=\"1\" lon=\"2\"/><trkpt lat=\"1\" lon=\"2\"><time/></trkpt></trkseg></trk>"));
    EXPECT_TRUE(file.fixes.empty());
    EXPECT_EQ(file.without_fix, 1U);
    EXPECT_EQ(file.route_points, 2U);
    EXPECT_EQ(file.without_time, 2U);
}

TEST(GpxDecoder, NamesThePointThatCannotBeRead) {
    const GpxFile file =
        read(gpx("<wpt lat=\"1\"><time>2024-11-30T06:31:07Z</time></wpt>"
                 "<trk><trkseg><trkpt lat=\"1\" lon=\"2\"><time>2024-11-30T06:31:07Z</time></trkpt>"
                 "<trkpt lat=\"9x\" lon=\"2\"><time>2024-11-30T06:31:07Z</time></trkpt>"
                 "<trkpt lat=\"1\" lon=\"nan\"><time>2024-11-30T06:31:07Z</time></trkpt>"
                 "<trkpt lat=\"1\" lon=\"2\"><time>yesterday</time></trkpt></trkseg></trk>"));
    EXPECT_EQ(file.fixes.size(), 1U) << "the others are there";
    EXPECT_EQ(file.unreadable, 4U);
    std::vector<std::string> details;
    for (const Problem& problem : file.problems) details.push_back(problem.detail);
    EXPECT_THAT(details,
                ElementsAre("waypoint 1: lon '' is no number", "track 1, segment 1, point 2: lat '9x' is no number",
                            "track 1, segment 1, point 3: lon 'nan' is no number",
                            HasSubstr("track 1, segment 1, point 4: time: ")));
}

TEST(GpxDecoder, KeepsOnlySomeOfManyReasons) {
    std::string points;
    for (int i = 0; i < 50; ++i) points += "<trkpt lat=\"x\" lon=\"2\"><time>2024-11-30T06:31:07Z</time></trkpt>";
    const GpxFile file = read(track(points));
    EXPECT_EQ(file.unreadable, 50U);
    EXPECT_EQ(file.problems.size(), kMostProblems);
}

TEST(GpxDecoder, RefusesWhatIsCompressed) {
    EXPECT_EQ(why_not(std::string("\x1f\x8b\x08\x00", 4)), "byte 0: it is compressed; unpack it with gunzip first");
    EXPECT_EQ(why_not("PK\x03\x04rest"), "byte 0: it is a ZIP file; unpack it first");
}

TEST(GpxDecoder, RefusesADoctypeAndItsEntities) {
    EXPECT_THAT(why_not("<!DOCTYPE gpx [<!ENTITY a \"b\">]><gpx version=\"1.1\">&a;</gpx>"),
                HasSubstr("a DOCTYPE, which is refused: it could name entities; take it out"));
    EXPECT_THAT(why_not("<!DOCTYPE gpx SYSTEM \"http://example.org/gpx.dtd\"><gpx version=\"1.1\"/>"),
                HasSubstr("a DOCTYPE"));
    EXPECT_THAT(why_not("<!DOCTYPE gpx [<!ENTITY a"), HasSubstr("a DOCTYPE"));
    EXPECT_NE(why_not("<gpx version=\"1.1\"><!DOCTYPE a></gpx>"), "");
    const GpxFile file = read(track("<trkpt lat=\"&a;\" lon=\"2\"><time>2024-11-30T06:31:07Z</time></trkpt>"));
    EXPECT_EQ(file.unreadable, 1U) << "an entity nobody named is text";
}

TEST(GpxDecoder, SaysWhyAFileIsNoGpx) {
    EXPECT_THAT(why_not(""), HasSubstr("byte 0: "));
    EXPECT_EQ(why_not("<kml/>"), "byte 0: no GPX: the outermost element is not <gpx>");
    EXPECT_EQ(why_not("<gpx version=\"2.0\"/>"), "byte 0: GPX of version '2.0'; read are 1.1 and 1.0");
    EXPECT_EQ(why_not("<gpx/>"), "byte 0: GPX of version ''; read are 1.1 and 1.0");
    EXPECT_THAT(why_not("<gpx version=\"1.1\"><trk></gpx>"), HasSubstr("byte 26: "));
    EXPECT_EQ(why_not("<gpx v"), "byte 6: Error parsing element attribute") << "the end of the file";
    EXPECT_THAT(why_not(std::string(kGpxMaxBytes + 1, ' ')), HasSubstr("at most 67 MB are read: split the file"));
}

TEST(GpxDecoder, ReadsPrefixedNamesAndOtherEncodings) {
    EXPECT_EQ(read("<g:gpx version=\"1.1\" xmlns:g=\"http://www.topografix.com/GPX/1/1\"><g:trk><g:trkseg>"
                   "<g:trkpt lat=\"1\" lon=\"2\"><g:time>2024-11-30T06:31:07Z</g:time></g:trkpt></g:trkseg></g:trk>"
                   "</g:gpx>")
                  .fixes.size(),
              1U);
    EXPECT_EQ(read("\xef\xbb\xbf" + track("<trkpt lat=\"1\" lon=\"2\"><time>2024-11-30T06:31:07Z</time></trkpt>"))
                  .fixes.size(),
              1U)
        << "with a byte order mark";
}

TEST(GpxDecoder, HoldsOutAgainstDeepNesting) {
    std::string deep;
    for (int i = 0; i < 200'000; ++i) deep += "<a>";
    EXPECT_NE(why_not("<gpx version=\"1.1\">" + deep), "") << "not closed";
    std::string closed = deep;
    for (int i = 0; i < 200'000; ++i) closed += "</a>";
    EXPECT_TRUE(read(gpx(closed)).fixes.empty());
}

}  // namespace
}  // namespace siaga::net
