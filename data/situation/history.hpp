#pragma once
// History: every record of the operation, and the one function that turns it into the state at a time.
// Events are in memory, fixes in slices that are read when they are asked for (track_slices.hpp). Live is
// situation_at(now), replay is situation_at(any other t). One thread at a time: the ingest thread has one for live, the
// window has one for replay.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "data/situation/event_log.hpp"
#include "data/situation/track_slices.hpp"

namespace siaga {

/// What one commit added, frozen, handed from the ingest thread to every follower.
struct Committed {
    std::vector<std::shared_ptr<const Entry>> entries;
    std::vector<Fix> fixes;
    std::vector<std::string> new_units;  ///< names of the unit indexes first seen here, in order
    bool sealed = false;                 ///< the slices were written: all fixes, these too, are in them but for `open`
    std::vector<Fix> open{};             ///< when sealed: the fixes that are in no slice yet
};

class History {
public:
    /// `sealed`: the slices on disk; null when every fix comes through add(). Throws what it throws.
    explicit History(std::shared_ptr<const Roster> roster, std::shared_ptr<SliceSource> sealed = nullptr);

    void add(const Committed& committed);

    [[nodiscard]] std::shared_ptr<const Situation> situation_at(Time t);

    [[nodiscard]] const EventLog& events() const { return events_; }
    [[nodiscard]] const TrackSlices& tracks() const { return tracks_; }
    [[nodiscard]] const std::vector<std::string>& unit_names() const { return unit_names_; }
    [[nodiscard]] const std::shared_ptr<const Roster>& roster() const { return roster_; }

private:
    std::shared_ptr<const Roster> roster_;
    EventLog events_;
    TrackSlices tracks_;
    std::vector<std::string> unit_names_;
};

}  // namespace siaga
