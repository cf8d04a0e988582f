// TAK protocol 1. The bytes were put together by hand from the numbers of the public description, apart from the code
// that reads them.
#include "net/tak_message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <limits>
#include <string>
#include <tuple>

#include "net/cot_splitter.hpp"

namespace siaga::net {
namespace {

using testing::HasSubstr;

/// Seven bits a byte, the lowest first.
std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7) bytes += static_cast<char>((value & 0x7F) | 0x80);
    return bytes + static_cast<char>(value);
}
/// A field of protobuf begins with its number and its kind, in one byte: all of ours are below 16.
std::string field(int number, const std::string& content) {
    return static_cast<char>(number << 3 | 2) + varint(content.size()) + content;
}
std::string field(int number, double value) {
    std::array<char, sizeof value> bytes{};
    std::memcpy(bytes.data(), &value, sizeof value);  // both are little-endian
    return static_cast<char>(number << 3 | 1) + std::string(bytes.data(), bytes.size());
}
std::string field(int number, std::uint64_t value) { return static_cast<char>(number << 3) + varint(value); }

constexpr std::uint64_t kSentMs = 1'732'948'267'120;

std::string head(const std::string& uid = "ANDROID-1f", const std::string& type = "a-f-G-U-C") {
    return field(1, type) + field(5, uid) + field(6, kSentMs) + field(7, kSentMs) + field(8, kSentMs + 375'000) +
           field(9, "m-g");
}
std::string place(double lat = -9.4386, double lon = 124.4871, double hae = 402, double ce = 12) {
    return field(10, lat) + field(11, lon) + field(12, hae) + field(13, ce) + field(14, 999'999.0);
}
/// contact, group, status, device, track
std::string detail() {
    return field(2, field(1, "*:-1:stcp") + field(2, "RAJAWALI-04")) +
           field(3, field(1, "Cyan") + field(2, "Team Member")) + field(5, field(1, std::uint64_t{80})) +
           field(6, field(1, "PIXEL")) + field(7, field(1, 8.2) + field(2, 310.0));
}
std::string message(const std::string& event) { return field(2, event); }

CotEvent event_of(const std::string& bytes) {
    const Result<CotEvent> event = decode_tak(bytes);
    EXPECT_TRUE(event) << event.problem().detail;
    return event ? *event : CotEvent{};
}

TEST(TakMessage, AContactIsWhatItsXmlWouldSay) {
    const CotEvent event = event_of(message(head() + place() + field(15, detail())));
    EXPECT_EQ(event.kind, CotKind::kContact);
    EXPECT_EQ(event.uid, "ANDROID-1f");
    EXPECT_EQ(event.type, "a-f-G-U-C");
    EXPECT_EQ(event.time, time_from_ms(kSentMs));
    ASSERT_TRUE(event.point);
    EXPECT_EQ(event.point->lat_deg, -9.4386);
    EXPECT_EQ(event.point->lon_deg, 124.4871);
    EXPECT_EQ(event.point->altitude_m, 402);
    EXPECT_EQ(event.point->accuracy_m, 12);
    EXPECT_EQ(event.callsign, "RAJAWALI-04");
    EXPECT_EQ(event.speed_mps, 8.2);
    EXPECT_EQ(event.course_deg, 310);
    EXPECT_EQ(event.battery_pct, 80);
}

TEST(TakMessage, WhatIsUnknownIsNotZero) {
    const CotEvent event =
        event_of(message(head() + place(-9.4386, 124.4871, 999'999, 999'999) + field(15, field(2, ""))));
    EXPECT_EQ(event.kind, CotKind::kContact);
    EXPECT_FALSE(event.point->altitude_m);
    EXPECT_FALSE(event.point->accuracy_m);
    EXPECT_FALSE(event.speed_mps);
    EXPECT_FALSE(event.battery_pct);
}

TEST(TakMessage, NoPlaceAtAllIsPresence) { EXPECT_FALSE(event_of(message(head() + field(15, detail()))).point); }

TEST(TakMessage, TheXmlOfItsDetailGoesFirst) {
    const CotEvent event = event_of(message(
        head() + place() +
        field(15, field(1, R"(<contact callsign="DARI-XML"/><status battery="7"/><remarks>a</remarks>)") + detail())));
    EXPECT_EQ(event.callsign, "DARI-XML");
    EXPECT_EQ(event.battery_pct, 7);
    EXPECT_EQ(event.course_deg, 310);
}

TEST(TakMessage, ACallForHelpNeedsNoDetail) {
    EXPECT_EQ(event_of(message(head("ANDROID-1f-9-1-1", "b-a-o-tbl") + place())).kind, CotKind::kEmergency);
    EXPECT_EQ(event_of(message(head("ANDROID-1f-9-1-1", "b-a-o-tbl") + place())).device(), "ANDROID-1f");
}

TEST(TakMessage, OneThatSaysOnlyWhatVersionsItsSenderSpeaksIsNothingToRecord) {
    EXPECT_EQ(event_of(field(1, field(1, std::uint64_t{1}) + field(2, std::uint64_t{1}))).kind, CotKind::kOther);
}

TEST(TakMessage, RefusesWhatIsNone) {
    const auto fault = [](const std::string& bytes) {
        const Result<CotEvent> event = decode_tak(bytes);
        EXPECT_FALSE(event);
        return event ? "" : event.problem().detail;
    };
    EXPECT_EQ(fault("\xFF\xFF"), "no message of TAK protocol 1");
    EXPECT_EQ(fault(""), "a message without an event");
    EXPECT_EQ(fault(message(head() + place()).substr(0, 60)), "no message of TAK protocol 1");
    EXPECT_EQ(fault(message(head("", "a-f-G") + place())), "uid is missing");
    EXPECT_THAT(
        fault(message(head() + place() + field(6, std::uint64_t{1'000'000'000'000'000'000}) + field(15, field(2, "")))),
        HasSubstr("is after the year 9999"));
    EXPECT_THAT(fault(message(head() + place(std::numeric_limits<double>::quiet_NaN()) + field(15, field(2, "")))),
                HasSubstr("point lat: 'nan' is no number"));
    EXPECT_EQ(fault(message(head() + place() + field(15, field(1, "<!DOCTYPE a>")))), "a document type is not allowed");
    EXPECT_THAT(fault(message(head() + place() + field(15, field(1, "<a><b></a>")))), HasSubstr("xmlDetail: "));
}

TEST(TakMessage, SaysNothingOnTheTerminalOfABadOne) {
    testing::internal::CaptureStderr();
    const Result<CotEvent> event = decode_tak(message(head("ANDROID-\xFF\xFE") + place() + field(15, detail())));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_FALSE(event) << "no text";
}

TEST(TakMessage, OfOursSaysTheSameInBothForms) {
    const std::string xml =
        R"(<event version="2.0" uid="siaga-unit-RAJAWALI-04" type="a-f-G-E-V" how="m-g" )"
        R"(time="2024-11-30T06:31:07.120Z" start="2024-11-30T06:31:07.120Z" stale="2024-11-30T06:41:07.120Z"><point )"
        R"(lat="-9.4386000" lon="124.4871000" hae="9999999.0" ce="12.0" le="9999999.0"/><detail>)"
        R"(<contact callsign="RAJAWALI-04"/><track course="310.00" speed="8.20"/><status battery="80"/>)"
        R"(<remarks>a &amp; b</remarks></detail></event>)";
    const std::string frames = tak_frames(xml + xml);
    CotSplitter splitter(64 * 1024);
    splitter.add(frames);
    for (int i = 0; i < 2; ++i) {
        const auto piece = splitter.next();
        ASSERT_TRUE(piece);
        EXPECT_TRUE(piece->protobuf);
        EXPECT_THAT(std::string(piece->content), HasSubstr("<remarks>a &amp; b</remarks>"));
        const CotEvent ours = event_of(std::string(piece->content));
        const Result<CotEvent> expected = decode_cot(xml);
        ASSERT_TRUE(expected);
        EXPECT_EQ(ours.uid, expected->uid);
        EXPECT_EQ(ours.time, expected->time);
        EXPECT_EQ(ours.callsign, expected->callsign);
        EXPECT_EQ(ours.speed_mps, expected->speed_mps);
        EXPECT_EQ(ours.course_deg, expected->course_deg);
        EXPECT_EQ(ours.battery_pct, expected->battery_pct);
        EXPECT_EQ(ours.point->lat_deg, expected->point->lat_deg);
        EXPECT_EQ(ours.point->accuracy_m, expected->point->accuracy_m);
        EXPECT_FALSE(ours.point->altitude_m);
    }
    EXPECT_FALSE(splitter.partial());
    EXPECT_LT(frames.size(), xml.size());
}

TEST(TakMessage, ADatagramIsOneEventInAnyOfThreeForms) {
    const std::string xml = R"(<event uid="a" type="t-x-c-t"><point lat="0" lon="0"/></event>)";
    const std::string frame = tak_frames(xml);
    const std::string content = frame.substr(2);
    for (const auto& [bytes, protobuf, expected] :
         {std::tuple{"<?xml version=\"1.0\"?>\n" + xml + "\n", false, "<?xml version=\"1.0\"?>\n" + xml},
          std::tuple{frame, true, content}, std::tuple{"\xBF\x01\xBF" + content, true, content}}) {
        const Result<CotPiece> piece = cot_datagram(bytes);
        ASSERT_TRUE(piece);
        EXPECT_EQ(piece->protobuf, protobuf);
        EXPECT_EQ(piece->content, expected);
    }
    for (const std::string& bytes : {std::string(), std::string("\0", 1), std::string("hello"), xml + xml, xml + "x",
                                     xml.substr(0, 20), frame + "x", frame.substr(0, 9), std::string("\xBF")}) {
        EXPECT_FALSE(cot_datagram(bytes)) << bytes;
    }
}

}  // namespace
}  // namespace siaga::net
