#pragma once
// SliceCursor: one unpacked slice as a log in order of time with keyframes, and where it stands. Any t near one that
// was asked for before is a keyframe and at most fifteen seconds of the log away, the next frame's t a few fixes.

#include <memory>
#include <optional>
#include <vector>

#include "data/model/track_slice.hpp"

namespace siaga {

class SliceCursor {
public:
    static constexpr Millis kKeyframeEvery{15'000};
    static constexpr Millis kWalkedMost{30'000};  ///< forward from where it stands; a keyframe costs as much

    explicit SliceCursor(std::shared_ptr<const TrackSlice> slice);
    /// What the first newest_at would do, now.
    void prepare();

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
    void begin();
    /// Puts now_ where `frame` begins, and remembers it.
    void take_keyframe(std::size_t frame);
    void advance(Time t);

    std::shared_ptr<const TrackSlice> slice_;
    std::vector<Fix> log_;  ///< those that move markers, by time, then unit, then arrival
    /// What was before the start, and before every kKeyframeEvery after it that somebody has asked beyond.
    std::vector<std::optional<Keyframe>> keyframes_;
    Time shown_;
    Keyframe now_;
};

}  // namespace siaga
