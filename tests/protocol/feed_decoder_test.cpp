#include "net/feed_decoder.hpp"

#include <gtest/gtest.h>

#include "net/feed_lines.hpp"

namespace siaga::net {
namespace {

Problem problem_of(std::string_view line) {
    FeedDecoder decoder;
    const DecodedLine decoded = decoder.decode(line);
    EXPECT_FALSE(decoded.message.ok()) << line;
    return decoded.message.ok() ? Problem{} : decoded.message.problem();
}

template <class T> T message_of(std::string_view line) {
    FeedDecoder decoder;
    DecodedLine decoded = decoder.decode(line);
    EXPECT_TRUE(decoded.message.ok()) << (decoded.message.ok() ? "" : decoded.message.problem().detail);
    return std::get<T>(std::move(decoded.message).value());
}

const std::string kFixHead = R"({"type":"fix","seq":42,"unit":"RAJAWALI-04","time":1732948267120,)";
const std::string kFix = kFixHead + R"("lat":-9.4386,"lon":124.4871})";

TEST(FeedDecoder, ReadsTheFixOfTheProtocol) {
    const std::string line =
        kFixHead +
        R"("lat":-9.4386,"lon":124.4871,"speed_mps":8.2,"course_deg":310,"accuracy_m":12,"altitude_m":402,"battery_pct":80})";
    FeedDecoder decoder;
    const DecodedLine decoded = decoder.decode(line);
    EXPECT_EQ(decoded.seq, 42U);
    const FixReport report = message_of<FixReport>(line);
    EXPECT_EQ(report.unit.text(), "RAJAWALI-04");
    EXPECT_EQ(unix_ms(report.time), 1732948267120);
    EXPECT_EQ(report.lat_deg, -9.4386);
    EXPECT_EQ(report.lon_deg, 124.4871);
    EXPECT_EQ(report.speed_mps, 8.2);
    EXPECT_EQ(report.course_deg, 310);
    EXPECT_EQ(report.accuracy_m, 12);
    EXPECT_EQ(report.altitude_m, 402);
    EXPECT_EQ(report.battery_pct, 80);
    EXPECT_EQ(report.extra, "");
}

TEST(FeedDecoder, ReadsATimeInRfc3339) {
    EXPECT_EQ(unix_ms(message_of<FixReport>(
                          R"({"type":"fix","seq":1,"unit":"A","time":"2024-11-30T14:30:00+08:00","lat":0,"lon":0})")
                          .time),
              1732948200000);
}

TEST(FeedDecoder, KeepsUnknownFields) {
    EXPECT_EQ(message_of<FixReport>(kFixHead + R"("lat":1,"lon":2,"hdop":0.9,"x":{"y":[1]}})").extra,
              R"({"hdop":0.9,"x":{"y":[1]}})");
}

TEST(FeedDecoder, TakesNullAsUnknown) {
    EXPECT_EQ(message_of<FixReport>(kFixHead + R"("lat":1,"lon":2,"speed_mps":null})").speed_mps, std::nullopt);
}

TEST(FeedDecoder, ReadsAnEvent) {
    const Event event = message_of<Event>(
        R"({"type":"event","seq":43,"time":1732948268000,"kind":"plenary","district":"53.03.05","contest":"bupati","to":"BERLANGSUNG","actors":["Ketua PPK"]})");
    EXPECT_EQ(std::get<PlenaryMoved>(event.body).to, PlenaryStage::kRunning);
}

TEST(FeedDecoder, ReadsHelloAndFollow) {
    EXPECT_EQ(message_of<Hello>(R"({"type":"hello","v":1,"token":"t","source":"poskotis-7"})"),
              (Hello{"t", SourceName::literal("poskotis-7")}));
    EXPECT_EQ(message_of<Follow>(R"({"type":"follow","from":17,"fixes":"all"})"), (Follow{17, true}));
    EXPECT_EQ(message_of<Follow>(R"({"type":"follow"})"), (Follow{0, false}));
}

TEST(FeedDecoder, TellsTheByteWhereALineBreaks) {
    EXPECT_EQ(problem_of("rubbish"), (Problem{Refusal::kMalformed, 0, "byte 0: expected a value"}));
    EXPECT_EQ(problem_of(R"({"type":"fix",})"), (Problem{Refusal::kMalformed, 14, "byte 14: expected a member name"}));
    EXPECT_EQ(problem_of("{\"type\":\"\xff\"}"), (Problem{Refusal::kMalformed, 9, "byte 9: not UTF-8"}));
    EXPECT_EQ(problem_of(kFixHead + R"("lat":NaN,"lon":1})"),
              (Problem{Refusal::kMalformed, kFixHead.size() + 6, "byte 71: expected a value"}));
    EXPECT_EQ(problem_of("[1]"), (Problem{Refusal::kMalformed, 0, "byte 0: a line is one JSON object"}));
    EXPECT_EQ(problem_of(std::string_view("{\"a\":1}\0", 8)).code, Refusal::kMalformed);
}

TEST(FeedDecoder, RefusesInfinities) {
    EXPECT_EQ(problem_of(kFixHead + R"("lat":1e999,"lon":1})").detail, "byte 71: a number is too large");
    EXPECT_EQ(problem_of(kFixHead + R"("lat":Infinity,"lon":1})").detail, "byte 71: expected a value");
}

TEST(FeedDecoder, NamesTheMissingField) {
    EXPECT_EQ(problem_of(R"({"seq":1})"), (Problem{Refusal::kMissingField, 0, "field 'type' is missing"}));
    EXPECT_EQ(problem_of(R"({"type":"fix"})").detail, "field 'seq' is missing");
    EXPECT_EQ(problem_of(R"({"type":"fix","seq":1})").detail, "field 'unit' is missing");
    EXPECT_EQ(problem_of(R"({"type":"fix","seq":1,"unit":"A"})").detail, "field 'time' is missing");
    EXPECT_EQ(problem_of(R"({"type":"fix","seq":1,"unit":"A","time":1})").detail, "field 'lat' is missing");
    EXPECT_EQ(problem_of(R"({"type":"fix","seq":1,"unit":"A","time":1,"lat":1})").detail, "field 'lon' is missing");
    EXPECT_EQ(problem_of(R"({"type":"event","seq":1})").detail, "field 'kind' is missing");
    EXPECT_EQ(problem_of(R"({"type":"hello","v":1,"token":"t"})").detail, "field 'source' is missing");
    EXPECT_EQ(problem_of(R"({"type":"hello","v":1,"token":7,"source":"a"})").detail, "field 'token' is not a text");
}

TEST(FeedDecoder, RefusesWhatIsOfTheWrongType) {
    EXPECT_EQ(problem_of(kFixHead + R"("lat":"-9","lon":1})"),
              (Problem{Refusal::kBadValue, 0, "field 'lat' is not a number"}));
    EXPECT_EQ(problem_of(R"({"type":"fix","seq":0,"unit":"A"})").detail,
              "field 'seq' is not a whole number from 1 to 9223372036854775807");
    EXPECT_EQ(problem_of(R"({"type":"fix","seq":9223372036854775808})").code, Refusal::kBadValue);
    EXPECT_EQ(problem_of(R"({"type":"follow","fixes":"some"})").detail, "field 'fixes' is not \"all\" or \"none\"");
}

TEST(FeedDecoder, RefusesUnknownTypesKindsAndVersions) {
    EXPECT_EQ(problem_of(R"({"type":"ping\u0007","seq":1})"),
              (Problem{Refusal::kUnknownType, 0, "type 'ping\\x07' is not known"}));
    EXPECT_EQ(problem_of(R"({"type":"event","seq":1,"kind":"tally"})").code, Refusal::kUnknownKind);
    EXPECT_EQ(problem_of(R"({"type":"hello","v":2,"token":"t","source":"a"})"),
              (Problem{Refusal::kBadVersion, 0, "v 2 is not spoken here, only 1"}));
}

TEST(FeedDecoder, RefusesIdentifiersThatCouldReachAPathOrALog) {
    for (const std::string_view name : {"", "../x", "a/b", "a\\nb", "é", " a", "a;b"}) {
        const std::string line =
            R"({"type":"fix","seq":1,"unit":")" + std::string(name) + R"(","time":1,"lat":1,"lon":1})";
        EXPECT_EQ(problem_of(line).code, Refusal::kBadIdentifier) << name;
    }
    const std::string long_name(65, 'a');
    EXPECT_EQ(problem_of(R"({"type":"hello","v":1,"token":"t","source":")" + long_name + "\"}").code,
              Refusal::kBadIdentifier);
}

TEST(FeedDecoder, RefusesAFieldThatCouldHoldAVoteAtAnyDepth) {
    EXPECT_EQ(problem_of(kFixHead + R"("lat":1,"lon":2,"suara":7})"),
              (Problem{Refusal::kVoteField, 0, "field 'suara' could hold a vote: Siaga records no votes"}));
    EXPECT_EQ(problem_of(kFixHead + R"("lat":1,"lon":2,"x":[{"paslon_1":7}]})").code, Refusal::kVoteField);
    EXPECT_EQ(
        problem_of(
            R"({"type":"event","seq":1,"time":1,"kind":"report","district":"A","condition":"KONDUSIF","x":{"votes":1}})")
            .code,
        Refusal::kVoteField);
}

TEST(FeedDecoder, TellsTheNumberOfARecordItRefuses) {
    FeedDecoder decoder;
    EXPECT_EQ(decoder.decode(R"({"type":"event","seq":44,"kind":"tally"})").seq, 44U);
    EXPECT_EQ(decoder.decode("rubbish").seq, 0U);
}

TEST(FeedDecoder, RefusesALineOverTheLimit) {
    FeedDecoder decoder(kFix.size());
    EXPECT_TRUE(decoder.decode(kFix).message.ok());
    const DecodedLine decoded = decoder.decode(kFix + " ");
    ASSERT_FALSE(decoded.message.ok());
    EXPECT_EQ(decoded.message.problem().code, Refusal::kLineTooLong);
    EXPECT_EQ(decoded.message.problem().offset, kFix.size());
}

TEST(FeedDecoder, ReadsBackWhatTheClientWrites) {
    FixReport report =
        message_of<FixReport>(kFixHead + R"("lat":-9.1234567,"lon":124.7654321,"speed_mps":0.1,"hdop":0.9})");
    report.sent = time_from_ms(5);
    const std::string line = fix_line(7, report);
    EXPECT_EQ(message_of<FixReport>(line.substr(0, line.size() - 1)), report);
    Emergency sos;
    sos.unit = report.unit;
    sos.place = LonLat::from_degrees(124.5, -9.4);
    const Event event{report.time, sos, {}};
    EXPECT_EQ(message_of<Event>(event_line(8, event)), event);
}

}  // namespace
}  // namespace siaga::net
