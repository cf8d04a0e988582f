#include "net/cot_session.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "net/tak_message.hpp"

namespace siaga::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

constexpr std::int64_t kNowMs = 1'732'948'267'500;

std::string contact(std::string_view uid,
                    std::string_view point = R"(lat="-9.4386" lon="124.4871" hae="402.0" ce="12.0" le="9999999.0")",
                    std::string_view type = "a-f-G-U-C") {
    return fmt::format(
        R"(<event version="2.0" uid="{}" type="{}" how="m-g" time="2024-11-30T06:31:07.120Z" )"
        R"(start="2024-11-30T06:31:07.120Z" stale="2024-11-30T06:37:22.120Z"><point {}/><detail>)"
        R"(<contact callsign="RAJAWALI-04" endpoint="*:-1:stcp"/><__group name="Cyan" role="Team Member"/>)"
        R"(<status battery="80"/><track course="310.0" speed="8.2"/></detail></event>)",
        uid, type, point);
}

std::string emergency(std::string_view uid, std::string_view type = "b-a-o-tbl") {
    return fmt::format(
        R"(<event version="2.0" uid="{}" type="{}" time="2024-11-30T06:31:07Z"><point lat="-9.4386" )"
        R"(lon="124.4871" hae="402" ce="12" le="5"/><detail><emergency type="911 Alert"/></detail></event>)",
        uid, type);
}

class CotSessionTest : public testing::Test {
protected:
    void send(std::string_view bytes) { session_.on_bytes(bytes, now_); }
    Steady::time_point now_{std::chrono::hours(1)};
    Limits limits_;
    ManualClock clock_{time_from_ms(kNowMs)};
    CotFigures figures_;
    std::vector<std::pair<CotRefusal, std::string>> refused_;
    CotWorld world_{limits_, clock_, figures_,
                    [](std::string_view id) -> std::optional<Device> {
                        if (id == "ANDROID-1f") return Device{std::string(id), UnitName::literal("RAJAWALI-04")};
                        if (id == "ANDROID-2a") return Device{std::string(id), UnitName::literal("RAJAWALI-05")};
                        return std::nullopt;
                    },
                    [this](CotRefusal why, const CotEvent& event) { refused_.emplace_back(why, event.uid); }};
    CotSession session_{7, world_, now_};
};

TEST_F(CotSessionTest, AContactIsAFixOfItsUnit) {
    const std::string xml = contact("ANDROID-1f");
    send("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + xml);
    const Submission submission = session_.take_ready();
    EXPECT_EQ(submission.session, 7U);
    EXPECT_EQ(submission.source.text(), "cot.ANDROID-1f");
    EXPECT_TRUE(submission.unnumbered);
    ASSERT_EQ(submission.records.size(), 1U);
    const auto& fix = std::get<FixReport>(submission.records[0].record);
    FixReport expected;
    expected.unit = UnitName::literal("RAJAWALI-04");
    expected.time = time_from_ms(1'732'948'267'120);
    expected.lat_deg = -9.4386;
    expected.lon_deg = 124.4871;
    expected.speed_mps = 8.2;
    expected.course_deg = 310;
    expected.accuracy_m = 12;
    expected.altitude_m = 402;
    expected.battery_pct = 80;
    EXPECT_EQ(fix, expected);
    EXPECT_THAT(session_.take_ready().records, IsEmpty());
}

TEST_F(CotSessionTest, EventsComeInAnyPiecesWithBlanksAndDeclarationsBetween) {
    const std::string stream = "\n\n<?xml version=\"1.0\"?>" + contact("ANDROID-1f") + "\r\n \n" +
                               contact("ANDROID-1f") + "<?xml version=\"1.0\"?>\n" + contact("ANDROID-1f");
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{200}, stream.size()}) {
        CotSession session(8, world_, now_);
        for (std::size_t at = 0; at < stream.size(); at += piece) session.on_bytes(stream.substr(at, piece), now_);
        EXPECT_EQ(session.take_ready().records.size(), 3U) << piece;
        EXPECT_FALSE(session.over());
    }
}

