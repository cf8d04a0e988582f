#include "app/panels/unit_track.hpp"

#include <algorithm>
#include <iterator>

namespace siaga::app {

namespace {

/// As much of the span as should hold so many fixes.
Millis portion_of(const History& history, const UnitTrack::Wanted& wanted) {
    const std::uint64_t fixes = std::max<std::uint64_t>(history.tracks().fix_count(), 1);
    const double part = static_cast<double>(wanted.fixes_per_frame) / static_cast<double>(fixes);
    const Millis span = std::max(wanted.to - wanted.from, UnitTrack::kTail);
    if (part >= 1) return span;
    return std::max(UnitTrack::kTail, Millis{static_cast<std::int64_t>(static_cast<double>(span.count()) * part)});
}

bool before(const Fix& fix, Time t) { return fix.time < t; }

}  // namespace

void UnitTrack::update(const History& history, const Wanted& wanted) {
    if (unit_ != wanted.unit || from_ != wanted.from) {
        *this = UnitTrack{};
        unit_ = wanted.unit;
        from_ = wanted.from;
        restart(wanted);
    }
    if (reading_) return read_portion(history, wanted);
    if (revision_ == wanted.revision) return;
    if (wanted.to - read_all_until_ >= kReadAll) return restart(wanted);
    read_tail(history, wanted);
}

void UnitTrack::restart(const Wanted& wanted) {
    reading_ = true;
    next_ = wanted.from;
    gathered_.clear();
}

void UnitTrack::read_portion(const History& history, const Wanted& wanted) {
    const Time end = std::min(next_ + portion_of(history, wanted), wanted.to);
    const std::vector<Fix> portion = marker_fixes(history.tracks().track(wanted.unit, next_, end));
    gathered_.insert(gathered_.end(), portion.begin(), portion.end());
    next_ = end + Millis{1};
    if (next_ <= wanted.to) return;
    fixes_ = std::move(gathered_);
    gathered_ = {};
    reading_ = false;
    complete_ = true;
    revision_ = wanted.revision;
    read_all_until_ = wanted.to;
    derive(wanted.rules);
}

void UnitTrack::read_tail(const History& history, const Wanted& wanted) {
    revision_ = wanted.revision;
    const Time since = fixes_.empty() ? from_ : std::max(from_, fixes_.back().time - kTail);
    const std::vector<Fix> tail = marker_fixes(history.tracks().track(wanted.unit, since, wanted.to));
    const auto place = std::lower_bound(fixes_.begin(), fixes_.end(), since, before);
    if (std::equal(place, fixes_.end(), tail.begin(), tail.end())) return;
    fixes_.erase(place, fixes_.end());
    fixes_.insert(fixes_.end(), tail.begin(), tail.end());
    derive(wanted.rules);
}

void UnitTrack::derive(const TrackRules& rules) {
    rules_ = rules;
    metres_.assign(fixes_.size(), 0);
    for (std::size_t i = 1; i < fixes_.size(); ++i)
        metres_[i] = metres_[i - 1] + leg_m(fixes_[i - 1], fixes_[i], rules).value_or(0);
    stops_ = stops_of(fixes_, rules);
    asked_.reset();
}

UnitTrack::Figures UnitTrack::between(Time from, Time to) const {
    Figures figures;
    const auto first = std::lower_bound(fixes_.begin(), fixes_.end(), from, before);
    const auto end = std::lower_bound(fixes_.begin(), fixes_.end(), to + Millis{1}, before);
    if (first >= end) return figures;
    const auto at = [&](auto place) { return metres_[static_cast<std::size_t>(place - fixes_.begin())]; };
    figures.metres = at(std::prev(end)) - at(first);
    figures.stops = static_cast<std::size_t>(std::count_if(stops_.begin(), stops_.end(), [&](const TrackStop& stop) {
        return std::min(to, stop.to) - std::max(from, stop.from) >= rules_.stop_least;
    }));
    return figures;
}

const std::vector<SpeedBucket>& UnitTrack::speeds(Time from, Time to, std::size_t columns) {
    const Columns asked{from, to, columns};
    if (asked_ != asked) {
        asked_ = asked;
        const Millis step = (to - from) / static_cast<std::int64_t>(std::max<std::size_t>(columns, 1)) + Millis{1};
        speeds_ = speed_profile(fixes_, from, to, step, rules_).buckets;
    }
    return speeds_;
}

}  // namespace siaga::app
