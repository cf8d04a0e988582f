#pragma once
// The floor of replay: every fix of a stretch of time as one log in order of time, with a keyframe of all
// units every 64 s. The positions at t are one copy of a keyframe and the events up to t.

#include <cstdint>
#include <vector>

#include "data/model/fix.hpp"

namespace siaga::app::bench {

class EventLogFloor {
public:
    struct Position {
        std::int64_t time_ms = 0;
        LonLat place;
        std::uint16_t speed_cmps = 0, course_cdeg = 0;
    };
    /// `fixes` in order of time.
    EventLogFloor(const std::vector<Fix>& fixes, std::size_t units);

    [[nodiscard]] const std::vector<Position>& at(Time t);
    /// From where at() or step() came to, forward to t.
    [[nodiscard]] const std::vector<Position>& step(Time t);

private:
    struct Event {
        std::uint32_t unit = 0;
        Position position;
    };
    struct Keyframe {
        std::size_t next = 0;  ///< event
        std::vector<Position> positions;
    };
    std::vector<Event> events_;
    std::vector<Keyframe> keyframes_;
    std::int64_t start_ms_ = 0;
    Keyframe now_;
};

}  // namespace siaga::app::bench
