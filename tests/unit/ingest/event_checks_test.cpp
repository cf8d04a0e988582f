#include "data/ingest/event_checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ingest/ingest_samples.hpp"

namespace siaga {
namespace {

using test::kNow;
using testing::ElementsAre;
using testing::IsEmpty;

const DistrictCode kDistrict = DistrictCode::literal("53.03.01");
const ContestName kBupati = ContestName::literal("bupati");
const SiteCode kPpk = SiteCode::literal("PPK 53.03.01");
const SiteCode kNowhere = SiteCode::literal("NOWHERE");

class EventChecksTest : public testing::Test {
protected:
    std::vector<std::string> problems(EventBody body, Time time = kNow) {
        const EventContext context{*roster, kNow, [this](Time) -> const Situation& { return situation; }};
        Reasons reasons;
        check_event({time, std::move(body), {}}, context, reasons);
        std::vector<std::string> lines;
        for (const Problem& problem : reasons)
            lines.push_back(std::string(name_of(problem.code)) + ": " + problem.detail);
        return lines;
    }
    static PlenaryMoved move_to(PlenaryStage to) {
        PlenaryMoved moved;
        moved.district = kDistrict;
        moved.contest = kBupati;
        moved.to = to;
        return moved;
    }
    PlenaryState& plenary() { return situation.districts[0].plenary[*roster->contest_index(kBupati)]; }
    CustodyTransfer transfer(std::vector<BoxCode> boxes) {
        CustodyTransfer t;
        t.transfer = RecordName::literal("ST-1");
        t.declared = static_cast<std::uint32_t>(boxes.size());
        t.boxes = std::move(boxes);
        t.from = t.to = kPpk;
        return t;
    }

