#include "net/cot_picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "net/cot_decoder.hpp"
#include "net/cot_splitter.hpp"
#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga::net {
namespace {

using siaga::test::kNow;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const UnitName kUnit = UnitName::literal("RAJAWALI-04");

/// A tenth of a degree around its south-west corner, with a point in the middle of an edge that says nothing.
Area square(const std::string& code, double lon, double lat) {
    constexpr double kSide = 0.1;
    const auto at = [&](double east, double north) { return LonLat::from_degrees(lon + east, lat + north); };
    Area area;
    area.code = area.name = code;
    area.label = at(kSide / 2, kSide / 2);
    area.polygons = {{{at(0, 0), at(kSide / 2, 0), at(kSide, 0), at(kSide, kSide), at(0, kSide), at(0, 0)}, {}}};
    return area;
}

class CotPictureTest : public testing::Test {
protected:
    static Situation situation() {
        Situation now = initial_situation(siaga::test::roster_with_sites());
        now.time = kNow;
        return now;
    }
    static Fix fix(Millis after = 0s) {
        Fix fix;
        fix.time = fix.received = kNow + after;
        fix.position = LonLat::from_degrees(124.4871, -9.4386);
        fix.speed_cmps = 820;
        fix.course_cdeg = 31000;
        fix.accuracy_dm = 120;
        fix.altitude_m = 402;
        fix.battery_pct = 80;
        return fix;
    }
    static std::string all(const std::vector<CotPicture::Part>& parts) {
        std::string xml;
        for (const auto& part : parts) xml += part.xml;
        return xml;
    }
    /// As a client cuts them.
    static std::vector<std::string> events_in(const std::string& xml) {
        CotSplitter splitter(64 * 1024);
        splitter.add(xml);
        std::vector<std::string> events;
        while (const auto event = splitter.next()) events.emplace_back(event->content);
        EXPECT_FALSE(splitter.partial());
        return events;
    }

