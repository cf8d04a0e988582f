#include "data/situation/rules.hpp"

#include <gtest/gtest.h>

#include "data/situation/rules/rule_list.hpp"
#include "tests/property/generators.hpp"

namespace siaga {
namespace {

const Time kRulesStart = time_from_ms(test::kDayStartMs);
const LonLat kFarFromSites = LonLat::from_degrees(124.70, -9.20);

/// An escort with one box on the road, fixes every 5 s at a place that `where` gives.
class RulesTest : public testing::Test {
protected:
    void depart() {
        CustodyTransfer load{.transfer = RecordName::literal("ST-1"),
                             .boxes = {roster->boxes[0].code},
                             .declared = 1,
                             .to_stage = BoxStage::kOnRoad,
                             .from = SiteCode::literal("PPK 53.03.01"),
                             .to = SiteCode::literal("GUDANG"),
                             .unit = UnitName::literal("RAJAWALI-00"),
                             .vehicle = {},
                             .plate = {},
                             .driver = {},
                             .authorised_by = {},
                             .handed_by = {},
                             .received_by = {},
                             .condition = {},
                             .seals_match = true};
        add(load);
        add(EscortMoved{.unit = UnitName::literal("RAJAWALI-00"),
                        .step = EscortStep::kDeparted,
                        .from = SiteCode::literal("PPK 53.03.01"),
                        .to = SiteCode::literal("GUDANG"),
                        .eta = {}});
    }
    void add(EventBody body, Millis after = 0s) {
        Entry entry;
        entry.n = next_entry++;
        entry.event = {kRulesStart + after, std::move(body), {}};
        history.add({{std::make_shared<const Entry>(std::move(entry))}, {}, {}});
    }
    void fixes(Millis from, Millis to, double metres_per_fix) {
        for (Millis at = from; at <= to; at += 5s) {
            Fix fix;
            fix.time = kRulesStart + at;
            fix.position = kFarFromSites;
            fix.position.lon_e7 +=
                static_cast<std::int32_t>(metres_per_fix * 91.0 * static_cast<double>((at - from) / 5s));
            history.add({{}, {fix}, {}});
        }
    }
    std::vector<AlertMoved> evaluate(Millis at) {
        const auto now = history.situation_at(kRulesStart + at);
        std::vector<AlertMoved> alerts;
        for (const Event& event : evaluate_rules(all_rules(), *now, history.tracks())) {
            EXPECT_EQ(event.time, kRulesStart + at);
            alerts.push_back(std::get<AlertMoved>(event.body));
            add(event.body, at);
        }
        return alerts;
    }

    std::shared_ptr<const Roster> roster = test::small_roster();
    History history{roster};
    std::uint64_t next_entry = 0;

