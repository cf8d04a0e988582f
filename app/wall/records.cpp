#include "app/wall/records.hpp"

#include <algorithm>
#include <utility>

namespace siaga::app {

Records::Records(std::shared_ptr<const Roster> roster, std::shared_ptr<SliceSource> sealed)
    : history_(std::move(roster), std::move(sealed)) {}

bool Records::take(const Mail& mail) {
    if (!mail.fresh) return false;
    const std::uint64_t before = revision_;
    for (const auto& committed : mail.committed) {
        if (committed) add(*committed);
    }
    if (mail.newest.live) live_ = mail.newest.live;
    counts_ = mail.newest.counts;
    storage_problem_ = mail.newest.storage_problem;
    return revision_ != before;
}

void Records::add(const Committed& committed) {
    history_.add(committed);
    for (const auto& entry : committed.entries) {
        add_mark(*entry);
        if (by_number_.size() <= entry->n) by_number_.resize(entry->n + 1);
        by_number_[entry->n] = entry;
        first_record_ = std::min(first_record_, entry->event.time);
        last_record_ = std::max(last_record_, entry->event.time);
        last_received_ = std::max(last_received_, entry->received);
    }
    for (const Fix& fix : committed.fixes) last_received_ = std::max(last_received_, fix.received);
    for (const Fix& fix : committed.open) last_received_ = std::max(last_received_, fix.received);
    const TrackSlices& tracks = history_.tracks();
    last_received_ = std::max(last_received_, tracks.last_sealed_received().value_or(last_received_));
    last_record_ = std::max(last_record_, tracks.newest_time().value_or(last_record_));
    first_record_ = std::min(first_record_, tracks.first_time().value_or(first_record_));
    if (!committed.entries.empty() || !committed.fixes.empty() || committed.sealed) ++revision_;
}

void Records::add_mark(const Entry& entry) {
    if (is_routine(entry.event)) return;
    const EntryMark mark{entry.event.time, entry.n, kind_for_display(entry.event)};
    const auto before = [](const EntryMark& a, const EntryMark& b) {
        return a.time != b.time ? a.time < b.time : a.n < b.n;
    };
    marks_.insert(std::upper_bound(marks_.begin(), marks_.end(), mark, before), mark);
}

std::shared_ptr<const Situation> Records::at(Time t) {
    if (!shown_ || shown_->time != t || shown_revision_ != revision_) {
        shown_ = history_.situation_at(t);
        shown_revision_ = revision_;
    }
    return shown_;
}

const Entry* Records::entry(std::uint64_t n) const { return n < by_number_.size() ? by_number_[n].get() : nullptr; }

std::size_t Records::marks_until(Time t) const {
    const auto end = std::upper_bound(marks_.begin(), marks_.end(), t,
                                      [](Time time, const EntryMark& mark) { return time < mark.time; });
    return static_cast<std::size_t>(end - marks_.begin());
}

}  // namespace siaga::app
