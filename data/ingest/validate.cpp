#include "data/ingest/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

#include "data/model/canonical.hpp"
#include "data/situation/rules/rule_list.hpp"

namespace siaga {
namespace {

/// By the sender's clock, of a fix or an event.
Time time_of(const Record& record) {
    if (const auto* report = std::get_if<FixReport>(&record)) return report->time;
    if (const auto* event = std::get_if<std::shared_ptr<const Event>>(&record)) return (*event)->time;
    return {};
}

/// The first reason gives the code; the text holds all of them.
Problem joined(const Reasons& reasons) {
    Problem problem = reasons.front();
    for (auto other = std::next(reasons.begin()); other != reasons.end(); ++other) {
        problem.detail += fmt::format("; {}: {}", name_of(other->code), other->detail);
    }
    return problem;
}

}  // namespace

void Validator::admit(const Submission& submission) {
    const auto [place, fresh] = staged_.sources.try_emplace(submission.source);
    StagedSource& source = place->second;
    if (fresh) source.highest = world_.store.last_seq(submission.source);
    for (std::size_t i = 0; i < submission.records.size(); ++i) {
        const auto& [seq, record, raw_end] = submission.records[i];
        const bool unnumbered = submission.unnumbered;
        const Arrival from{submission.session,   submission.source, source, seq, record,
                           submission.raw_of(i), unnumbered};
        if (const auto* report = std::get_if<FixReport>(&record)) {
            admit_fix(from, *report);
        } else if (const auto* event = std::get_if<std::shared_ptr<const Event>>(&record)) {
            admit_event(from, **event);
        } else {
            quarantine({unnumbered ? submission.session : kNobodyWaits, submission.source, source, seq, record,
                        from.raw, unnumbered},
                       {std::get<Problem>(record)});
        }
    }
}

void Validator::admit_fix(const Arrival& from, const FixReport& report) {
    if (repeats_key(from)) return;

    Reasons reasons;
    check_place(report, world_.box, reasons);
    const bool placed = reasons.empty();
    check_values(report, reasons);
    UnitPage& page = world_.units.page(report.unit.text());
    const bool wrong = clock_problem(report.time, now_, world_.roster.rules).has_value();
    if (placed) {
        const LonLat place = LonLat::from_degrees(report.lon_deg, report.lat_deg);
        if (repeats_fix(report.time, place, page, wrong)) {
            ++staged_.added.duplicates;
            return acknowledge(from);
        }
        if (!wrong) {
            const Around near = around(report.time, page);
            check_teleport(report.time, place, near.before, near.after, world_.roster.rules, reasons);
        }
    }
    if (!reasons.empty()) return quarantine(from, reasons);
    const bool live = !wrong && now_ - report.time <= LiveRate::kBacklogAfter;
    if (live && !page.rate.take(now_)) {
        // Not quarantined: a flood must not fill the disk by being refused.
        ++staged_.added.refused;
        staged_.replies.push_back(
            {from.session, from.seq,
             Problem{Refusal::kRateLimit, 0,
                     fmt::format("over {} live fixes a second from {}", LiveRate::kPerSecond, report.unit.text())}});
        return;
    }
    if (wrong) {
        const auto off = std::chrono::duration_cast<std::chrono::seconds>(report.time - now_).count();
        raise(AlertRule::kClockWrong, report.unit.text(), report.unit, fmt::format("{:+} s", off));
    }
    stage_fix(from, report, page, wrong);
}

void Validator::stage_fix(const Arrival& from, const FixReport& report, UnitPage& page, bool clock_wrong) {
    if (!from.staged.index) from.staged.index = world_.store.source_index(from.source);
    Fix fix = quantise(report);
    fix.received = now_;
    fix.unit = page.index ? *page.index : world_.store.unit_index(report.unit);
    fix.source = *from.staged.index;
    fix.seq = from.own_seq();
    if (clock_wrong) {
        fix.flags |= kClockWrongFlag;
    } else if (page.newest && page.newest->time > fix.time) {
        fix.flags |= kLateFlag;
    }
    staged_.newest_before.emplace_back(&page, page.newest);
    page.note(fix);
    from.staged.highest = std::max(from.staged.highest, fix.seq);
    staged_.batch.fixes.push_back(fix);
    ++staged_.added.fixes;
    acknowledge(from);
}

void Validator::admit_event(const Arrival& from, const Event& event) {
    if (repeats_key(from)) return;
    Reasons reasons;
    check_event(event, {world_.roster, now_, [this](Time t) -> const Situation& { return situation_at(t); }}, reasons);
    if (!reasons.empty()) return quarantine(from, reasons);
    stage_event(from, event);
}

void Validator::stage_event(const Arrival& from, const Event& event) {
    auto entry = std::make_shared<Entry>();
    entry->n = world_.store.next_entry() + staged_.batch.entries.size();
    entry->received = now_;
    entry->source = from.source;
    entry->seq = from.own_seq();
    entry->event = event;
    from.staged.highest = std::max(from.staged.highest, entry->seq);
    from.staged.entries.insert_or_assign(entry->seq, entry);
    staged_.batch.entries.push_back(std::move(entry));
    ++staged_.added.events;
    acknowledge(from);
}

bool Validator::repeats_key(const Arrival& from) {
    std::optional<bool> same;
    if (!from.unnumbered) {
        same = known_same(from);
    } else if (repeats_event(from)) {
        same = true;
    }
    if (!same) return false;
    if (*same) {
        ++staged_.added.duplicates;
        acknowledge(from);
        return true;
    }
    raise(AlertRule::kSequenceReused, from.source.text(), {}, std::to_string(from.seq));
    quarantine(from, {{Refusal::kSeqReused, 0,
                       fmt::format("seq {} of {} is stored with other content", from.seq, from.source.text())}});
    return true;
}

bool Validator::repeats_event(const Arrival& from) const {
    const auto* event = std::get_if<std::shared_ptr<const Event>>(&from.record);
    if (event == nullptr) return false;
    const auto same = [&](const std::shared_ptr<const Entry>& entry) {
        return entry->source == from.source && entry->event == **event;
    };
    const auto& staged = staged_.batch.entries;
    if (std::any_of(staged.begin(), staged.end(), same)) return true;
    const EventLog& log = world_.history.events();
    const auto until = log.entries().first(log.count_until((*event)->time));
    const auto later = std::find_if(until.rbegin(), until.rend(),
                                    [&](const auto& entry) { return entry->event.time < (*event)->time; });
    return std::any_of(until.rbegin(), later, same);
}

std::optional<bool> Validator::known_same(const Arrival& from) {
    if (from.seq > from.staged.highest) return std::nullopt;
    if (const auto entry = from.staged.entries.find(from.seq); entry != from.staged.entries.end()) {
        return same_content(from, record_digest(canonical_bytes(entry->second->event)));
    }
    if (from.staged.index) {
        if (const Fix* fix = staged_.fixes.with_key(*from.staged.index, from.seq)) return same_content(from, *fix);
    }
    const std::optional<StoredRecord> stored = world_.store.find(from.source, from.seq, time_of(from.record));
    if (!stored) return std::nullopt;
    return std::visit([&](const auto& known) { return same_content(from, known); }, *stored);
}

bool Validator::same_content(const Arrival& /*from*/, std::monostate /*known*/) {
    return false;  // what is there was measured at another time
}

bool Validator::same_content(const Arrival& from, const Fix& known) {
    const auto* report = std::get_if<FixReport>(&from.record);
    if (report == nullptr) return false;
    const UnitPage& page = world_.units.page(report->unit.text());
    Reasons reasons;  // what is stored had none
    check_place(*report, world_.box, reasons);
    check_values(*report, reasons);
    if (!page.index || !reasons.empty()) return false;
    Fix fix = quantise(*report);
    fix.unit = *page.index;
    return fix.same_measurement(known);
}

bool Validator::same_content(const Arrival& from, const RecordDigest& known) {
    const auto* event = std::get_if<std::shared_ptr<const Event>>(&from.record);
    return event != nullptr && record_digest(canonical_bytes(**event)) == known;
}

bool Validator::repeats_fix(Time time, LonLat place, const UnitPage& page, bool clock_wrong) {
    if (!page.index) return false;  // never accepted
    if (!clock_wrong && (!page.newest || time > page.newest->time)) return false;
    const auto [first, last] = staged_.fixes.of(*page.index).equal_range(time);
    if (std::any_of(first, last, [&](const auto& at) { return staged_.fixes[at.second].position == place; }))
        return true;
    const std::vector<Fix> same_time = world_.history.tracks().track(*page.index, time, time);
    return std::any_of(same_time.begin(), same_time.end(), [&](const Fix& fix) { return fix.position == place; });
}

Validator::Around Validator::around(Time time, const UnitPage& page) {
    if (!page.newest || page.newest->time <= time) return {page.newest, {}};
    Around near{{}, page.newest};
    const auto take = [&](const Fix& fix) {
        std::optional<Neighbour>& side = fix.time <= time ? near.before : near.after;
        const bool nearer = !side || (fix.time <= time ? side->time <= fix.time : fix.time < side->time);
        if (nearer) side = Neighbour{fix.time, fix.position};
    };
    const TrackSlices& tracks = world_.history.tracks();
    if (const auto fix = tracks.latest_of(*page.index, time)) take(*fix);
    if (const auto fix = tracks.next_of(*page.index, time, world_.roster.rules.teleport_gap)) take(*fix);

    const StagedFixes::ByTime& staged = staged_.fixes.of(*page.index);
    const auto moves = [&](const auto& at) { return staged_.fixes[at.second].moves_marker(); };
    const auto later = staged.upper_bound(time);
    const auto earlier = std::make_reverse_iterator(later);
    if (const auto at = std::find_if(earlier, staged.rend(), moves); at != staged.rend())
        take(staged_.fixes[at->second]);
    if (const auto at = std::find_if(later, staged.end(), moves); at != staged.end()) take(staged_.fixes[at->second]);
    return near;
}

const Situation& Validator::situation_at(Time t) {
    seen_ = *world_.history.situation_at(t);
    std::vector<std::shared_ptr<const Entry>> staged;
    for (const auto& entry : staged_.batch.entries) {
        if (entry->event.time <= t) staged.push_back(entry);
    }
    std::stable_sort(staged.begin(), staged.end(), [](const auto& a, const auto& b) { return folds_before(*a, *b); });
    for (const auto& entry : staged) apply(seen_, *entry);
    return seen_;
}

void Validator::acknowledge(const Arrival& from) {
    if (!staged_.replies.empty()) {
        Reply& last = staged_.replies.back();
        if (!last.problem && last.session == from.session && last.seq < from.seq) {
            last.seq = from.seq;
            ++last.records;
            return;
        }
    }
    staged_.replies.push_back({from.session, from.seq, {}});
}

void Validator::quarantine(const Arrival& from, const Reasons& reasons) {
    const Problem all = joined(reasons);
    if (repeats_refused(from)) {
        ++staged_.added.duplicates;
        staged_.replies.push_back({from.session, from.seq, all});
        return;
    }
    if (from.unnumbered) staged_.refused.emplace_back(from.source, from.raw);
    staged_.batch.quarantined.push_back({now_, from.source.text(), from.seq,
                                         fmt::format("{}: {}", name_of(all.code), all.detail), std::string(from.raw)});
    ++staged_.added.refused;
    staged_.replies.push_back({from.session, from.seq, all});
}

bool Validator::repeats_refused(const Arrival& from) const {
    if (!from.unnumbered) return false;
    const auto same = [&](const auto& other) { return other.first == from.source && other.second == from.raw; };
    return world_.refused.is(from.source, from.raw) ||
           std::any_of(staged_.refused.begin(), staged_.refused.end(), same);
}

void Validator::raise(AlertRule rule, const std::string& subject, std::optional<UnitName> unit, std::string text) {
    AlertMoved alert;
    alert.alert = alert_name(rule, subject);
    alert.rule = rule;
    alert.step = AlertStep::kRaised;
    alert.severity = Severity::kWarning;
    alert.unit = std::move(unit);
    alert.text = std::move(text);
    staged_.alerts.push_back(std::move(alert));
}

}  // namespace siaga
