#include "app/bench/floors/event_log.hpp"

#include <algorithm>

namespace siaga::app::bench {
namespace {
constexpr std::int64_t kKeyframeMs = 64'000;
}  // namespace

EventLogFloor::EventLogFloor(const std::vector<Fix>& fixes, std::size_t units) {
    events_.reserve(fixes.size());
    for (const Fix& fix : fixes) {
        events_.push_back(
            {static_cast<std::uint32_t>(fix.unit), {unix_ms(fix.time), fix.position, fix.speed_cmps, fix.course_cdeg}});
    }
    if (events_.empty()) return;
    start_ms_ = events_.front().position.time_ms;
    Keyframe frame{0, std::vector<Position>(units)};
    keyframes_.push_back(frame);
    for (const Event& event : events_) {
        while (event.position.time_ms >= start_ms_ + static_cast<std::int64_t>(keyframes_.size()) * kKeyframeMs) {
            keyframes_.push_back(frame);
        }
        frame.positions[event.unit] = event.position;
        ++frame.next;
    }
}

const std::vector<EventLogFloor::Position>& EventLogFloor::at(Time t) {
    const std::int64_t into = std::max<std::int64_t>(unix_ms(t) - start_ms_, 0) / kKeyframeMs;
    const Keyframe& frame = keyframes_[std::min(static_cast<std::size_t>(into), keyframes_.size() - 1)];
    now_.next = frame.next;
    now_.positions.assign(frame.positions.begin(), frame.positions.end());
    return step(t);
}

const std::vector<EventLogFloor::Position>& EventLogFloor::step(Time t) {
    const std::int64_t t_ms = unix_ms(t);
    for (; now_.next < events_.size() && events_[now_.next].position.time_ms <= t_ms; ++now_.next) {
        now_.positions[events_[now_.next].unit] = events_[now_.next].position;
    }
    return now_.positions;
}

}  // namespace siaga::app::bench
