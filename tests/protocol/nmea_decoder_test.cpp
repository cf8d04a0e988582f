// NMEA 0183, sentence by sentence (PROTOCOL, section 5). The checksums and values were worked out apart from
// the code that reads them.
#include "net/nmea_decoder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "tests/protocol/sample_time.hpp"

namespace siaga::net {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using test::kTimeMs;
const Time kReceived = time_from_ms(kTimeMs + 2'000);

/// With its checksum.
std::string sentence(const std::string& content) {
    unsigned sum = 0;
    for (const char c : content) sum ^= static_cast<unsigned char>(c);
    return fmt::format("${}*{:02X}", content, sum);
}
Problem problem_in(std::string_view line) {
    const Result<NmeaSentence> parsed = parse_nmea(line);
    EXPECT_FALSE(parsed) << line;
    return parsed ? Problem{} : parsed.problem();
}
/// The line outlives what is parsed.
Result<std::optional<NmeaFix>> rmc(const std::string& line, Time now = kReceived) {
    const Result<NmeaSentence> parsed = parse_nmea(line);
    if (!parsed) return parsed.problem();
    EXPECT_EQ(parsed->type, "RMC");
    return decode_rmc(*parsed, now);
}
Result<std::optional<NmeaHeight>> gga(const std::string& line) {
    const Result<NmeaSentence> parsed = parse_nmea(line);
    if (!parsed) return parsed.problem();
    EXPECT_EQ(parsed->type, "GGA");
    return decode_gga(*parsed);
}
std::string why(const std::string& content) {
    const auto read = rmc(sentence(content));
    return read ? "" : read.problem().detail;
}

struct Spoken {
    const char* line;
    std::int64_t time_ms;
    double lat, lon;
    std::optional<double> mps, course;
};

TEST(NmeaDecoder, ReadsRmcOfManyReceivers) {
    const Spoken kSpoken[] = {
        {"$GPRMC,063107.12,A,0926.316,S,12429.226,E,15.94,310.0,301124,,,A*4E", kTimeMs + 120, -9.4386, 124.4871,
         8.200244444, 310},
        {"$GNRMC,063107.00,A,0926.31600,S,12429.22600,E,0.004,,301124,,,A,V*08", kTimeMs, -9.4386, 124.4871,
         0.002057778, std::nullopt},
        {"$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230394,003.1,W*6A", 764'426'119'000, 48.1173, 11.516666667,
         11.523555556, 84.4},
        {"$GLRMC,000000,A,3351.999,S,15112.001,E,,,010100,,,D*7E", 946'684'800'000, -33.86665, 151.200016667,
         std::nullopt, std::nullopt},
        {"$GPRMC,235960,A,0000.000,N,00000.001,W,1.0,0.0,311216,,,A*6F", 1'483'228'800'000, 0, -0.000016667,
         0.514444444, 0},
    };
    for (const Spoken& spoken : kSpoken) {
        const auto read = rmc(spoken.line);
        ASSERT_TRUE(read) << spoken.line << ": " << read.problem().detail;
        ASSERT_TRUE(*read) << spoken.line;
        const FixReport& report = (*read)->report;
        EXPECT_EQ(unix_ms(report.time), spoken.time_ms) << spoken.line;
        EXPECT_NEAR(report.lat_deg, spoken.lat, 1e-9) << spoken.line;
        EXPECT_NEAR(report.lon_deg, spoken.lon, 1e-9) << spoken.line;
        EXPECT_EQ(report.speed_mps.has_value(), spoken.mps.has_value()) << spoken.line;
        EXPECT_NEAR(report.speed_mps.value_or(0), spoken.mps.value_or(0), 1e-9) << spoken.line;
        EXPECT_EQ(report.course_deg, spoken.course) << spoken.line;
    }
}

TEST(NmeaDecoder, TakesVoidAsNoFix) {
    for (const char* content : {"GNRMC,063107.00,V,,,,,,,301124,,,N", "GPRMC,,V,,,,,,,,,,N",
                                "GPRMC,063107,V,0926.316,S,12429.226,E,0.0,0.0,301124,,,A",
                                "GPRMC,063107,A,0926.316,S,12429.226,E,0.0,0.0,301124,,,N"}) {
        const auto read = rmc(sentence(content));
        ASSERT_TRUE(read) << content;
        EXPECT_FALSE(*read) << content;
    }
}

TEST(NmeaDecoder, RefusesAPlaceThatNobodyMeasured) {
    EXPECT_EQ(why("GPRMC,063107,A,0926.316,S,12429.226,E,0.0,0.0,301124,,,S"),
              "RMC mode S: the place was simulated, not measured");
    EXPECT_EQ(why("GPRMC,063107,A,0926.316,S,12429.226,E,0.0,0.0,301124,,,M"),
              "RMC mode M: the place was typed, not measured");
}

TEST(NmeaDecoder, NamesTheFieldThatCannotBeRead) {
    EXPECT_EQ(why("GPRMC,,A,0926.316,S,12429.226,E,0,0,301124"), "RMC time is missing");
    EXPECT_EQ(why("GPRMC,246107,A,0926.316,S,12429.226,E,0,0,301124"), "RMC time: '246107' cannot be read");
    EXPECT_EQ(why("GPRMC,063107x,A,0926.316,S,12429.226,E,0,0,301124"), "RMC time: '063107x' cannot be read");
    EXPECT_EQ(why("GPRMC,063107,A,0926.316,S,12429.226,E,0,0,310224"), "RMC date: '310224' cannot be read");
    EXPECT_EQ(why("GPRMC,063107,A,0926.316,S,12429.226,E,0,0,"), "RMC date is missing");
    EXPECT_EQ(why("GPRMC,063107,A,,S,12429.226,E,0,0,301124"), "RMC latitude is missing");
    EXPECT_EQ(why("GPRMC,063107,A,0960.000,S,12429.226,E,0,0,301124"), "RMC latitude: '0960.000' cannot be read");
    EXPECT_EQ(why("GPRMC,063107,A,-926.316,S,12429.226,E,0,0,301124"), "RMC latitude: '-926.316' cannot be read");
    EXPECT_EQ(why("GPRMC,063107,A,0926.316,E,12429.226,E,0,0,301124"), "RMC latitude: '0926.316' cannot be read");
    EXPECT_EQ(why("GPRMC,063107,A,0926.316,S,12429.226,X,0,0,301124"), "RMC longitude: '12429.226' cannot be read");
    EXPECT_EQ(why("GPRMC,063107,A,0926.316,S,1e9,E,0,0,301124"), "RMC longitude: '1e9' cannot be read");
    EXPECT_EQ(why("GPRMC,063107,A,0926.316,S,12429.226,E,nan,0,301124"), "RMC speed: 'nan' cannot be read");
    EXPECT_EQ(why("GPRMC,063107,A,0926.316,S,12429.226,E,0,1e2,301124"), "RMC course: '1e2' cannot be read");
    EXPECT_EQ(why("GPRMC,063107"), "RMC status is missing");
    EXPECT_EQ(why("GPRMC,063107,Q"), "RMC status: 'Q' cannot be read");
}

TEST(NmeaDecoder, LeavesPlacesBeyondTheEarthToTheIngest) {
    const auto read = rmc(sentence("GPRMC,063107,A,9926.316,S,99929.226,E,0,0,301124"));
    ASSERT_TRUE(read && *read);
    EXPECT_NEAR((*read)->report.lat_deg, -99.4386, 1e-9);
    EXPECT_NEAR((*read)->report.lon_deg, 999.4871, 1e-9);
}

TEST(NmeaDecoder, CorrectsARolloverOnlyWhenItIsExactlyThat) {
    // 2024-11-30 is 1,024 weeks after 2005-04-16.
    const auto time_of = [](const char* clock, const char* date) {
        const auto read = rmc(sentence(fmt::format("GPRMC,{},A,0926.316,S,12429.226,E,0,0,{}", clock, date)));
        return read && *read ? unix_ms((*read)->report.time) : -1;
    };
    EXPECT_EQ(time_of("063107", "160405"), kTimeMs);
    EXPECT_EQ(time_of("053110", "160405"), kTimeMs - 3'597'000) << "a relay may be an hour late";
    EXPECT_EQ(time_of("053108", "160405"), 1'113'629'468'000) << "over an hour off: it is another fault";
    EXPECT_EQ(time_of("063107", "150405"), 1'113'546'667'000) << "a day off";
    EXPECT_EQ(time_of("063107", "310885"), 494'317'867'000) << "two rollovers are no rollover";
    EXPECT_EQ(time_of("063107", "301124"), kTimeMs) << "right already";
}

TEST(NmeaDecoder, ReadsHeightAndPrecisionOfGga) {
    const auto read = gga("$GPGGA,063107.12,0926.316,S,12429.226,E,1,08,0.9,402.0,M,52.0,M,,*72");
    ASSERT_TRUE(read && *read);
    EXPECT_EQ((*read)->clock, Millis(23'467'120));
    EXPECT_EQ((*read)->altitude_m, 402);
    EXPECT_NEAR((*read)->accuracy_m.value_or(0), 4.5, 1e-9) << "0.9 times 5 m";
    const auto low = gga(sentence("GPGGA,063107,0926.316,S,12429.226,E,2,12,,-1.5,M,,M,,0000"));
    ASSERT_TRUE(low && *low);
    EXPECT_EQ((*low)->altitude_m, -1.5);
    EXPECT_EQ((*low)->accuracy_m, std::nullopt);
    const auto none = gga(sentence("GPGGA,063107,,,,,0,00,,,M,,M,,"));
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none);
}

TEST(NmeaDecoder, NamesTheFieldOfGgaThatCannotBeRead) {
    const auto why_not = [](const std::string& content) {
        const auto read = gga(sentence(content));
        return read ? "" : read.problem().detail;
    };
    EXPECT_EQ(why_not("GPGGA,0631,,,,,1,08,0.9,402.0,M"), "GGA time: '0631' cannot be read");
    EXPECT_EQ(why_not("GPGGA,063107,,,,,1,08,x,402.0,M"), "GGA HDOP: 'x' cannot be read");
    EXPECT_EQ(why_not("GPGGA,063107,,,,,1,08,0.9,high,M"), "GGA altitude: 'high' cannot be read");
    EXPECT_EQ(why_not("GPGGA,063107,,,,,1,08,0.9,1319,F"), "GGA unit of the altitude: 'F' cannot be read");
}

TEST(NmeaSentence, SaysTheByteWhereALineBreaks) {
    EXPECT_EQ(problem_in("").detail, "byte 0: a sentence begins with $");
    EXPECT_EQ(problem_in("GPRMC,1*00").detail, "byte 0: a sentence begins with $");
    EXPECT_EQ(problem_in("$GPRMC,063107,A").detail, "byte 15: the checksum is missing");
    EXPECT_EQ(problem_in("$GPRMC,\x01*00").detail, "byte 7: no printable ASCII");
    EXPECT_EQ(problem_in("$GPRMC,\xff*00").offset, 7U);
    EXPECT_EQ(problem_in("$GPGSV,3,1,11,03,03,111,00*4B").detail, "byte 27: checksum 4B, the sentence has 4A");
    for (const char* line : {"$GPGSV,3,1,11,03,03,111,00*", "$GPGSV,3,1,11,03,03,111,00*4",
                             "$GPGSV,3,1,11,03,03,111,00*0x", "$GPGSV,3,1,11,03,03,111,00*4A,1", "$A*+7"}) {
        EXPECT_THAT(problem_in(line).detail, HasSubstr("expected are the two digits of a checksum, and the end"))
            << line;
    }
    EXPECT_EQ(problem_in("\\s:rakit*55\\").detail, "byte 12: a sentence begins with $");
    EXPECT_THAT(problem_in("\\s:rakit").detail, StartsWith("byte 0: "));
}

TEST(NmeaSentence, TakesAnyTalkerATagBlockAndALowerCaseChecksum) {
    EXPECT_TRUE(parse_nmea("\\s:rakit,c:1732948267*07\\$GPGSV,3,1,11,03,03,111,00*4A"));
    EXPECT_EQ(parse_nmea(sentence("QZRMC,1"))->type, "RMC");
    EXPECT_EQ(parse_nmea(sentence("PUBX,00,063107"))->type, "") << "a maker's own";
    EXPECT_EQ(parse_nmea(sentence("PGRMC,1"))->type, "") << "Garmin's own, no RMC";
    EXPECT_TRUE(parse_nmea("$GPGSV,3,1,11,03,03,111,00*4a"));
    const std::string line = "$GNRMC,063107.00,V,,,,,,,301124,,,N*65 \r";
    ASSERT_TRUE(parse_nmea(line)) << parse_nmea(line).problem().detail;
    EXPECT_EQ(parse_nmea(line)->field(1), "V");
    EXPECT_EQ(parse_nmea(line)->field(99), "");
}

}  // namespace
}  // namespace siaga::net