    std::shared_ptr<const Roster> roster = test::roster_with_sites();
    Situation situation = initial_situation(roster);
};

TEST_F(EventChecksTest, RefuseADistrictAndAContestTheRosterDoesNotKnowTogether) {
    PlenaryMoved moved = move_to(PlenaryStage::kWaiting);
    moved.district = DistrictCode::literal("99.99.99");
    moved.contest = ContestName::literal("camat");
    EXPECT_THAT(problems(moved), ElementsAre("UNKNOWN_DISTRICT: district '99.99.99' is not in the roster",
                                             "UNKNOWN_CONTEST: contest 'camat' is not in the roster"));
}

TEST_F(EventChecksTest, RefuseSitesTheRosterDoesNotKnow) {
    EscortMoved escort;
    escort.unit = UnitName::literal("RAJAWALI-04");
    escort.from = kNowhere;
    escort.to = kPpk;
    EXPECT_THAT(problems(escort), ElementsAre("UNKNOWN_SITE: from 'NOWHERE' is not a site of the roster"));
    GuardReport guard;
    guard.site = kNowhere;
    EXPECT_THAT(problems(guard), ElementsAre("UNKNOWN_SITE: site 'NOWHERE' is not a site of the roster"));
}

TEST_F(EventChecksTest, RefuseBoxesUnknownOrListedTwice) {
    const BoxCode known = roster->boxes[0].code;
    EXPECT_THAT(problems(transfer({known, BoxCode::literal("no such box"), known})),
                ElementsAre("UNKNOWN_BOX: box 'no such box' is not in the roster",
                            "STEP_REFUSED: box '" + known.text() + "' is listed twice"));
    EXPECT_THAT(problems(transfer({known})), IsEmpty());
    EXPECT_THAT(problems(transfer({})), ElementsAre("STEP_REFUSED: a transfer of no boxes"));
}

TEST_F(EventChecksTest, RefuseAStartWithBoxesMissingAtThePpk) {
    EXPECT_THAT(problems(move_to(PlenaryStage::kRunning)),
                ElementsAre("STEP_REFUSED: 0 of 4 boxes are at the PPK: a start needs all, or an override_reason"));
    EXPECT_THAT(problems(move_to(PlenaryStage::kReadingDone)).size(), 1U) << "skipping the start is a start";
    PlenaryMoved overridden = move_to(PlenaryStage::kRunning);
    overridden.override_reason = "jembatan putus";
    EXPECT_THAT(problems(overridden), IsEmpty());
}

TEST_F(EventChecksTest, AllowAStartWhenAllBoxesOfTheContestAreAtThePpk) {
    for (std::size_t i = 0; i < roster->boxes.size(); ++i) {
        if (roster->boxes[i].district == 0 && roster->boxes[i].contest == *roster->contest_index(kBupati)) {
            situation.boxes[i].stage = BoxStage::kAtPpk;
        }
    }
    EXPECT_THAT(problems(move_to(PlenaryStage::kRunning)), IsEmpty());
    PlenaryMoved other = move_to(PlenaryStage::kRunning);
    other.contest = ContestName::literal("gubernur");
    EXPECT_EQ(problems(other).size(), 1U);
}

TEST_F(EventChecksTest, RefuseABackwardStepWithoutReasonAndTwoActors) {
    plenary().stage = PlenaryStage::kSigned;
    PlenaryMoved back = move_to(PlenaryStage::kRunning);
    const std::string refusal =
        "STEP_REFUSED: back from D_HASIL_DITANDATANGANI to BERLANGSUNG needs a reason and two different actors";
    EXPECT_THAT(problems(back), ElementsAre(refusal));
    back.reason = "salah baca";
    back.actors = {"Ketua PPK", "Ketua PPK"};
    EXPECT_THAT(problems(back), ElementsAre(refusal));
    back.actors = {"Ketua PPK", ""};
    EXPECT_THAT(problems(back), ElementsAre(refusal));
    back.actors = {"Ketua PPK", "Panwascam"};
    EXPECT_THAT(problems(back), IsEmpty());
    back.reason.clear();
    EXPECT_THAT(problems(back), ElementsAre(refusal));
}

TEST_F(EventChecksTest, AllowResumingAfterASuspension) {
    plenary().stage = PlenaryStage::kSuspended;
    EXPECT_THAT(problems(move_to(PlenaryStage::kRunning)), IsEmpty());
}

TEST_F(EventChecksTest, RefuseCompletionWhileAReVoteIsDue) {
    plenary().stage = PlenaryStage::kCopiesHanded;
    plenary().flags = 1U << static_cast<unsigned>(PlenaryFlagKind::kRevotePsl);
    EXPECT_THAT(problems(move_to(PlenaryStage::kFinished)), ElementsAre("STEP_REFUSED: flag PSL blocks SELESAI"));
    plenary().flags = 1U << static_cast<unsigned>(PlenaryFlagKind::kObjection);
    EXPECT_THAT(problems(move_to(PlenaryStage::kFinished)), IsEmpty());
}

TEST_F(EventChecksTest, RefuseMorePollingStationsReadThanThereAre) {
    PlenaryProgress progress;
    progress.district = kDistrict;
    progress.contest = kBupati;
    progress.tps_read = 5;
    EXPECT_THAT(problems(progress), ElementsAre("BAD_VALUE: tps_read 5 of 4 in 53.03.01"));
}

TEST_F(EventChecksTest, RefuseAnAlertRaisedByHandOrNotOpen) {
    AlertMoved alert;
    alert.alert = RecordName::literal("SOS RAJAWALI-04");
    EXPECT_THAT(problems(alert), ElementsAre("STEP_REFUSED: alerts are raised by rules, not over a feed"));
    alert.step = AlertStep::kAcknowledged;
    EXPECT_THAT(problems(alert), ElementsAre("STEP_REFUSED: no alert 'SOS RAJAWALI-04' is open"));
    situation.alerts[alert.alert] = {};
    EXPECT_THAT(problems(alert), IsEmpty());
}

TEST_F(EventChecksTest, RefuseEventsFromAWrongClock) {
    DistrictReport report;
    report.district = kDistrict;
    EXPECT_THAT(problems(report, kNow + 90s),
                ElementsAre("CLOCK_AHEAD: time 2024-11-30T00:01:30.000Z is 90 s ahead of the core's clock"));
    EXPECT_THAT(problems(report, kNow - std::chrono::hours(24 * 366)),
                ElementsAre("CLOCK_BEHIND: time 2023-11-30T00:00:00.000Z is over 365 days behind the core's clock"));
}

TEST_F(EventChecksTest, LetAnyUnitCallForHelp) {
    Emergency sos;
    sos.unit = UnitName::literal("NEVER HEARD");
    EXPECT_THAT(problems(sos), IsEmpty());
}

TEST_F(EventChecksTest, RefuseOpeningTheOperationOverAFeed) {
    EXPECT_THAT(problems(OperationOpened{}),
                ElementsAre("NOT_PERMITTED: an operation is opened by making its folder, not over a feed"));
}

TEST_F(EventChecksTest, RefuseWhatOnlyTheCoreWritesOverAFeed) {
    EXPECT_THAT(problems(KeyRotated{}),
                ElementsAre("NOT_PERMITTED: a key is rotated by siagactl key rotate, not over a feed"));
    EXPECT_THAT(problems(LossAccepted{}),
                ElementsAre("NOT_PERMITTED: a loss is accepted at the start of the core, not over a feed"));
    EXPECT_THAT(problems(TracksPruned{}),
                ElementsAre("NOT_PERMITTED: tracks are pruned by siagactl prune, not over a feed"));
    EXPECT_THAT(problems(AccessChanged{}),
                ElementsAre("NOT_PERMITTED: who may come in is changed by siagactl token, not over a feed"));
    EXPECT_THAT(problems(DeviceDecided{}),
                ElementsAre("NOT_PERMITTED: devices are accepted by siagactl device, not over a feed"));
    const std::string core = "NOT_PERMITTED: who came in is entered by the core, not over a feed";
    EXPECT_THAT(problems(SignedIn{}), ElementsAre(core));
    EXPECT_THAT(problems(SignInRefused{}), ElementsAre(core));
}

}  // namespace
}  // namespace siaga
