#pragma once
// UnitTrack: what the detail of a unit says of its way. The track is read in portions, one per frame,
// so that a day of millions of fixes never holds up a frame; then only its end is read again, when
// there are new records, and now and then all of it for the sake of late fixes. Pure, window thread.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "data/situation/history.hpp"
#include "data/situation/track_queries.hpp"

namespace siaga::app {

class UnitTrack {
public:
    static constexpr std::uint64_t kFixesPerFrame = 200'000;  ///< of all units, about: some milliseconds
    static constexpr Millis kTail = 5min;                     ///< read again with each revision
    static constexpr Millis kReadAll = 10min;  ///< a track that has grown by so much is read again as a whole

    struct Wanted {
        UnitIndex unit{};
        Time from, to;               ///< `to` may grow
        std::uint64_t revision = 0;  ///< of the records
        TrackRules rules;
        std::uint64_t fixes_per_frame = kFixesPerFrame;
    };
    /// One portion, or the end of the track when the revision is another one, or nothing.
    void update(const History& history, const Wanted& wanted);
    /// Everything was read once; before that the figures are those of nothing.
    [[nodiscard]] bool complete() const { return complete_; }

    /// The next frame would read on.
    [[nodiscard]] bool reading() const { return reading_; }

    struct Figures {
        double metres = 0;
        std::size_t stops = 0;  ///< of which at least TrackRules::stop_least lies in the span
        friend bool operator==(const Figures&, const Figures&) = default;
    };
    /// Of the fixes with from <= time <= to.
    [[nodiscard]] Figures between(Time from, Time to) const;

    /// The fastest of each of `columns` equal parts of the span; kept until the track or the question
    /// is another one.
    [[nodiscard]] const std::vector<SpeedBucket>& speeds(Time from, Time to, std::size_t columns);

private:
    void restart(const Wanted& wanted);
    void read_portion(const History& history, const Wanted& wanted);
    void read_tail(const History& history, const Wanted& wanted);
    void derive(const TrackRules& rules);

    std::optional<UnitIndex> unit_;
    Time from_;
    TrackRules rules_;
    std::uint64_t revision_ = 0;  ///< of the records when `fixes_` was last looked at
    Time read_all_until_;         ///< the `to` of the last reading of everything
    bool complete_ = false;

    bool reading_ = false;
    Time next_;                  ///< of the portion to read next
    std::vector<Fix> gathered_;  ///< by the reading that goes on

    std::vector<Fix> fixes_;
    std::vector<double> metres_;  ///< one per fix: the way from the first fix to it
    std::vector<TrackStop> stops_;

    struct Columns {
        Time from, to;
        std::size_t count = 0;
        friend bool operator==(const Columns&, const Columns&) = default;
    };
    std::optional<Columns> asked_;  ///< of speeds_
    std::vector<SpeedBucket> speeds_;
};

}  // namespace siaga::app
