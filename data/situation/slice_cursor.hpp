#pragma once
// SliceCursor: one unpacked slice as a log in order of time with keyframes, and where it stands. Any t of the
// slice is a keyframe and at most half a minute of the log away, the next frame's t a few fixes.

#include <memory>
#include <optional>
#include <vector>

#include "data/model/track_slice.hpp"

namespace siaga {

class SliceCursor {
public:
    static constexpr Millis kKeyframeEvery{30'000};

    explicit SliceCursor(std::shared_ptr<const TrackSlice> slice);

    [[nodiscard]] const std::shared_ptr<const TrackSlice>& slice() const { return slice_; }
    /// By UnitIndex, the newest fix at t that moves markers, as far as this slice knows. Precondition: t is not
    /// before the slice's start. Good until the next call.
    [[nodiscard]] const std::vector<std::optional<Fix>>& newest_at(Time t);

private:
    struct Keyframe {
        std::size_t next = 0;  ///< of the log: what is not in `newest` yet
        std::vector<std::optional<Fix>> newest;
    };
    void make_log();
    void make_keyframes();
    void advance(Time t);

    std::shared_ptr<const TrackSlice> slice_;
    std::vector<Fix> log_;             ///< those that move markers, by time, then unit, then arrival
    std::vector<Keyframe> keyframes_;  ///< what was before the start, and before every kKeyframeEvery after it
    Time shown_;
    Keyframe now_;
};

}  // namespace siaga
