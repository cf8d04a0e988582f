#include "app/time_control/time_control.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "data/core/overloaded.hpp"

namespace siaga::app {

namespace {

std::size_t speed_place(int speed) {
    const auto above = std::upper_bound(kSpeeds.begin(), kSpeeds.end(), speed);
    return above == kSpeeds.begin() ? 0 : static_cast<std::size_t>(std::distance(kSpeeds.begin(), above)) - 1;
}

int shifted_speed(int speed, int steps) {
    const auto place = static_cast<std::ptrdiff_t>(speed_place(speed)) + steps;
    return kSpeeds.at(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(place, 0, std::ssize(kSpeeds) - 1)));
}

Time clamped(Time t, const TimeRange& range) { return std::clamp(t, range.start, std::max(range.start, range.end)); }

}  // namespace

std::optional<MarkedRange> TimeView::marked() const {
    if (!mark_a || !mark_b) return std::nullopt;
    const MarkedRange range{std::min(*mark_a, *mark_b), std::max(*mark_a, *mark_b)};
    return range.to - range.from < MarkedRange::kShortest ? std::nullopt : std::optional(range);
}

void TimeControl::go_to(Time t, const TimeRange& range) {
    view_.mode = TimeMode::kReplay;
    view_.shown = clamped(t, range);
    if (view_.looping && !view_.marked()->contains(view_.shown)) view_.looping = false;
}

void TimeControl::toggle_loop(const TimeRange& range) {
    const std::optional<MarkedRange> marked = view_.marked();
    if (view_.looping || !marked) {
        view_.looping = false;
        return;
    }
    if (!view_.replay() || !marked->contains(view_.shown)) go_to(marked->from, range);
    view_.looping = view_.playing = true;
}

void TimeControl::execute(const TimeCommand& command, const TimeRange& range) {
    std::visit(Overloaded{
                   [&](GoLive) {
                       view_.mode = TimeMode::kLive;
                       view_.playing = view_.looping = false;
                       view_.shown = range.live;
                   },
                   [&](const GoTo& go) { go_to(go.time, range); },
                   [&](const ShiftDay& shift) {
                       const Time there = view_.shown + shift.days * std::chrono::hours(24);
                       there >= range.live ? execute(GoLive{}, range) : go_to(there, range);
                   },
                   [&](TogglePlay) {
                       if (!view_.replay())
                           go_to(std::min(range.live, range.end), range);  // stop the picture here
                       else
                           view_.playing = !view_.playing;
                   },
                   [&](Pause) { view_.playing = false; },
                   [&](const SetSpeed& set) { view_.speed = kSpeeds.at(speed_place(set.speed)); },
                   [&](const ShiftSpeed& shift) { view_.speed = shifted_speed(view_.speed, shift.steps); },
                   [&](const SetMark& set) {
                       (set.mark == TimeMark::kA ? view_.mark_a : view_.mark_b) = clamped(set.time, range);
                       view_.looping = view_.looping && view_.marked();
                   },
                   [&](ClearMarks) {
                       view_.mark_a = view_.mark_b = std::nullopt;
                       view_.looping = false;
                   },
                   [&](ToggleLoop) { toggle_loop(range); },
               },
               command);
}

void TimeControl::advance(Millis elapsed, const TimeRange& range) {
    if (!view_.replay()) {
        view_.shown = range.live;
        return;
    }
    if (!view_.playing) return;
    const Time next = view_.shown + elapsed * view_.speed;
    if (view_.looping) {
        const MarkedRange loop = *view_.marked();
        const Time inside = view_.shown < loop.from ? loop.from + elapsed * view_.speed : next;
        view_.shown = loop.from + (inside - loop.from) % (loop.to - loop.from);
        return;
    }
    if (next >= range.live) return execute(GoLive{}, range);
    view_.shown = std::min(next, range.end);
    if (next >= range.end) view_.playing = false;
}

Time replay_end(Time day_end, Time last_record, Time live) { return std::min(live, std::max(day_end, last_record)); }

}  // namespace siaga::app
