#include "app/panels/facts.hpp"

#include <algorithm>
#include <tuple>

#include "app/language/words.hpp"

namespace siaga::app {

namespace {

std::uint32_t count(const BoxCounts& counts, BoxStage stage) { return counts.at(static_cast<std::size_t>(stage)); }

int urgency(DistrictClass shown) {
    switch (shown) {
        case DistrictClass::kTrouble:
            return 0;
        case DistrictClass::kRunning:
            return 1;
        case DistrictClass::kSuspended:
            return 2;
        default:
            return 3;
    }
}

}  // namespace

BoxPlaces box_places(const BoxCounts& counts) {
    BoxPlaces out;
    out.tps = count(counts, BoxStage::kAtTps);
    out.pps = count(counts, BoxStage::kAtPps);
    out.road = count(counts, BoxStage::kOnRoad);
    out.ppk = count(counts, BoxStage::kAtPpk);
    out.plenary = count(counts, BoxStage::kOpenedInPlenary) + count(counts, BoxStage::kResealed);
    out.warehouse = count(counts, BoxStage::kAtWarehouse) + count(counts, BoxStage::kGuarded);
    return out;
}

RoadFigures road_figures(const Situation& s) {
    RoadFigures out;
    out.boxes = count(s.box_totals, BoxStage::kOnRoad);
    for (const auto& [unit, escort] : s.escorts) {
        if (escort.step != EscortStep::kDeparted || escort.boxes == 0) continue;
        ++out.escorts;
        if (escort.eta && (!out.last_eta || *escort.eta > *out.last_eta)) out.last_eta = escort.eta;
    }
    return out;
}

std::vector<std::size_t> unfinished_districts(const Situation& s) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < s.districts.size(); ++i) {
        if (!s.districts[i].finished()) out.push_back(i);
    }
    const auto key = [&](std::size_t i) {
        const DistrictState& d = s.districts[i];
        const PlenaryState* lead = d.plenary.empty() ? nullptr : &d.plenary[leading_contest(d)];
        const Time due = lead != nullptr && lead->due ? *lead->due : Time::max();
        return std::tuple(urgency(d.shown), due, s.roster->districts[i].name);
    };
    std::sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    return out;
}

std::size_t leading_contest(const DistrictState& district) {
    for (std::size_t i = 0; i < district.plenary.size(); ++i) {
        if (district.plenary[i].stage != PlenaryStage::kFinished) return i;
    }
    return 0;
}

std::string plenary_line(const Situation& s, std::size_t district, const Format& format) {
    const DistrictState& d = s.districts.at(district);
    if (d.plenary.empty()) return {};
    const PlenaryState& p = d.plenary[leading_contest(d)];
    std::string objection;
    for (std::size_t i = 0; i < kEnumCount<PlenaryFlagKind>; ++i) {
        if ((p.flags & (1U << i)) != 0) objection = words_for(static_cast<PlenaryFlagKind>(i));
    }
    switch (p.stage) {
        case PlenaryStage::kRunning:
            return trf("Reading TPS {}/{}", p.tps_read, s.roster->districts[district].tps);
        case PlenaryStage::kSuspended: {
            std::string line = objection.empty() ? words_for(p.stage) : objection;
            if (p.due) line += " · " + trf("resumes {}", format.hour_or_date(*p.due, s.time));
            return line;
        }
        case PlenaryStage::kUnscheduled:
        case PlenaryStage::kWaiting:
            return p.due ? trf("Scheduled {}", format.hour_or_date(*p.due, s.time)) : words_for(p.stage);
        default:
            return words_for(p.stage);
    }
}

std::string plenary_tag(const Situation& s, std::size_t district, const Format& format) {
    const DistrictState& d = s.districts.at(district);
    if (d.plenary.empty()) return {};
    const PlenaryState& p = d.plenary[leading_contest(d)];
    if (p.stage == PlenaryStage::kRunning) return fmt::format("{}/{}", p.tps_read, s.roster->districts[district].tps);
    if (p.stage > PlenaryStage::kSuspended) return short_words_for(p.stage);
    return p.due ? format.hour_or_date(*p.due, s.time) : "–";
}

ReportFigures report_figures(const Situation& s) {
    ReportFigures out;
    out.total = static_cast<std::uint32_t>(s.districts.size());
    for (const DistrictState& d : s.districts) {
        if (!d.last_report || d.condition != Condition::kConducive) continue;
        ++out.conducive;
        if (!out.until || *d.last_report < *out.until) out.until = d.last_report;
    }
    return out;
}

std::uint32_t open_incidents(const Situation& s) {
    return static_cast<std::uint32_t>(std::count_if(s.incidents.begin(), s.incidents.end(), [](const auto& i) {
        return i.second.last.step != IncidentStep::kClosed;
    }));
}

std::vector<const AlertState*> open_alerts(const Situation& s) {
    std::vector<const AlertState*> out;
    for (const auto& [name, alert] : s.alerts) {
        if (!alert.shelved_at(s.time)) out.push_back(&alert);
    }
    std::stable_sort(out.begin(), out.end(), [](const AlertState* a, const AlertState* b) {
        const auto key = [](const AlertState* x) {
            return std::tuple(x->last.step == AlertStep::kAcknowledged, -static_cast<int>(x->last.severity),
                              -unix_ms(x->since));
        };
        return key(a) < key(b);
    });
    return out;
}

std::string alert_line(const AlertState& alert, const Roster& roster) {
    const AlertMoved& last = alert.last;
    std::string subject;
    if (last.unit) subject = last.unit->text();
    if (last.district) {
        if (const auto i = roster.district_index(*last.district)) subject = roster.districts[*i].name;
    }
    std::string line = subject.empty() ? words_for(last.rule) : subject + ": " + words_for(last.rule);
    if (!last.text.empty()) line += " · " + last.text;
    return line;
}

const UnitState* find_unit(const Situation& s, const UnitName& name) {
    const auto it =
        std::find_if(s.units.begin(), s.units.end(), [&](const UnitState& unit) { return unit.name == name.text(); });
    return it == s.units.end() ? nullptr : &*it;
}

std::size_t count_units(const Situation& s, UnitStatus status) {
    return static_cast<std::size_t>(std::count_if(s.units.begin(), s.units.end(), [&](const UnitState& unit) {
        return unit.fix.has_value() && unit.status == status;
    }));
}

std::string site_name(const Roster& roster, const SiteCode& code) {
    const auto i = roster.site_index(code);
    return i ? roster.sites[*i].name : code.text();
}

}  // namespace siaga::app
