#include "data/situation/situation.hpp"

#include <gtest/gtest.h>

#include "tests/property/generators.hpp"

namespace siaga {
namespace {

const Time kDayStart = time_from_ms(test::kDayStartMs);

class SituationTest : public testing::Test {
protected:
    void add(EventBody body) {
        Entry entry;
        entry.event = {kDayStart, std::move(body), {}};
        apply(situation, entry);
    }
    void plenary(const char* contest, PlenaryStage to) {
        add(PlenaryMoved{.district = code,
                         .contest = ContestName::literal(contest),
                         .to = to,
                         .actors = {},
                         .reason = {},
                         .override_reason = {},
                         .due = {}});
    }
    void both(PlenaryStage to) {
        plenary("gubernur", to);
        plenary("bupati", to);
    }
    /// Hands over the first `count` boxes of the first district.
    void boxes(std::size_t count, BoxStage to) {
        CustodyTransfer transfer;
        transfer.transfer = RecordName::literal("ST-1");
        transfer.to_stage = to;
        transfer.to = SiteCode::literal("GUDANG");
        for (std::size_t i = 0; i < count; ++i) transfer.boxes.push_back(roster->boxes[i].code);
        transfer.declared = static_cast<std::uint32_t>(count);
        add(transfer);
    }
    DistrictClass shown(Millis after = 1min) {
        finish_situation(situation, kDayStart + after);
        return situation.districts[0].shown;
    }

    std::shared_ptr<const Roster> roster = test::small_roster();
    Situation situation = initial_situation(roster);
    DistrictCode code = roster->districts[0].code;
};

TEST_F(SituationTest, ShowsADistrictNobodyHasHeardOfAsUnknown) { EXPECT_EQ(shown(), DistrictClass::kUnknown); }

TEST_F(SituationTest, FollowsThePlenaryAndThenTheBoxes) {
    both(PlenaryStage::kWaiting);
    EXPECT_EQ(shown(), DistrictClass::kWaiting);
    plenary("bupati", PlenaryStage::kRunning);
    EXPECT_EQ(shown(), DistrictClass::kRunning);
    plenary("bupati", PlenaryStage::kSuspended);
    EXPECT_EQ(shown(), DistrictClass::kSuspended);
    plenary("bupati", PlenaryStage::kFinished);
    EXPECT_EQ(shown(), DistrictClass::kRunning) << "one contest of two is not a finished plenary";
    EXPECT_EQ(situation.districts_finished, 0U);
    boxes(8, BoxStage::kAtPpk);
    plenary("gubernur", PlenaryStage::kFinished);
    EXPECT_EQ(shown(), DistrictClass::kDoneAtPpk);
    EXPECT_EQ(situation.districts_finished, 1U);
    boxes(3, BoxStage::kOnRoad);
    EXPECT_EQ(shown(), DistrictClass::kDoneOnRoad);
    boxes(8, BoxStage::kAtWarehouse);
    EXPECT_EQ(shown(), DistrictClass::kDoneAtWarehouse);
}

TEST_F(SituationTest, NeverDrawsSilenceAsGreen) {
    both(PlenaryStage::kFinished);
    boxes(8, BoxStage::kGuarded);
    EXPECT_EQ(shown(roster->rules.district_silent_after), DistrictClass::kDoneAtWarehouse);
    EXPECT_EQ(shown(roster->rules.district_silent_after + Millis{1}), DistrictClass::kUnknown);
}

TEST_F(SituationTest, ShowsTroubleAboveAllUntilItIsResolved) {
    both(PlenaryStage::kWaiting);
    BoxFaultNoted fault{.record = RecordName::literal("S-1"),
                        .district = code,
                        .fault = BoxFault::kCountMismatch,
                        .open = true,
                        .boxes = {roster->boxes[0].code},
                        .note = "27/28"};
    add(fault);
    EXPECT_EQ(shown(), DistrictClass::kTrouble);
    EXPECT_EQ(shown(24h), DistrictClass::kTrouble) << "silence does not hide trouble";
    EXPECT_NE(situation.boxes[0].faults, 0);
    fault.open = false;
    add(fault);
    EXPECT_EQ(shown(), DistrictClass::kWaiting);
    EXPECT_EQ(situation.boxes[0].faults, 0);
}

TEST_F(SituationTest, CountsTheBoxesEachEscortCarries) {
    CustodyTransfer load;
    load.transfer = RecordName::literal("ST-2");
    load.to_stage = BoxStage::kOnRoad;
    load.unit = UnitName::literal("RAJAWALI-04");
    load.to = SiteCode::literal("GUDANG");
    load.boxes = {roster->boxes[0].code, roster->boxes[1].code};
    load.declared = 2;
    add(load);
    add(EscortMoved{
        .unit = *load.unit, .step = EscortStep::kDeparted, .from = {}, .to = load.to, .eta = kDayStart + 30min});
    finish_situation(situation, kDayStart);
    EXPECT_EQ(situation.escorts.at(*load.unit).boxes, 2U);
    boxes(1, BoxStage::kAtWarehouse);
    finish_situation(situation, kDayStart);
    EXPECT_EQ(situation.escorts.at(*load.unit).boxes, 1U) << "one of them was handed over";
    EXPECT_EQ(situation.box_totals[static_cast<std::size_t>(BoxStage::kOnRoad)], 1U);
}

TEST_F(SituationTest, TellsLiveStaleAndLostApart) {
    const RuleSettings rules;
    Fix fix;
    fix.time = kDayStart;
    EXPECT_EQ(status_at(fix, kDayStart + rules.stale_after, rules), UnitStatus::kLive);
    EXPECT_EQ(status_at(fix, kDayStart + rules.stale_after + Millis{1}, rules), UnitStatus::kStale);
    EXPECT_EQ(status_at(fix, kDayStart + rules.lost_after + Millis{1}, rules), UnitStatus::kLost);
    EXPECT_EQ(status_at(std::nullopt, kDayStart, rules), UnitStatus::kLost);
}

TEST_F(SituationTest, BringsAShelvedAlertBack) {
    AlertMoved alert{.alert = RecordName::literal("SOS X"),
                     .rule = AlertRule::kEmergency,
                     .step = AlertStep::kRaised,
                     .severity = Severity::kAlarm,
                     .district = {},
                     .unit = {},
                     .until = {},
                     .text = "tolong",
                     .actor = {}};
    add(alert);
    alert.step = AlertStep::kShelved;
    alert.until = kDayStart + 10min;
    alert.text.clear();
    add(alert);
    const AlertState& open = situation.alerts.at(alert.alert);
    EXPECT_TRUE(open.shelved_at(kDayStart + 9min));
    EXPECT_FALSE(open.shelved_at(kDayStart + 10min));
    EXPECT_EQ(open.last.text, "tolong") << "the figures of the alarm stay";
    alert.step = AlertStep::kCleared;
    add(alert);
    EXPECT_TRUE(situation.alerts.empty());
}

TEST_F(SituationTest, IgnoresWhatTheRosterDoesNotKnow) {
    const Situation before = situation;
    add(PlenaryProgress{DistrictCode::literal("99.99.99"), ContestName::literal("bupati"), 3});
    situation.entries = before.entries;
    EXPECT_EQ(situation, before);
}

}  // namespace
}  // namespace siaga
