#include "data/situation/situation.hpp"

#include <algorithm>

namespace siaga {
namespace {

constexpr std::size_t at(BoxStage stage) { return static_cast<std::size_t>(stage); }

std::uint32_t total(const BoxCounts& counts) {
    std::uint32_t sum = 0;
    for (const std::uint32_t count : counts) sum += count;
    return sum;
}

DistrictClass finished_class(const BoxCounts& boxes) {
    const std::uint32_t stored = boxes[at(BoxStage::kAtWarehouse)] + boxes[at(BoxStage::kGuarded)];
    if (stored == total(boxes)) return DistrictClass::kDoneAtWarehouse;
    return boxes[at(BoxStage::kOnRoad)] > 0 ? DistrictClass::kDoneOnRoad : DistrictClass::kDoneAtPpk;
}

DistrictClass unfinished_class(const std::vector<PlenaryState>& plenary) {
    const auto any = [&](auto wanted) { return std::any_of(plenary.begin(), plenary.end(), wanted); };
    if (any([](const PlenaryState& p) { return p.stage == PlenaryStage::kSuspended; }))
        return DistrictClass::kSuspended;
    if (any([](const PlenaryState& p) { return p.stage >= PlenaryStage::kRunning; })) return DistrictClass::kRunning;
    return DistrictClass::kWaiting;
}

bool in_trouble(const Situation& s, std::size_t district) {
    if (s.districts[district].open_faults > 0) return true;
    const DistrictCode& code = s.roster->districts[district].code;
    return std::any_of(s.incidents.begin(), s.incidents.end(), [&](const auto& named) {
        const IncidentNoted& incident = named.second.last;
        return incident.district == code && incident.severity == Severity::kAlarm &&
               incident.step != IncidentStep::kClosed;
    });
}

DistrictClass class_of(const Situation& s, std::size_t index) {
    const DistrictState& district = s.districts[index];
    if (in_trouble(s, index)) return DistrictClass::kTrouble;
    if (!district.last_heard || s.time - *district.last_heard > s.roster->rules.district_silent_after) {
        return DistrictClass::kUnknown;
    }
    return district.finished() ? finished_class(district.boxes) : unfinished_class(district.plenary);
}

void count_escorted_boxes(Situation& s) {
    std::vector<std::uint32_t> by_holder(s.holders.size());
    for (const BoxState& box : s.boxes) {
        if (box.stage == BoxStage::kOnRoad) ++by_holder[box.holder];
    }
    for (auto& [unit, escort] : s.escorts) {
        const auto holder = s.holders.find(unit.text());
        escort.boxes = holder ? by_holder[*holder] : 0;
    }
}

}  // namespace

std::optional<std::uint32_t> HolderNames::find(const std::string& name) const {
    const auto found = std::find(names_->begin(), names_->end(), name);
    if (found == names_->end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - names_->begin());
}

std::uint32_t HolderNames::number_of(const std::string& name) {
    if (const auto known = find(name)) return *known;
    auto more = std::make_shared<std::vector<std::string>>(*names_);
    more->push_back(name);
    names_ = std::move(more);
    return static_cast<std::uint32_t>(names_->size() - 1);
}

bool DistrictState::finished() const {
    return !plenary.empty() && std::all_of(plenary.begin(), plenary.end(),
                                           [](const PlenaryState& p) { return p.stage == PlenaryStage::kFinished; });
}

bool AlertState::shelved_at(Time t) const { return last.step == AlertStep::kShelved && last.until && t < *last.until; }

Situation initial_situation(std::shared_ptr<const Roster> roster) {
    Situation s;
    s.districts.resize(roster->districts.size());
    for (DistrictState& district : s.districts) district.plenary.resize(roster->contests.size());
    s.boxes.resize(roster->boxes.size());
    for (const BoxInfo& box : roster->boxes) ++s.districts[box.district].boxes[at(BoxStage::kAtTps)];
    s.roster = std::move(roster);
    return s;
}

UnitStatus status_at(const std::optional<Fix>& fix, Time time, const RuleSettings& rules) {
    if (!fix || time - fix->time > rules.lost_after) return UnitStatus::kLost;
    return time - fix->time > rules.stale_after ? UnitStatus::kStale : UnitStatus::kLive;
}

void finish_situation(Situation& s, Time time) {
    s.time = time;
    for (UnitState& unit : s.units) unit.status = status_at(unit.fix, time, s.roster->rules);
    for (DistrictState& district : s.districts) district.open_faults = 0;
    for (const auto& [record, fault] : s.faults) {
        if (const auto index = s.roster->district_index(fault.district)) ++s.districts[*index].open_faults;
    }
    count_escorted_boxes(s);
    s.districts_finished = 0;
    s.box_totals = {};
    for (std::size_t i = 0; i < s.districts.size(); ++i) {
        DistrictState& district = s.districts[i];
        district.shown = class_of(s, i);
        if (district.finished()) ++s.districts_finished;
        for (std::size_t stage = 0; stage < district.boxes.size(); ++stage)
            s.box_totals[stage] += district.boxes[stage];
    }
}

}  // namespace siaga