    CotPicture picture{{square("53.03.01", 124.4, -9.5), square("53.03.02", 124.5, -9.5)}};
    Situation now = situation();
};

TEST_F(CotPictureTest, ShowsAUnitAsAContact) {
    now.units.push_back({kUnit.text(), fix(), UnitStatus::kLive});
    const auto parts = picture.changes(situation(), now);
    ASSERT_THAT(parts, SizeIs(1));
    EXPECT_EQ(parts[0].unit, kUnit);
    const Result<CotEvent> event = decode_cot(parts[0].xml);
    ASSERT_TRUE(event) << event.problem().detail;
    EXPECT_EQ(event->kind, CotKind::kContact);
    EXPECT_EQ(event->uid, "siaga-unit-RAJAWALI-04");
    EXPECT_EQ(event->callsign, "RAJAWALI-04");
    EXPECT_EQ(event->time, kNow);
    EXPECT_DOUBLE_EQ(event->point->lat_deg, -9.4386);
    EXPECT_DOUBLE_EQ(event->point->lon_deg, 124.4871);
    EXPECT_EQ(event->point->accuracy_m, 12);
    EXPECT_EQ(event->point->altitude_m, 402);
    EXPECT_EQ(event->speed_mps, 8.2);
    EXPECT_EQ(event->course_deg, 310);
    EXPECT_EQ(event->battery_pct, 80);
    EXPECT_THAT(parts[0].xml, HasSubstr("stale=\"" + to_rfc3339(kNow + now.roster->rules.lost_after) + '"'));
}

TEST_F(CotPictureTest, SaysNothingOfWhatIsNotKnown) {
    Fix bare;
    bare.time = kNow;
    bare.position = LonLat::from_degrees(124.4871, -9.4386);
    now.units.push_back({kUnit.text(), bare, UnitStatus::kLive});
    const Result<CotEvent> event = decode_cot(all(picture.changes(situation(), now)));
    ASSERT_TRUE(event);
    EXPECT_FALSE(event->point->accuracy_m || event->point->altitude_m);
    EXPECT_FALSE(event->speed_mps || event->course_deg || event->battery_pct);
}

TEST_F(CotPictureTest, ShowsOnlyWhatChanged) {
    now.units.push_back({kUnit.text(), fix(), UnitStatus::kLive});
    EXPECT_THAT(picture.changes(now, now), IsEmpty());
    Situation later = now;
    later.time += 1s;
    later.districts[0].plenary[0].tps_read = 3;
    EXPECT_THAT(picture.changes(now, later), IsEmpty());
    later.units[0].fix = fix(1s);
    EXPECT_THAT(picture.changes(now, later), SizeIs(1));
}

TEST_F(CotPictureTest, ShowsDistrictsInTheColourOfTheirStatusWithFewPoints) {
    now.districts[1].shown = DistrictClass::kRunning;
    now.districts[1].plenary[1].stage = PlenaryStage::kRunning;
    const auto parts = picture.changes(situation(), now);
    ASSERT_THAT(parts, SizeIs(1));
    EXPECT_TRUE(parts[0].unit.empty());
    const std::string& xml = parts[0].xml;
    EXPECT_THAT(xml, HasSubstr(R"(uid="siaga-district-53.03.02-0" type="u-d-f")"));
    EXPECT_THAT(xml, HasSubstr(R"(<strokeColor value="-12745498"/>)")) << "0xFF3D84E6 as a signed number";
    EXPECT_THAT(xml, HasSubstr("Gubernur: BELUM_DIJADWALKAN, Bupati: BERLANGSUNG"));
    std::size_t links = 0;
    for (std::size_t at = 0; (at = xml.find("<link point=", at)) != std::string::npos; ++at) ++links;
    EXPECT_EQ(links, 5U) << "four corners, closed";
}

TEST_F(CotPictureTest, CallsForHelpAndEndsIt) {
    now.units.push_back({kUnit.text(), fix(), UnitStatus::kLive});
    Situation calling = now;
    calling.emergencies[kUnit] = {kNow + 1s, LonLat::from_degrees(124.5, -9.4), "SOS"};
    const auto parts = picture.changes(now, calling);
    ASSERT_THAT(parts, SizeIs(1));
    EXPECT_EQ(parts[0].unit, kUnit);
    const Result<CotEvent> call = decode_cot(parts[0].xml);
    ASSERT_TRUE(call);
    EXPECT_EQ(call->kind, CotKind::kEmergency);
    EXPECT_EQ(call->device(), "siaga-unit-RAJAWALI-04");
    EXPECT_DOUBLE_EQ(call->point->lon_deg, 124.5);
    const Result<CotEvent> end = decode_cot(all(picture.changes(calling, now)));
    ASSERT_TRUE(end);
    EXPECT_EQ(end->kind, CotKind::kEmergencyCancel);
    EXPECT_EQ(end->uid, call->uid);
}

TEST_F(CotPictureTest, IsWholeForWhoHasJustConnected) {
    now.units.push_back({kUnit.text(), fix(), UnitStatus::kLive});
    now.units.push_back({"RAJAWALI-05", std::nullopt, UnitStatus::kLost});
    now.emergencies[kUnit] = {kNow, std::nullopt, ""};
    const std::string xml = all(picture.whole(now));
    EXPECT_THAT(events_in(xml), SizeIs(6)) << "two districts, two sites, a unit, its call";
    EXPECT_THAT(xml, HasSubstr("siaga-site-GUDANG"));
    EXPECT_THAT(xml, HasSubstr("siaga-site-PPK 53.03.01"));
    EXPECT_THAT(xml, Not(HasSubstr("RAJAWALI-05")));
    EXPECT_THAT(xml, Not(HasSubstr("<?xml"))) << "one document after the other";
}

TEST_F(CotPictureTest, EscapesWhatPeopleTyped) {
    auto roster = std::make_shared<Roster>(*now.roster);
    roster->sites[0].name = "Gudang <A> & \"B\"";
    now.roster = roster;
    EXPECT_THAT(all(picture.whole(now)), HasSubstr(R"(callsign="Gudang &lt;A> &amp; &quot;B&quot;")"));
}

}  // namespace
}  // namespace siaga::net
