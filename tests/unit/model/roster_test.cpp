#include "data/model/roster.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "data/core/fault.hpp"

namespace siaga {
namespace {

using testing::HasSubstr;

Roster sample() {
    Roster roster;
    roster.contests = {{ContestName::literal("gubernur"), "Gubernur", 'G'},
                       {ContestName::literal("bupati"), "Bupati", 'B'}};
    // Not in order of their codes; villages refer to these places.
    roster.districts = {{DistrictCode::literal("53.03.05"), "Kota", {}, 0, 0},
                        {DistrictCode::literal("53.03.01"), "Timur", {}, 0, 0}};
    roster.villages = {{"53.03.05.1001", "Kefamenanu", 0, {}, 2},
                       {"53.03.01.2002", "Bitefa", 1, {}, 1},
                       {"53.03.01.2001", "Bokon", 1, {}, 3}};
    roster.sites = {{SiteCode::literal("GUDANG"), "Gudang", SiteKind::kWarehouse, {}, 4}};
    return roster;
}

std::string finish_fault(Roster roster) {
    try {
        roster.finish();
    } catch (const Fault& fault) {
        return fault.what();
    }
    return "";
}

TEST(Roster, MakesOneBoxPerPollingStationAndContest) {
    Roster roster = sample();
    roster.finish();
    ASSERT_EQ(roster.boxes.size(), 12U);
    EXPECT_EQ(roster.boxes.front().code.text(), "53.03.01.2001-001-B");
    EXPECT_EQ(roster.boxes.back().code.text(), "53.03.05.1001-002-G");
    EXPECT_TRUE(std::is_sorted(roster.boxes.begin(), roster.boxes.end(),
                               [](const BoxInfo& a, const BoxInfo& b) { return a.code < b.code; }));
}

TEST(Roster, KeepsReferencesRightWhileSorting) {
    Roster roster = sample();
    roster.finish();
    EXPECT_EQ(roster.districts[0].code.text(), "53.03.01");
    for (const VillageInfo& village : roster.villages) {
        EXPECT_EQ(village.code.substr(0, 8), roster.districts[village.district].code.text());
    }
    for (std::size_t i = 0; i < roster.boxes.size(); ++i) {
        const BoxInfo& box = roster.boxes[i];
        EXPECT_EQ(box.code.text().substr(0, 13), roster.villages[box.village].code);
        EXPECT_EQ(box.district, roster.villages[box.village].district);
        EXPECT_EQ(box.code.text().back(), roster.contests[box.contest].letter);
        EXPECT_EQ(roster.box_index(box.code), i);
    }
}

TEST(Roster, CountsVillagesStationsAndBoxesPerDistrict) {
    Roster roster = sample();
    roster.finish();
    EXPECT_EQ(roster.districts[0].villages, 2U);
    EXPECT_EQ(roster.districts[0].tps, 4U);
    EXPECT_EQ(roster.districts[1].tps, 2U);
    EXPECT_EQ(roster.boxes_expected(0, 0), 4U);
    EXPECT_EQ(roster.boxes_expected(1, 1), 2U);
    EXPECT_EQ(roster.boxes_expected(2, 0), 0U);
    EXPECT_EQ(roster.boxes_expected(0, 2), 0U);
}

TEST(Roster, FindsByNameAndCode) {
    Roster roster = sample();
    roster.finish();
    EXPECT_EQ(roster.contest_index(ContestName::literal("bupati")), 1U);
    EXPECT_EQ(roster.contest_index(ContestName::literal("walikota")), std::nullopt);
    EXPECT_EQ(roster.district_index(DistrictCode::literal("53.03.05")), 1U);
    EXPECT_EQ(roster.district_index(DistrictCode::literal("53.03.99")), std::nullopt);
    EXPECT_EQ(roster.site_index(SiteCode::literal("GUDANG")), 0U);
    EXPECT_EQ(roster.box_index(BoxCode::literal("53.03.05.1001-003-B")), std::nullopt);
}

TEST(Roster, RefusesWhatIsThereTwice) {
    Roster roster = sample();
    roster.villages[2].code = "53.03.01.2002";
    EXPECT_THAT(finish_fault(roster), HasSubstr("village '53.03.01.2002' is there twice"));
    roster = sample();
    roster.districts[1].code = roster.districts[0].code;
    EXPECT_THAT(finish_fault(roster), HasSubstr("district '53.03.05' is there twice"));
    roster = sample();
    roster.sites.push_back(roster.sites[0]);
    EXPECT_THAT(finish_fault(roster), HasSubstr("site 'GUDANG' is there twice"));
    roster = sample();
    roster.contests[1].name = roster.contests[0].name;
    EXPECT_THAT(finish_fault(roster), HasSubstr("contest 'gubernur' is there twice"));
    roster = sample();
    roster.contests[1].letter = 'G';
    EXPECT_THAT(finish_fault(roster), HasSubstr("have the same letter G"));
}

TEST(Roster, RefusesWhatMakesNoBoxCode) {
    Roster roster = sample();
    roster.villages[0].district = 2;
    EXPECT_THAT(finish_fault(roster), HasSubstr("village '53.03.05.1001' (Kefamenanu) belongs to no district"));
    roster = sample();
    roster.villages[0].tps = 1000;
    EXPECT_THAT(finish_fault(roster), HasSubstr("has 1000 polling stations"));
    roster = sample();
    roster.villages[0].code = "a/b";
    EXPECT_THAT(finish_fault(roster), HasSubstr("village code 'a/b' makes no box code"));
    roster = sample();
    roster.contests[0].letter = 'g';
    EXPECT_THAT(finish_fault(roster), HasSubstr("no letter from A to Z"));
}

}  // namespace
}  // namespace siaga
