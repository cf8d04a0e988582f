// The committed day, folded: what it says at the minutes that matter.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>

#include "app/simulator/demonstration_day.hpp"
#include "data/situation/situation.hpp"
#include "data/store/operation.hpp"

namespace siaga::app {
namespace {

class TheStory : public testing::Test {
protected:
    static void SetUpTestSuite() {
        const std::string folder = SIAGA_SOURCE_DIR "/assets/ttu";
        day_ = std::make_unique<DemonstrationDay>(DemonstrationDay::load(folder));
        roster_ = load_operation(folder).roster;
    }
    static void TearDownTestSuite() {
        day_.reset();
        roster_.reset();
    }

    static Time at(int hour, int minute) {
        return day_->start() + std::chrono::hours(hour - 6) + std::chrono::minutes(minute);
    }
    static Situation situation_at(Time t) {
        Situation situation = initial_situation(roster_);
        for_each_until(t, [&](const Entry& entry) { apply(situation, entry); });
        finish_situation(situation, t);
        return situation;
    }
    /// In the order of the fold: the day's events are sent in the order they happened.
    template <class Visit> static void for_each_until(Time t, Visit visit) {
        Entry entry;
        for (const DayEvent& event : day_->plan().events) {
            if (event.event.time > t) break;
            entry.source = event.source;
            entry.event = event.event;
            visit(entry);
            ++entry.n;
        }
    }
    static std::uint32_t at_stage(const Situation& situation, BoxStage stage) {
        return situation.box_totals[static_cast<std::size_t>(stage)];
    }
    static DistrictClass shown(const Situation& situation, const char* district) {
        return situation.districts[*roster_->district_index(DistrictCode::literal(district))].shown;
    }

