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

/// The first reason gives the code; the text holds all of them.
Problem joined(const Reasons& reasons) {
    Problem problem = reasons.front();
    for (auto other = std::next(reasons.begin()); other != reasons.end(); ++other) {
        problem.detail += fmt::format("; {}: {}", name_of(other->code), other->detail);
    }
    return problem;
}

}  // namespace

void Validator::admit(Submission& submission) {
    if (auto* report = std::get_if<FixReport>(&submission.record)) return admit_fix(submission, *report);
    if (auto* event = std::get_if<Event>(&submission.record)) return admit_event(submission, *event);
    quarantine(submission, {std::get<Problem>(submission.record)});
}

void Validator::admit_fix(const Submission& from, FixReport& report) {
    const RecordDigest digest = record_digest(canonical_bytes(report));
    if (repeats_key(from, digest)) return;

    Reasons reasons;
    check_place(report, world_.box, reasons);
    const bool placed = reasons.empty();
    check_values(report, reasons);
    UnitPage& page = world_.units.page(report.unit);
    if (placed && repeats_fix(report, page)) {
        ++staged_.added.duplicates;
        return acknowledge(from);
    }
    const bool wrong = clock_problem(report.time, now_, world_.roster.rules).has_value();
    if (placed && !wrong) {
        const Around near = around(report.time, page);
        const LonLat place = LonLat::from_degrees(report.lon_deg, report.lat_deg);
        check_teleport(report.time, place, near.before, near.after, world_.roster.rules, reasons);
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
    stage_fix(from, report, page, wrong, digest);
}

void Validator::stage_fix(const Submission& from, const FixReport& report, UnitPage& page, bool clock_wrong,
                          const RecordDigest& digest) {
    Fix fix = quantise(report);
    fix.received = now_;
    fix.unit = world_.store.unit_index(report.unit);
    fix.source = world_.store.source_index(from.source);
    fix.seq = from.seq;
    if (clock_wrong) {
        fix.flags |= kClockWrongFlag;
    } else if (around(fix.time, page).after) {
        fix.flags |= kLateFlag;
    }
    page.index = fix.unit;
    staged_.fixes[static_cast<std::uint32_t>(fix.unit)].emplace(fix.time,
                                                                StagedFix{fix.time, fix.position, fix.moves_marker()});
    staged_.keys[from.source].insert_or_assign(from.seq, digest);
    staged_.batch.fixes.push_back(fix);
    staged_.batch.fix_digests.push_back(digest);
    ++staged_.added.fixes;
    acknowledge(from);
}

void Validator::admit_event(const Submission& from, Event& event) {
    const RecordDigest digest = record_digest(canonical_bytes(event));
    if (repeats_key(from, digest)) return;
    Reasons reasons;
    check_event(event, {world_.roster, now_, [this](Time t) -> const Situation& { return situation_at(t); }}, reasons);
    if (!reasons.empty()) return quarantine(from, reasons);
    stage_event(from, event, digest);
}

void Validator::stage_event(const Submission& from, Event& event, const RecordDigest& digest) {
    auto entry = std::make_shared<Entry>();
    entry->n = world_.store.next_entry() + staged_.batch.entries.size();
    entry->received = now_;
    entry->source = from.source;
    entry->seq = from.seq;
    entry->event = std::move(event);
    staged_.batch.entries.push_back(std::move(entry));
    staged_.keys[from.source].insert_or_assign(from.seq, digest);
    ++staged_.added.events;
    acknowledge(from);
}

bool Validator::repeats_key(const Submission& from, const RecordDigest& digest) {
    const std::optional<RecordDigest> known = known_digest(from);
    if (!known) return false;
    if (*known == digest) {
        ++staged_.added.duplicates;
        acknowledge(from);
        return true;
    }
    raise(AlertRule::kSequenceReused, from.source.text(), {}, std::to_string(from.seq));
    quarantine(from, {{Refusal::kSeqReused, 0,
                       fmt::format("seq {} of {} is stored with other content", from.seq, from.source.text())}});
    return true;
}

std::optional<RecordDigest> Validator::known_digest(const Submission& from) {
    if (const auto source = staged_.keys.find(from.source); source != staged_.keys.end()) {
        if (const auto key = source->second.find(from.seq); key != source->second.end()) return key->second;
    }
    return world_.store.find(from.source, from.seq);
}

bool Validator::repeats_fix(const FixReport& report, const UnitPage& page) const {
    if (!page.index) return false;  // never accepted
    const LonLat place = LonLat::from_degrees(report.lon_deg, report.lat_deg);
    if (const auto staged = staged_.fixes.find(static_cast<std::uint32_t>(*page.index));
        staged != staged_.fixes.end()) {
        const auto [first, last] = staged->second.equal_range(report.time);
        if (std::any_of(first, last, [&](const auto& at) { return at.second.position == place; })) return true;
    }
    const bool believable = !clock_problem(report.time, now_, world_.roster.rules);
    if (believable && (!page.newest || report.time > page.newest->time)) return false;
    const std::vector<Fix> same_time = world_.history.tracks().track(*page.index, report.time, report.time);
    return std::any_of(same_time.begin(), same_time.end(), [&](const Fix& fix) { return fix.position == place; });
}

Validator::Around Validator::around(Time time, const UnitPage& page) const {
    Around near;
    if (page.newest && page.newest->time <= time) {
        near.before = page.newest;
    } else if (page.newest) {
        const TrackSlices& tracks = world_.history.tracks();
        if (const auto fix = tracks.latest_of(*page.index, time)) near.before = Neighbour{fix->time, fix->position};
        near.after = page.newest;
        if (const auto fix = tracks.next_of(*page.index, time, world_.roster.rules.teleport_gap)) {
            near.after = Neighbour{fix->time, fix->position};
        }
    }
    if (!page.index) return near;
    const auto staged = staged_.fixes.find(static_cast<std::uint32_t>(*page.index));
    if (staged == staged_.fixes.end()) return near;
    const auto later = staged->second.upper_bound(time);
    for (auto at = later; at != staged->second.begin();) {
        if (const StagedFix& fix = (--at)->second; fix.moves_marker) {
            if (!near.before || near.before->time <= fix.time) near.before = Neighbour{fix.time, fix.position};
            break;
        }
    }
    const auto after = std::find_if(later, staged->second.end(), [](const auto& at) { return at.second.moves_marker; });
    if (after != staged->second.end() && (!near.after || after->first < near.after->time)) {
        near.after = Neighbour{after->first, after->second.position};
    }
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

void Validator::quarantine(const Submission& from, const Reasons& reasons) {
    const Problem all = joined(reasons);
    staged_.batch.quarantined.push_back(
        {now_, from.source.text(), from.seq, fmt::format("{}: {}", name_of(all.code), all.detail), from.raw});
    ++staged_.added.refused;
    staged_.replies.push_back({from.session, from.seq, all});
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