TEST_F(CotSessionTest, UnknownNumbersAreAbsentAndNullIslandIsNoPosition) {
    send(contact("ANDROID-1f", R"(lat="-9.4386" lon="124.4871" hae="9999999.0" ce="9999999.0" le="9999999.0")"));
    send(contact("ANDROID-1f", R"(lat="0.0" lon="0.0" hae="999999" ce="999999" le="999999")"));
    const Submission submission = session_.take_ready();
    ASSERT_EQ(submission.records.size(), 1U);
    const auto& fix = std::get<FixReport>(submission.records[0].record);
    EXPECT_FALSE(fix.accuracy_m);
    EXPECT_FALSE(fix.altitude_m);
    EXPECT_EQ(figures_.unplaced, 1U);
}

TEST_F(CotSessionTest, PlacesBeyondTheEarthAreLeftToTheChecksOfTheCore) {
    send(contact("ANDROID-1f", R"(lat="-95.2" lon="124.4871" hae="1" ce="1" le="1")"));
    EXPECT_DOUBLE_EQ(std::get<FixReport>(session_.take_ready().records.at(0).record).lat_deg, -95.2);
}

TEST_F(CotSessionTest, WhatCannotBeReadIsQuarantinedWithItsReason) {
    send(contact("ANDROID-1f"));
    (void)session_.take_ready();
    const std::string bad = contact("ANDROID-1f", R"(lat="north" lon="124.4871" hae="1" ce="1" le="1")");
    send(bad);
    const Submission submission = session_.take_ready();
    ASSERT_EQ(submission.records.size(), 1U);
    const auto& problem = std::get<Problem>(submission.records[0].record);
    EXPECT_EQ(problem.code, Refusal::kBadValue);
    EXPECT_EQ(problem.detail, "point lat: 'north' is no number");
    EXPECT_EQ(submission.raw_of(0), bad);
    EXPECT_FALSE(session_.over());
}

TEST_F(CotSessionTest, ThreeBrokenEventsInARowEndIt) {
    const std::string broken = "<event uid=\"x\"<</event>";
    send(broken + broken + contact("ANDROID-1f") + broken + broken);
    EXPECT_FALSE(session_.over());
    send(broken);
    ASSERT_TRUE(session_.over());
    EXPECT_EQ(session_.over()->code, Refusal::kMalformed);
    EXPECT_THAT(session_.over()->detail, HasSubstr("byte "));
}

TEST_F(CotSessionTest, AnEmergencyIsAnSosAndItsOwnerEndsIt) {
    send(emergency("ANDROID-1f-9-1-1") + emergency("ANDROID-1f-9-1-1", "b-a-o-can"));
    const Submission submission = session_.take_ready();
    ASSERT_EQ(submission.events, 2U);
    const auto& called = *std::get<std::shared_ptr<const Event>>(submission.records[0].record);
    const auto& sos = std::get<Emergency>(called.body);
    EXPECT_EQ(sos.unit.text(), "RAJAWALI-04");
    EXPECT_TRUE(sos.active);
    EXPECT_EQ(sos.place, LonLat::from_degrees(124.4871, -9.4386));
    EXPECT_EQ(called.time, time_from_ms(1'732'948'267'000));
    const auto& ended = *std::get<std::shared_ptr<const Event>>(submission.records[1].record);
    EXPECT_FALSE(std::get<Emergency>(ended.body).active);
}

TEST_F(CotSessionTest, AnEmergencyOfAWrongClockHappensNow) {
    clock_.set(time_from_ms(kNowMs) + std::chrono::hours(30));
    send(emergency("ANDROID-1f-9-1-1"));
    const Submission submission = session_.take_ready();
    EXPECT_EQ(std::get<std::shared_ptr<const Event>>(submission.records.at(0).record)->time, clock_.now());
}

