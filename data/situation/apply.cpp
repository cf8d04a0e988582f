// The fold: one overload per kind of event.

#include <algorithm>
#include <utility>

#include "data/situation/situation.hpp"

namespace siaga {
namespace {

constexpr std::uint8_t bit(auto flag) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(flag)); }

constexpr Millis kRefusalsAge{1h};

class Fold {
public:
    Fold(Situation& situation, Time time) : s_(situation), time_(time) {}

    void operator()(const OperationOpened& e) {
        s_.operation = e.name;
        s_.simulated = e.simulated;
    }

    void operator()(const PlenaryMoved& e) {
        PlenaryState* plenary = plenary_of(e.district, e.contest);
        if (plenary == nullptr) return;
        plenary->stage = e.to;
        plenary->since = time_;
        plenary->due = e.due;
        if (e.to == PlenaryStage::kRunning && !plenary->started) plenary->started = time_;
    }

    void operator()(const PlenaryProgress& e) {
        if (PlenaryState* plenary = plenary_of(e.district, e.contest)) plenary->tps_read = e.tps_read;
    }

    void operator()(const PlenaryFlagged& e) {
        PlenaryState* plenary = plenary_of(e.district, e.contest);
        if (plenary == nullptr) return;
        const std::uint8_t mask = bit(e.flag);
        plenary->flags = static_cast<std::uint8_t>(e.raised ? plenary->flags | mask : plenary->flags & ~mask);
    }

    void operator()(const CustodyTransfer& e) {
        const bool carried = e.to_stage == BoxStage::kOnRoad && e.unit;
        const std::uint32_t holder = s_.holders.number_of(carried ? e.unit->text() : e.to.text());
        std::optional<std::size_t> district;
        for (const BoxCode& code : e.boxes) {
            const auto index = s_.roster->box_index(code);
            if (!index) continue;
            district = s_.roster->boxes[*index].district;
            move_box(*index, e.to_stage, holder);
            hear(*district);
        }
        if (!district) return;
        const DistrictCode code = s_.roster->districts[*district].code;
        if (e.declared != e.boxes.size()) open_fault(e.transfer, code, BoxFault::kCountMismatch, mismatch_note(e));
        if (!e.seals_match) open_fault(e.transfer, code, BoxFault::kSealMismatch, e.condition);
    }

    void operator()(const BoxFaultNoted& e) {
        hear(e.district);
        const std::uint8_t mask = bit(e.fault);
        for (const BoxCode& code : e.boxes) {
            const auto index = s_.roster->box_index(code);
            if (!index) continue;
            std::uint8_t& faults = s_.boxes[*index].faults;
            faults = static_cast<std::uint8_t>(e.open ? faults | mask : faults & ~mask);
        }
        if (e.open) {
            open_fault(e.record, e.district, e.fault, e.note);
        } else {
            s_.faults.erase(e.record);
        }
    }

    void operator()(const EscortMoved& e) {
        s_.escorts[e.unit] = {.step = e.step, .from = e.from, .to = e.to, .eta = e.eta, .since = time_};
    }

    void operator()(const IncidentNoted& e) {
        if (e.district) hear(*e.district);
        const auto [at, fresh] = s_.incidents.try_emplace(e.incident);
        if (fresh) at->second.since = time_;
        at->second.changed = time_;
        at->second.last = e;
    }

    void operator()(const GuardReport& e) { s_.guards[e.site] = {.last = e, .reported = time_}; }

    void operator()(const DistrictReport& e) {
        hear(e.district);
        if (DistrictState* district = district_of(e.district)) {
            district->condition = e.condition;
            district->last_report = time_;
        }
    }

    void operator()(const Emergency& e) {
        if (!e.active) {
            s_.emergencies.erase(e.unit);
            return;
        }
        const auto [at, fresh] = s_.emergencies.try_emplace(e.unit);
        if (fresh) at->second.since = time_;
        at->second.place = e.place;
        at->second.text = e.text;
    }

    void operator()(const AlertMoved& e) {
        if (e.step == AlertStep::kRaised) {
            const auto [at, fresh] = s_.alerts.try_emplace(e.alert);
            if (fresh) at->second.since = time_;
            at->second.last = e;
            return;
        }
        const auto at = s_.alerts.find(e.alert);
        if (at == s_.alerts.end()) return;
        if (e.step == AlertStep::kCleared) {
            s_.alerts.erase(at);
            return;
        }
        at->second.last.step = e.step;
        at->second.last.until = e.until;
        at->second.last.actor = e.actor;
    }

    void operator()(const KeyRotated&) {}  // of the ledger, not of the operation

    void operator()(const LossAccepted& e) { s_.losses.push_back({.what = e, .accepted = time_}); }

    void operator()(const TracksPruned&) {}  // of the tracks that are left, not of the operation

    void operator()(const AccessChanged& e) {
        if (e.step == AccessStep::kRevoked) {
            s_.access.erase(e.fingerprint);
        } else {
            s_.access[e.fingerprint] = e;
        }
    }

    void operator()(const DeviceDecided& e) {
        if (e.step == DeviceStep::kForgotten) {
            s_.devices.erase(e.device);
        } else {
            s_.devices[e.device] = e;
        }
    }

    void operator()(const SignedIn& e) { s_.sign_ins[{e.who, e.listener}] = {.last = e, .time = time_}; }

    void operator()(const SignInRefused& e) {
        const auto old = [&](const RefusalState& refusal) { return refusal.time <= time_ - kRefusalsAge; };
        std::erase_if(s_.refusals, old);
        if (s_.refusals.size() >= Situation::kRefusalsKept) s_.refusals.erase(s_.refusals.begin());
        s_.refusals.push_back({.what = e, .time = time_});
    }

private:
    DistrictState* district_of(const DistrictCode& code) {
        const auto index = s_.roster->district_index(code);
        return index ? &s_.districts[*index] : nullptr;
    }

    PlenaryState* plenary_of(const DistrictCode& code, const ContestName& contest) {
        hear(code);
        DistrictState* district = district_of(code);
        const auto index = s_.roster->contest_index(contest);
        return district != nullptr && index ? &district->plenary[*index] : nullptr;
    }

    void hear(std::size_t district) { s_.districts[district].last_heard = time_; }
    void hear(const DistrictCode& code) {
        if (DistrictState* district = district_of(code)) district->last_heard = time_;
    }

    void move_box(std::size_t index, BoxStage to, std::uint32_t holder) {
        BoxState& box = s_.boxes[index];
        BoxCounts& counts = s_.districts[s_.roster->boxes[index].district].boxes;
        --counts[static_cast<std::size_t>(box.stage)];
        ++counts[static_cast<std::size_t>(to)];
        box.stage = to;
        box.holder = holder;
        box.since = time_;
    }

    void open_fault(const RecordName& record, const DistrictCode& district, BoxFault fault, std::string note) {
        const auto [at, fresh] = s_.faults.try_emplace(record);
        if (fresh) at->second.since = time_;
        at->second.record = record;
        at->second.district = district;
        at->second.fault = fault;
        at->second.note = std::move(note);
    }

    static std::string mismatch_note(const CustodyTransfer& e) {
        return std::to_string(e.boxes.size()) + "/" + std::to_string(e.declared);
    }

    Situation& s_;
    Time time_;
};

}  // namespace

void apply(Situation& situation, const Entry& entry) {
    std::visit(Fold(situation, entry.event.time), entry.event.body);
    ++situation.entries;
}

}  // namespace siaga