    static inline std::unique_ptr<DemonstrationDay> day_;
    static inline std::shared_ptr<const Roster> roster_;
};

TEST_F(TheStory, CountsTheRegency) {
    std::uint32_t tps = 0;
    for (const DistrictInfo& district : roster_->districts) tps += district.tps;
    EXPECT_EQ(roster_->districts.size(), 24U);
    EXPECT_EQ(roster_->villages.size(), 192U);
    EXPECT_EQ(tps, 445U);
    EXPECT_EQ(roster_->boxes.size(), 890U);
}

TEST_F(TheStory, BeginsWithElevenDistrictsFinished) { EXPECT_EQ(situation_at(at(6, 0)).districts_finished, 11U); }

TEST_F(TheStory, HasNineteenDistrictsFinishedAtHalfPastTwo) {
    const Situation situation = situation_at(at(14, 30));
    EXPECT_EQ(situation.districts_finished, 19U);
    EXPECT_EQ(shown(situation, "53.03.05"), DistrictClass::kRunning);
    EXPECT_EQ(shown(situation, "53.03.07"), DistrictClass::kSuspended);
    EXPECT_EQ(shown(situation, "53.03.08"), DistrictClass::kWaiting);
    EXPECT_EQ(shown(situation, "53.03.02"), DistrictClass::kWaiting);
    EXPECT_EQ(shown(situation, "53.03.13"), DistrictClass::kWaiting);
    EXPECT_EQ(shown(situation, "53.03.16"), DistrictClass::kTrouble);
    EXPECT_EQ(shown(situation, "53.03.22"), DistrictClass::kDoneAtPpk);
    EXPECT_EQ(shown(situation, "53.03.04"), DistrictClass::kDoneOnRoad);
    EXPECT_EQ(shown(situation, "53.03.12"), DistrictClass::kDoneAtWarehouse);
}

TEST_F(TheStory, AccountsForEveryBoxAtHalfPastTwo) {
    const Situation situation = situation_at(at(14, 30));
    EXPECT_EQ(at_stage(situation, BoxStage::kAtTps), 0U);
    EXPECT_EQ(at_stage(situation, BoxStage::kAtPps), 6U);
    EXPECT_EQ(at_stage(situation, BoxStage::kOnRoad), 86U);
    EXPECT_EQ(at_stage(situation, BoxStage::kAtPpk) + at_stage(situation, BoxStage::kOpenedInPlenary) +
                  at_stage(situation, BoxStage::kResealed),
              156U);
    EXPECT_EQ(at_stage(situation, BoxStage::kAtWarehouse) + at_stage(situation, BoxStage::kGuarded), 642U);
}

TEST_F(TheStory, HasFiveEscortsOnTheRoadAtTwentyNineToThree) {
    std::set<std::string> carrying;
    for (const auto& [unit, escort] : situation_at(at(14, 31)).escorts) {
        if (escort.step == EscortStep::kDeparted && escort.boxes > 0) carrying.insert(unit.text());
    }
    EXPECT_EQ(carrying,
              (std::set<std::string>{"RAJAWALI-02", "RAJAWALI-04", "RAJAWALI-07", "RAJAWALI-09", "RAJAWALI-11"}));
}

TEST_F(TheStory, ReadsThirtyEightOfSixtyInTheTownAtHalfPastTwo) {
    const Situation situation = situation_at(at(14, 30));
    const std::size_t town = *roster_->district_index(DistrictCode::literal("53.03.05"));
    EXPECT_EQ(situation.districts[town].plenary[1].tps_read, 38U);
    EXPECT_EQ(roster_->districts[town].tps, 60U);
}

TEST_F(TheStory, FindsOneBoxMissingAndResolvesIt) {
    EXPECT_TRUE(situation_at(at(14, 17)).faults.empty());
    const Situation open = situation_at(at(14, 31));
    ASSERT_EQ(open.faults.size(), 1U);
    EXPECT_EQ(open.faults.begin()->second.note, "27/28");
    EXPECT_EQ(open.faults.begin()->second.fault, BoxFault::kCountMismatch);
    EXPECT_TRUE(situation_at(at(15, 50)).faults.empty());
}

TEST_F(TheStory, CallsForHelpOnceAndTakesItBack) {
    EXPECT_EQ(situation_at(at(11, 14)).emergencies.size(), 1U);
    EXPECT_TRUE(situation_at(at(11, 20)).emergencies.empty());
}

TEST_F(TheStory, LosesSightOfOneDistrictInTheMorning) {
    const Situation situation = situation_at(at(9, 40));
    std::set<std::string> unknown;
    for (std::size_t i = 0; i < situation.districts.size(); ++i) {
        if (situation.districts[i].shown == DistrictClass::kUnknown) unknown.insert(roster_->districts[i].code.text());
    }
    EXPECT_EQ(unknown, std::set<std::string>{"53.03.19"});
}

TEST_F(TheStory, HearsFromEveryGuardPostEveryHalfHour) {
    for (int minute = 0; minute < 14 * 60; minute += 7) {
        const Time t = at(6, minute);
        const Situation situation = situation_at(t);
        ASSERT_EQ(situation.guards.size(), 3U);
        for (const auto& [site, guard] : situation.guards) {
            ASSERT_LE(t - guard.reported, 30min) << site.text() << " " << to_rfc3339(t);
            ASSERT_EQ(guard.last.present, 4U);
        }
    }
}

TEST_F(TheStory, NeverSkipsAStageOfABox) {
    std::map<std::string, BoxStage> stages;
    for_each_until(day_->end(), [&](const Entry& entry) {
        const auto* transfer = std::get_if<CustodyTransfer>(&entry.event.body);
        if (transfer == nullptr) return;
        for (const BoxCode& box : transfer->boxes) {
            BoxStage& stage = stages.try_emplace(box.text(), BoxStage::kAtTps).first->second;
            const BoxStage to = transfer->to_stage;
            const bool from_ppk = stage == BoxStage::kResealed && to == BoxStage::kOnRoad;
            const bool to_warehouse = stage == BoxStage::kOnRoad && to == BoxStage::kAtWarehouse;
            const bool next = static_cast<int>(to) == static_cast<int>(stage) + 1 && stage != BoxStage::kResealed;
            ASSERT_TRUE(next || from_ppk || to_warehouse)
                << box.text() << " from " << name_of(stage) << " to " << name_of(to);
            stage = to;
        }
    });
    EXPECT_EQ(stages.size(), 890U);
}

}  // namespace
}  // namespace siaga::app