    void SetUp() override { history.add({{}, {}, {"RAJAWALI-00"}}); }
};

TEST_F(RulesTest, StayQuietWhileAnEscortMovesAndIsHeard) {
    depart();
    fixes(0s, 30min, 40);
    EXPECT_TRUE(evaluate(30min).empty());
}

TEST_F(RulesTest, RaiseAnUnplannedStopOnceAndClearItWhenTheEscortMovesOn) {
    depart();
    fixes(0s, 12min, 0.5);
    const auto raised = evaluate(12min);
    ASSERT_EQ(raised.size(), 1U);
    EXPECT_EQ(raised[0].rule, AlertRule::kUnplannedStop);
    EXPECT_EQ(raised[0].step, AlertStep::kRaised);
    EXPECT_EQ(raised[0].unit, UnitName::literal("RAJAWALI-00"));
    EXPECT_TRUE(evaluate(12min).empty()) << "an open alert is not raised again";
    fixes(12min + 5s, 16min, 60);
    const auto cleared = evaluate(16min);
    ASSERT_EQ(cleared.size(), 1U);
    EXPECT_EQ(cleared[0].step, AlertStep::kCleared);
}

TEST_F(RulesTest, DoNotCallASiteAnUnplannedStop) {
    auto near = std::make_shared<Roster>(*roster);
    near->sites.push_back({SiteCode::literal("PPK 53.03.01"), "PPK", SiteKind::kPpk, kFarFromSites, 0});
    near->finish();
    history = History(near);
    history.add({{}, {}, {"RAJAWALI-00"}});
    depart();
    fixes(0s, 12min, 0);
    EXPECT_TRUE(evaluate(12min).empty());
}

TEST_F(RulesTest, RaiseALostSignalOnlyForAnEscortWithBoxes) {
    fixes(0s, 1min, 40);
    EXPECT_TRUE(evaluate(20min).empty());
    depart();
    const auto raised = evaluate(21min);
    ASSERT_EQ(raised.size(), 1U);
    EXPECT_EQ(raised[0].rule, AlertRule::kSignalLost);
}

TEST_F(RulesTest, KeepAnSosOpenUntilItIsCancelled) {
    const Emergency sos{.unit = UnitName::literal("RAJAWALI-00"), .active = true, .place = {}, .text = "dihadang"};
    add(sos, 1min);
    const auto raised = evaluate(2min);
    ASSERT_EQ(raised.size(), 1U);
    EXPECT_EQ(raised[0].rule, AlertRule::kEmergency);
    EXPECT_EQ(raised[0].severity, Severity::kAlarm);
    EXPECT_EQ(raised[0].text, "dihadang");
    Emergency cancel = sos;
    cancel.active = false;
    add(cancel, 3min);
    const auto cleared = evaluate(4min);
    ASSERT_EQ(cleared.size(), 1U);
    EXPECT_EQ(cleared[0].step, AlertStep::kCleared);
    EXPECT_EQ(cleared[0].alert, raised[0].alert);
}

TEST_F(RulesTest, RaiseACountThatDoesNotMatchFromTheTransferItself) {
    CustodyTransfer load{.transfer = RecordName::literal("ST-9"),
                         .boxes = {roster->boxes[0].code},
                         .declared = 2,
                         .to_stage = BoxStage::kAtPpk,
                         .from = SiteCode::literal("PPS 1"),
                         .to = SiteCode::literal("PPK 53.03.01"),
                         .unit = {},
                         .vehicle = {},
                         .plate = {},
                         .driver = {},
                         .authorised_by = {},
                         .handed_by = {},
                         .received_by = {},
                         .condition = {},
                         .seals_match = true};
    add(load, 1min);
    const auto raised = evaluate(2min);
    ASSERT_EQ(raised.size(), 1U);
    EXPECT_EQ(raised[0].rule, AlertRule::kCountMismatch);
    EXPECT_EQ(raised[0].text, "1/2");
    EXPECT_EQ(raised[0].district, roster->districts[0].code);
    add(BoxFaultNoted{.record = RecordName::literal("ST-9"),
                      .district = roster->districts[0].code,
                      .fault = BoxFault::kCountMismatch,
                      .open = false,
                      .boxes = {},
                      .note = "ditemukan"},
        3min);
    const auto cleared = evaluate(4min);
    ASSERT_EQ(cleared.size(), 1U);
    EXPECT_EQ(cleared[0].step, AlertStep::kCleared);
}

TEST_F(RulesTest, ClearAWrongClockWhenAFixWithARightTimeArrives) {
    fixes(0s, 1min, 10);
    add(AlertMoved{.alert = alert_name(AlertRule::kClockWrong, "RAJAWALI-00"),
                   .rule = AlertRule::kClockWrong,
                   .step = AlertStep::kRaised,
                   .severity = Severity::kWarning,
                   .district = {},
                   .unit = UnitName::literal("RAJAWALI-00"),
                   .until = {},
                   .text = "+414 s",
                   .actor = {}},
        2min);
    EXPECT_TRUE(evaluate(3min).empty()) << "no fix since: it stays";
    fixes(3min, 4min, 10);
    const auto cleared = evaluate(4min);
    ASSERT_EQ(cleared.size(), 1U);
    EXPECT_EQ(cleared[0].rule, AlertRule::kClockWrong);
    EXPECT_EQ(cleared[0].step, AlertStep::kCleared);
}

TEST_F(RulesTest, KeepAnAlarmOpenForRecordsThatWereLost) {
    add(LossAccepted{.reason = "disk replaced",
                     .expected_entries = 1431,
                     .expected_root = "ab",
                     .found_entries = 1200,
                     .found_root = "cd"},
        1min);
    const auto raised = evaluate(2min);
    ASSERT_EQ(raised.size(), 1U);
    EXPECT_EQ(raised[0].rule, AlertRule::kLedgerLoss);
    EXPECT_EQ(raised[0].severity, Severity::kAlarm);
    EXPECT_EQ(raised[0].text, "1200/1431");
    add(raised[0], 2min);
    EXPECT_TRUE(evaluate(10min).empty()) << "it neither repeats nor ends";
}

TEST_F(RulesTest, RaiseAnAlarmWhenManyWereNotLetInAndClearItWhenTheyStop) {
    const auto refused = [&](SignInFault reason, std::uint32_t count, const std::string& address, Millis at) {
        add(SignInRefused{reason, "feed", address, count, "poskotis-7"}, at);
    };
    refused(SignInFault::kToken, 60, "10.0.0.7", 1min);
    refused(SignInFault::kRevoked, 39, "10.0.0.8", 2min);
    refused(SignInFault::kRole, 900, "10.0.0.9", 2min);
    refused(SignInFault::kUnknownDevice, 900, "10.0.0.9", 2min);
    EXPECT_TRUE(evaluate(3min).empty()) << "99 attempts; a wrong setting or a new phone is none";
    refused(SignInFault::kExpired, 1, "10.0.0.8", 3min);
    const auto raised = evaluate(4min);
    ASSERT_EQ(raised.size(), 1U);
    EXPECT_EQ(raised[0].rule, AlertRule::kGuessing);
    EXPECT_EQ(raised[0].alert.text(), "PERCOBAAN_MASUK");
    EXPECT_EQ(raised[0].severity, Severity::kAlarm);
    EXPECT_EQ(raised[0].text, "100 x · 10.0.0.7");
    EXPECT_TRUE(evaluate(11min - 1ms).empty());
    const auto cleared = evaluate(11min);
    ASSERT_EQ(cleared.size(), 1U);
    EXPECT_EQ(cleared[0].step, AlertStep::kCleared);
}

TEST_F(RulesTest, KeepABoundedNumberOfRefusals) {
    for (unsigned i = 0; i < 1000; ++i) add(SignInRefused{SignInFault::kToken, "feed", "10.0.0.7", 1, ""}, i * 1s);
    EXPECT_EQ(history.situation_at(kRulesStart + 1000s)->refusals.size(), Situation::kRefusalsKept);
    add(SignInRefused{SignInFault::kToken, "feed", "10.0.0.7", 1, ""}, 5h);
    EXPECT_EQ(history.situation_at(kRulesStart + 5h)->refusals.size(), 1U) << "an hour is over";
}

}  // namespace
}  // namespace siaga