TEST_F(CotSessionTest, StrangersAndForeignDevicesAreRefusedAndCounted) {
    send(contact("ANDROID-99"));
    EXPECT_EQ(figures_.strangers, 1U);
    send(contact("ANDROID-1f") + contact("ANDROID-2a") + emergency("ANDROID-2a-9-1-1", "b-a-o-can"));
    EXPECT_EQ(figures_.foreign, 2U);
    send(R"(<event version="2.0" uid="x" type="t-x-d-d"><detail><link uid="ANDROID-1f"/></detail></event>)");
    EXPECT_EQ(figures_.foreign, 3U);
    EXPECT_THAT(refused_,
                ElementsAre(Pair(CotRefusal::kStranger, "ANDROID-99"), Pair(CotRefusal::kForeign, "ANDROID-2a"),
                            Pair(CotRefusal::kForeign, "ANDROID-2a-9-1-1"), Pair(CotRefusal::kForeign, "x")));
    EXPECT_EQ(session_.take_ready().records.size(), 1U);
    EXPECT_FALSE(session_.over());
}

TEST_F(CotSessionTest, WhoNamesNobodySpeaksForNobody) {
    // Before any device is known, its id is as empty as theirs.
    send(emergency("-9-1-1") + emergency("-9-1-1", "b-a-o-can"));
    EXPECT_EQ(figures_.strangers, 2U);
    EXPECT_TRUE(session_.take_ready().records.empty());
    send(contact("ANDROID-1f") + emergency("-9-1-1"));
    EXPECT_EQ(figures_.foreign, 0U);
    EXPECT_EQ(figures_.strangers, 3U);
    EXPECT_EQ(session_.take_ready().records.size(), 1U);
}

TEST_F(CotSessionTest, AUidWithoutContactIsAMessageAndNobody) {
    std::string xml = contact("ANDROID-1f");
    xml.erase(xml.find("<contact"), xml.find("/>", xml.find("<contact")) + 2 - xml.find("<contact"));
    send(xml + R"(<event uid="chat" type="b-t-f" time="2024-11-30T06:31:07Z"><point lat="0" lon="0"/></event>)");
    EXPECT_EQ(figures_.not_ours, 2U);
    EXPECT_THAT(session_.take_ready().records, IsEmpty());
}

TEST_F(CotSessionTest, APingIsAnswered) {
    EXPECT_THAT(session_.take_output(), HasSubstr("t-x-takp-v")) << "what it begins with";
    send(R"(<event version="2.0" uid="ANDROID-1f-ping" type="t-x-c-t" time="2024-11-30T06:31:07Z" how="m-g"><point )"
         R"(lat="0.0" lon="0.0" hae="0.0" ce="9999999" le="9999999"/></event>)");
    const std::string pong = session_.take_output();
    EXPECT_THAT(pong, HasSubstr(R"(uid="takPong" type="t-x-c-t-r")"));
    EXPECT_THAT(pong, HasSubstr(R"(time="2024-11-30T06:31:07.500Z")"));
    EXPECT_TRUE(decode_cot(pong).ok());
    EXPECT_EQ(session_.take_output(), "");
}

TEST_F(CotSessionTest, WhoAsksForProtobufGetsItFromThenOn) {
    EXPECT_EQ(session_.take_output(), cot_versions(clock_.now()));
    send(
        R"(<event uid="a" type="t-x-takp-q"><detail><TakControl><TakRequest version="1"/></TakControl></detail></event>)");
    EXPECT_EQ(session_.take_output(), cot_version_answer(true, clock_.now())) << "the answer is XML still";
    send(tak_frames(R"(<event uid="a-ping" type="t-x-c-t"><point lat="0" lon="0"/></event>)" + contact("ANDROID-1f")));
    EXPECT_EQ(session_.take_output(), tak_frames(cot_pong(clock_.now())));
    const Submission ready = session_.take_ready();
    ASSERT_EQ(ready.records.size(), 1U);
    EXPECT_EQ(std::get<FixReport>(ready.records[0].record).lat_deg, -9.4386);
    EXPECT_EQ(session_.as_asked(contact("b")), tak_frames(contact("b")));
}

TEST_F(CotSessionTest, AnotherVersionIsDeclinedAndItGoesOnInXml) {
    (void)session_.take_output();
    send(
        R"(<event uid="a" type="t-x-takp-q"><detail><TakControl><TakRequest version="2"/></TakControl></detail></event>)");
    EXPECT_EQ(session_.take_output(), cot_version_answer(false, clock_.now()));
    EXPECT_EQ(session_.as_asked("x"), "x");
}

