#include "data/ingest/event_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <variant>

namespace siaga {
namespace {

/// One overload per kind of event.
class EventChecks {
public:
    EventChecks(const Event& event, const EventContext& context, Reasons& reasons)
        : event_(event), context_(context), roster_(context.roster), reasons_(reasons) {}

    void operator()(const OperationOpened&) {
        refuse(Refusal::kNotPermitted, "an operation is opened by making its folder, not over a feed");
    }
    void operator()(const KeyRotated&) {
        refuse(Refusal::kNotPermitted, "a key is rotated by siagactl key rotate, not over a feed");
    }
    void operator()(const LossAccepted&) {
        refuse(Refusal::kNotPermitted, "a loss is accepted at the start of the core, not over a feed");
    }
    void operator()(const PlenaryMoved& e) {
        if (know_plenary(e.district, e.contest)) check_step(e);
    }
    void operator()(const PlenaryProgress& e) {
        if (!know_plenary(e.district, e.contest)) return;
        const std::uint32_t tps = roster_.districts[*roster_.district_index(e.district)].tps;
        if (e.tps_read > tps) {
            refuse(Refusal::kBadValue, fmt::format("tps_read {} of {} in {}", e.tps_read, tps, e.district.text()));
        }
    }
    void operator()(const PlenaryFlagged& e) { know_plenary(e.district, e.contest); }
    void operator()(const CustodyTransfer& e) {
        know_boxes(e.boxes);
        know_site("from", e.from);
        know_site("to", e.to);
        if (e.boxes.empty() && e.declared == 0) refuse(Refusal::kStepRefused, "a transfer of no boxes");
    }
    void operator()(const BoxFaultNoted& e) {
        know_district(e.district);
        know_boxes(e.boxes);
    }
    void operator()(const EscortMoved& e) {
        know_site("from", e.from);
        know_site("to", e.to);
    }
    void operator()(const IncidentNoted& e) {
        if (e.district) know_district(*e.district);
    }
    void operator()(const GuardReport& e) { know_site("site", e.site); }
    void operator()(const DistrictReport& e) { know_district(e.district); }
    void operator()(const Emergency&) {}  // any unit may call for help, also one never heard before
    void operator()(const AlertMoved& e) {
        if (e.district) know_district(*e.district);
        if (e.step == AlertStep::kRaised)
            return refuse(Refusal::kStepRefused, "alerts are raised by rules, not over a feed");
        if (!context_.situation_at(context_.now).alerts.contains(e.alert)) {
            refuse(Refusal::kStepRefused, fmt::format("no alert '{}' is open", e.alert.text()));
        }
    }
    void operator()(const TracksPruned&) {
        refuse(Refusal::kNotPermitted, "tracks are pruned by siagactl prune, not over a feed");
    }
    void operator()(const AccessChanged&) {
        refuse(Refusal::kNotPermitted, "who may come in is changed by siagactl token, not over a feed");
    }
    void operator()(const DeviceDecided&) {
        refuse(Refusal::kNotPermitted, "devices are accepted by siagactl device, not over a feed");
    }
    void operator()(const SignedIn&) { only_the_core(); }
    void operator()(const SignInRefused&) { only_the_core(); }

private:
    void refuse(Refusal code, std::string detail) { reasons_.push_back({code, 0, std::move(detail)}); }
    void only_the_core() { refuse(Refusal::kNotPermitted, "who came in is entered by the core, not over a feed"); }

    bool know_district(const DistrictCode& code) {
        if (roster_.district_index(code)) return true;
        refuse(Refusal::kUnknownDistrict, fmt::format("district '{}' is not in the roster", code.text()));
        return false;
    }
    bool know_plenary(const DistrictCode& district, const ContestName& contest) {
        const bool district_known = know_district(district);
        if (roster_.contest_index(contest)) return district_known;
        refuse(Refusal::kUnknownContest, fmt::format("contest '{}' is not in the roster", contest.text()));
        return false;
    }
    void know_site(const char* field, const SiteCode& code) {
        if (roster_.site_index(code)) return;
        refuse(Refusal::kUnknownSite, fmt::format("{} '{}' is not a site of the roster", field, code.text()));
    }
    void know_boxes(const std::vector<BoxCode>& boxes) {
        std::set<std::string_view> seen;
        for (const BoxCode& box : boxes) {
            if (!roster_.box_index(box)) {
                refuse(Refusal::kUnknownBox, fmt::format("box '{}' is not in the roster", box.text()));
            } else if (!seen.insert(box.text()).second) {
                refuse(Refusal::kStepRefused, fmt::format("box '{}' is listed twice", box.text()));
            }
        }
    }

    void check_step(const PlenaryMoved& e) {
        const Situation& situation = context_.situation_at(event_.time);
        const std::size_t district = *roster_.district_index(e.district);
        const std::size_t contest = *roster_.contest_index(e.contest);
        const PlenaryState& plenary = situation.districts[district].plenary[contest];
        const bool resumed = plenary.stage == PlenaryStage::kSuspended && e.to == PlenaryStage::kRunning;
        if (e.to < plenary.stage && !resumed) check_backward(e, plenary.stage);
        const bool starts = plenary.stage < PlenaryStage::kRunning && e.to >= PlenaryStage::kRunning;
        if (starts && e.override_reason.empty()) check_boxes_at_ppk(situation, district, contest);
        if (e.to == PlenaryStage::kFinished) check_no_revote(plenary);
    }
    void check_backward(const PlenaryMoved& e, PlenaryStage from) {
        const std::set<std::string> actors(e.actors.begin(), e.actors.end());
        const auto named = actors.size() - actors.count("");
        if (!e.reason.empty() && named >= 2) return;
        refuse(Refusal::kStepRefused,
               fmt::format("back from {} to {} needs a reason and two different actors", name_of(from), name_of(e.to)));
    }
    void check_boxes_at_ppk(const Situation& situation, std::size_t district, std::size_t contest) {
        std::uint32_t there = 0;
        for (std::size_t i = 0; i < roster_.boxes.size(); ++i) {
            if (roster_.boxes[i].district != district || roster_.boxes[i].contest != contest) continue;
            const BoxStage stage = situation.boxes[i].stage;
            if (stage >= BoxStage::kAtPpk && stage <= BoxStage::kResealed) ++there;
        }
        const std::uint32_t expected = roster_.boxes_expected(district, contest);
        if (there == expected) return;
        refuse(Refusal::kStepRefused,
               fmt::format("{} of {} boxes are at the PPK: a start needs all, or an override_reason", there, expected));
    }
    void check_no_revote(const PlenaryState& plenary) {
        for (const PlenaryFlagKind flag :
             {PlenaryFlagKind::kRevotePsu, PlenaryFlagKind::kRevotePsl, PlenaryFlagKind::kRevotePss}) {
            if ((plenary.flags >> static_cast<unsigned>(flag) & 1U) == 0) continue;
            refuse(Refusal::kStepRefused,
                   fmt::format("flag {} blocks {}", name_of(flag), name_of(PlenaryStage::kFinished)));
        }
    }

    const Event& event_;
    const EventContext& context_;
    const Roster& roster_;
    Reasons& reasons_;
};

}  // namespace

void check_event(const Event& event, const EventContext& context, Reasons& reasons) {
    if (const auto clock = clock_problem(event.time, context.now, context.roster.rules)) reasons.push_back(*clock);
    std::visit(EventChecks(event, context, reasons), event.body);
}

}  // namespace siaga
