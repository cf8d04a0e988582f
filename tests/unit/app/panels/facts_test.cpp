#include "app/panels/facts.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "data/store/operation.hpp"

namespace siaga::app {
namespace {

const Time kNow = parse_rfc3339("2024-11-30T14:00:00+08:00").value();

class Facts : public testing::Test {
protected:
    Facts() {
        EXPECT_TRUE(use_language(Language::kIndonesian, locale_folder()));
        situation_ = initial_situation(operation_.roster);
        situation_.time = kNow;
    }
    PlenaryState& plenary(std::size_t district, std::size_t contest) {
        return situation_.districts.at(district).plenary.at(contest);
    }
    void finish_all_but(std::size_t district) {
        for (std::size_t i = 0; i < situation_.districts.size(); ++i) {
            for (PlenaryState& p : situation_.districts[i].plenary)
                p.stage = i == district ? PlenaryStage::kWaiting : PlenaryStage::kFinished;
        }
    }
    const Operation operation_ = load_operation(std::filesystem::path(SIAGA_SOURCE_DIR) / "assets" / "ttu");
    const Format format_{Language::kIndonesian, operation_.zone};
    Situation situation_;
};

TEST_F(Facts, CountBoxesOpenedAndResealedAsInThePlenary) {
    BoxCounts counts{};
    counts[static_cast<std::size_t>(BoxStage::kOpenedInPlenary)] = 3;
    counts[static_cast<std::size_t>(BoxStage::kResealed)] = 4;
    counts[static_cast<std::size_t>(BoxStage::kAtWarehouse)] = 5;
    counts[static_cast<std::size_t>(BoxStage::kGuarded)] = 6;
    const BoxPlaces places = box_places(counts);
    EXPECT_EQ(places.plenary, 7U);
    EXPECT_EQ(places.warehouse, 11U);
    EXPECT_EQ(places.total(), 18U);
}

TEST_F(Facts, ListWhatIsUnderWayBeforeWhatWaits) {
    finish_all_but(3);
    plenary(8, 1).stage = PlenaryStage::kRunning;
    situation_.districts[8].shown = DistrictClass::kRunning;
    EXPECT_EQ(unfinished_districts(situation_), (std::vector<std::size_t>{8, 3}));
}

TEST_F(Facts, SayWhichReadingHoldsADistrict) {
    finish_all_but(3);
    plenary(3, 0).stage = PlenaryStage::kFinished;
    plenary(3, 1).stage = PlenaryStage::kRunning;
    plenary(3, 1).tps_read = 5;
    EXPECT_EQ(plenary_line(situation_, 3, format_),
              fmt::format("Pembacaan TPS 5/{}", operation_.roster->districts[3].tps));
}

TEST_F(Facts, SayWhyAPlenaryIsSuspendedAndWhenItGoesOn) {
    finish_all_but(3);
    PlenaryState& p = plenary(3, 0);
    p.stage = PlenaryStage::kSuspended;
    p.flags = 1U << static_cast<unsigned>(PlenaryFlagKind::kObjection);
    p.due = kNow + 90min;
    EXPECT_EQ(plenary_line(situation_, 3, format_), "keberatan saksi · lanjut 15.30");
}

TEST_F(Facts, LeaveShelvedAlertsOutUntilTheyReturn) {
    AlertState alert;
    alert.last.alert = RecordName::literal("HILANG_SINYAL RAJAWALI-07");
    alert.last.rule = AlertRule::kSignalLost;
    alert.last.unit = UnitName::literal("RAJAWALI-07");
    alert.last.step = AlertStep::kShelved;
    alert.last.until = kNow + 1min;
    situation_.alerts[alert.last.alert] = alert;
    EXPECT_TRUE(open_alerts(situation_).empty());
    situation_.time = kNow + 2min;
    ASSERT_EQ(open_alerts(situation_).size(), 1U);
    EXPECT_EQ(alert_line(*open_alerts(situation_)[0], *operation_.roster), "RAJAWALI-07: hilang sinyal");
}

TEST_F(Facts, PutTheWorstUnseenAlertFirst) {
    const auto add = [&](const char* name, Severity severity, AlertStep step) {
        AlertState alert;
        alert.last.alert = RecordName::literal(name);
        alert.last.severity = severity;
        alert.last.step = step;
        situation_.alerts[alert.last.alert] = alert;
    };
    add("a seen", Severity::kAlarm, AlertStep::kAcknowledged);
    add("b warning", Severity::kWarning, AlertStep::kRaised);
    add("c alarm", Severity::kAlarm, AlertStep::kRaised);
    const auto open = open_alerts(situation_);
    ASSERT_EQ(open.size(), 3U);
    EXPECT_EQ(open[0]->last.alert.text(), "c alarm");
    EXPECT_EQ(open[2]->last.alert.text(), "a seen");
}

TEST_F(Facts, CountOnlyDistrictsThatReportedAllClear) {
    situation_.districts[0].last_report = kNow - 1h;
    situation_.districts[1].last_report = kNow - 30min;
    situation_.districts[1].condition = Condition::kWatchful;
    const ReportFigures figures = report_figures(situation_);
    EXPECT_EQ(figures.conducive, 1U);
    EXPECT_EQ(figures.total, 24U);
    EXPECT_EQ(figures.until, kNow - 1h);
}

}  // namespace
}  // namespace siaga::app