TEST_F(CotSessionTest, FramesNobodyAskedForAreReadAmongXmlInAnyPieces) {
    (void)session_.take_output();
    const std::string bytes = tak_frames(contact("ANDROID-1f")) + "\n" + contact("ANDROID-1f") +
                              tak_frames(emergency("ANDROID-1f-9-1-1") + contact("ANDROID-1f"));
    for (const char& byte : bytes) send({&byte, 1});
    EXPECT_FALSE(session_.over());
    const Submission ready = session_.take_ready();
    ASSERT_EQ(ready.records.size(), 4U);
    EXPECT_TRUE(std::holds_alternative<std::shared_ptr<const Event>>(ready.records[2].record));
    EXPECT_EQ(session_.as_asked("x"), "x") << "it did not ask for them";
}

TEST_F(CotSessionTest, AFrameThatIsNoMessageIsKeptAsItCame) {
    send(contact("ANDROID-1f"));
    (void)session_.take_ready();
    send(std::string("\xBF\x03\xFF\xFF\xFF", 5));
    const Submission ready = session_.take_ready();
    ASSERT_EQ(ready.records.size(), 1U);
    EXPECT_THAT(std::get<Problem>(ready.records[0].record).detail, HasSubstr("no message of TAK protocol 1"));
    EXPECT_EQ(ready.raw_of(0), "\xFF\xFF\xFF");
}

TEST_F(CotSessionTest, ADoctypeEndsIt) {
    send(contact("ANDROID-1f"));
    send("<!DOCTYPE event [<!ENTITY a \"b\">]>" + contact("ANDROID-1f"));
    ASSERT_TRUE(session_.over());
    EXPECT_THAT(session_.over()->detail, HasSubstr("a document type is not allowed"));
    send(contact("ANDROID-1f"));
    EXPECT_EQ(session_.take_ready().records.size(), 2U) << "the first, and the one in quarantine";
}

TEST_F(CotSessionTest, WhatIsNoXmlOrTooLongEndsIt) {
    for (const auto& [bytes, code, what] :
         {std::tuple{std::string("\xBF\xFF\xFF\xFF\xFF\xFF\xFF"), Refusal::kMalformed, "an event is expected"},
          std::tuple{std::string("\xBF\xFF\xFF\x7F"), Refusal::kLineTooLong, "at most 65536 bytes"},
          std::tuple{std::string("GET / HTTP/1.1\r\n"), Refusal::kMalformed, "an event is expected, in XML or in a"},
          std::tuple{"<event " + std::string(70'000, 'x'), Refusal::kLineTooLong, "at most 65536 bytes"},
          std::tuple{"<event " + std::string(70'000, 'x') + "</event>", Refusal::kLineTooLong, "at most 65536"}}) {
        CotSession session(8, world_, now_);
        session.on_bytes(bytes, now_);
        ASSERT_TRUE(session.over()) << what;
        EXPECT_EQ(session.over()->code, code);
        EXPECT_THAT(session.over()->detail, HasSubstr(what));
    }
}

TEST_F(CotSessionTest, AnIdleOneAndAHalfEventEnd) {
    send(contact("ANDROID-1f"));
    EXPECT_EQ(session_.deadline(), now_ + limits_.idle);
    session_.on_deadline(now_ + limits_.idle - std::chrono::milliseconds(1));
    EXPECT_FALSE(session_.over());
    send("<event");
    EXPECT_EQ(session_.deadline(), now_ + limits_.line);
    now_ += std::chrono::seconds(1);
    send(" uid=");  // goes on, and does not win time with it
    EXPECT_EQ(session_.deadline(), now_ - std::chrono::seconds(1) + limits_.line);
    session_.on_deadline(session_.deadline());
    ASSERT_TRUE(session_.over());
    EXPECT_EQ(session_.over()->detail, "an event that did not end");
}

}  // namespace
}  // namespace siaga::net
