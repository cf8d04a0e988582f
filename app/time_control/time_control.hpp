#pragma once
// TimeControl: which instant the wall shows. Panels never set it; they ask for a command, and the
// wall executes the commands at the end of the frame. Pure: the live time and the elapsed time come
// in with each call.

#include <array>
#include <optional>
#include <variant>

#include "data/core/time.hpp"

namespace siaga::app {

inline constexpr std::array kSpeeds{1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 3600};

struct GoLive {};
struct GoTo {
    Time time;  ///< clamped to the range; always a replay
};
struct ShiftDay {
    int days = 0;  ///< the same time of another day; now when that is still to come
};
struct TogglePlay {};
struct Pause {};
struct SetSpeed {
    int speed = 1;  ///< rounded down to one of kSpeeds
};
struct ShiftSpeed {
    int steps = 0;  ///< +1: next faster, -1: next slower
};
enum class TimeMark { kA, kB };
struct SetMark {
    TimeMark mark{};
    Time time;  ///< clamped to the range
};
struct ClearMarks {};
/// Plays the marked range over and over, or ends that. Does nothing without a marked range.
struct ToggleLoop {};
using TimeCommand =
    std::variant<GoLive, GoTo, ShiftDay, TogglePlay, Pause, SetSpeed, ShiftSpeed, SetMark, ClearMarks, ToggleLoop>;

enum class TimeMode { kLive, kReplay };

/// Between the two marks, whichever of them is the earlier one.
struct MarkedRange {
    static constexpr Millis kShortest{1s};  ///< closer marks mark nothing
    Time from, to;
    [[nodiscard]] bool contains(Time t) const { return from <= t && t <= to; }
    friend bool operator==(const MarkedRange&, const MarkedRange&) = default;
};

/// Frozen for one frame.
struct TimeView {
    TimeMode mode = TimeMode::kLive;
    Time shown;
    bool playing = false;
    int speed = 1;
    std::optional<Time> mark_a, mark_b;
    bool looping = false;  ///< only with a marked range
    [[nodiscard]] bool replay() const { return mode == TimeMode::kReplay; }
    [[nodiscard]] std::optional<MarkedRange> marked() const;
    friend bool operator==(const TimeView&, const TimeView&) = default;
};

/// What can be shown: from the first day to `end`; `live` is now.
struct TimeRange {
    Time start, end, live;
};

class TimeControl {
public:
    explicit TimeControl(Time live) { view_.shown = live; }

    void execute(const TimeCommand& command, const TimeRange& range);

    /// `elapsed` of real time has passed. In a replay that plays, the shown time runs on; when it
    /// reaches live the wall is live again, when it reaches the end of the range it pauses there. A loop
    /// goes on at its beginning instead.
    void advance(Millis elapsed, const TimeRange& range);

    [[nodiscard]] const TimeView& view() const { return view_; }

private:
    void go_to(Time t, const TimeRange& range);
    void toggle_loop(const TimeRange& range);

    TimeView view_;
};

/// "LIVE ends where the day ends": the last instant a replay may show. Live itself while the day is
/// under way, else the end of the day or of the records, whichever is later.
[[nodiscard]] Time replay_end(Time day_end, Time last_record, Time live);

}  // namespace siaga::app
