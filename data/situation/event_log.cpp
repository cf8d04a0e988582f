#include "data/situation/event_log.hpp"

#include <algorithm>

namespace siaga {

EventLog::EventLog(std::shared_ptr<const Roster> roster)
    : checkpoints_{{0, initial_situation(std::move(roster))}}, cursor_(checkpoints_.front()) {}

void EventLog::insert(std::shared_ptr<const Entry> entry) {
    const auto place = std::upper_bound(entries_.begin(), entries_.end(), entry,
                                        [](const auto& a, const auto& b) { return folds_before(*a, *b); });
    const auto index = static_cast<std::size_t>(place - entries_.begin());
    entries_.insert(place, std::move(entry));
    while (checkpoints_.back().count > index) checkpoints_.pop_back();
    if (cursor_.count > index) cursor_ = checkpoints_.back();
}

std::size_t EventLog::count_until(Time t) const {
    const auto end = std::upper_bound(entries_.begin(), entries_.end(), t,
                                      [](Time time, const auto& entry) { return time < entry->event.time; });
    return static_cast<std::size_t>(end - entries_.begin());
}

const Situation& EventLog::fold_at(Time t) {
    const std::size_t target = count_until(t);
    const auto after = std::upper_bound(checkpoints_.begin(), checkpoints_.end(), target,
                                        [](std::size_t count, const Checkpoint& c) { return count < c.count; });
    const Checkpoint& nearest = *std::prev(after);
    if (cursor_.count > target || cursor_.count < nearest.count) cursor_ = nearest;
    while (cursor_.count < target) {
        apply(cursor_.state, *entries_[cursor_.count]);
        ++cursor_.count;
        if (cursor_.count >= checkpoints_.back().count + kCheckpointEvery) checkpoints_.push_back(cursor_);
    }
    return cursor_.state;
}

}  // namespace siaga
