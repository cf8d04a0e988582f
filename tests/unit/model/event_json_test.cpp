#include "data/model/event_json.hpp"

#include <gtest/gtest.h>

namespace siaga {
namespace {

Result<Event> read(const std::string& json) {
    static simdjson::dom::parser parser;
    simdjson::dom::object object;
    EXPECT_EQ(parser.parse(json).get(object), simdjson::SUCCESS) << json;
    return event_from_json(object);
}

void expect_refused(const std::string& json, Refusal code, const std::string& detail) {
    const Result<Event> event = read(json);
    ASSERT_FALSE(event.ok()) << json;
    EXPECT_EQ(event.problem().code, code) << json;
    EXPECT_EQ(event.problem().detail, detail);
}

TEST(EventJson, ReadsThePlenaryEventOfTheProtocol) {
    const Result<Event> event =
        read(R"({"type":"event","seq":43,"time":1732948268000,"kind":"plenary","district":"53.03.05",)"
             R"("contest":"bupati","to":"BERLANGSUNG","actors":["Ketua PPK"]})");
    ASSERT_TRUE(event.ok()) << event.problem().detail;
    EXPECT_EQ(unix_ms(event->time), 1'732'948'268'000);
    const auto& plenary = std::get<PlenaryMoved>(event->body);
    EXPECT_EQ(plenary.district.text(), "53.03.05");
    EXPECT_EQ(plenary.contest.text(), "bupati");
    EXPECT_EQ(plenary.to, PlenaryStage::kRunning);
    EXPECT_EQ(plenary.actors, std::vector<std::string>{"Ketua PPK"});
    EXPECT_EQ(event->extra, "");
}

TEST(EventJson, ReadsATimeInRfc3339) {
    const Result<Event> event =
        read(R"({"time":"2024-11-30T14:30:00+08:00","kind":"report","district":"A","condition":"KONDUSIF"})");
    ASSERT_TRUE(event.ok()) << event.problem().detail;
    EXPECT_EQ(unix_ms(event->time), 1'732'948'200'000);
}

TEST(EventJson, KeepsUnknownFields) {
    const Result<Event> event =
        read(R"({"time":1,"kind":"report","district":"A","condition":"KONDUSIF","cuaca":{"hujan":true}})");
    ASSERT_TRUE(event.ok()) << event.problem().detail;
    EXPECT_EQ(event->extra, R"({"cuaca":{"hujan":true}})");
}

TEST(EventJson, NamesWhatIsWrong) {
    expect_refused(R"({"time":1})", Refusal::kMissingField, "field 'kind' is missing");
    expect_refused(R"({"kind":"report"})", Refusal::kMissingField, "field 'time' is missing");
    expect_refused(R"({"time":1,"kind":"rep\u0007ort"})", Refusal::kUnknownKind, "kind 'rep\\x07ort' is not known");
    expect_refused(R"({"time":1,"kind":"report","condition":"KONDUSIF"})", Refusal::kMissingField,
                   "field 'district' is missing");
    expect_refused(R"({"time":1,"kind":"report","district":"A","condition":"baik"})", Refusal::kBadValue,
                   "field 'condition' is not one of KONDUSIF, WASPADA, GENTING");
    expect_refused(R"({"time":1,"kind":"report","district":"../x","condition":"KONDUSIF"})", Refusal::kBadIdentifier,
                   "field 'district': '../x' is not 1 to 64 of letters, digits, . _ - and space");
    expect_refused(R"({"time":1,"kind":"progress","district":"A","contest":"b","tps_read":-1})", Refusal::kBadValue,
                   "field 'tps_read' is not a whole number from 0 to 4294967295");
    expect_refused(R"({"time":-5,"kind":"report","district":"A","condition":"KONDUSIF"})", Refusal::kBadValue,
                   "field 'time' is -5 ms, outside 1970 to 2199");
    expect_refused(R"({"time":1,"kind":"sos","unit":"U","lat":-95.2,"lon":124})", Refusal::kCoordinateRange,
                   "'lat' and 'lon' are not a position in degrees");
}

}  // namespace
}  // namespace siaga
