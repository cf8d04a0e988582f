#pragma once
// EventLog: all entries in fold order with checkpoints of the fold, so that the state at any t is
// one checkpoint and at most kCheckpointEvery entries away. A late entry goes to its place and
// drops the checkpoints after it. One thread at a time.

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "data/situation/situation.hpp"

namespace siaga {

class EventLog {
public:
    static constexpr std::size_t kCheckpointEvery = 64;

    explicit EventLog(std::shared_ptr<const Roster> roster);

    void insert(std::shared_ptr<const Entry> entry);

    /// The fold of all entries with event_time <= t, not yet finished. The reference holds until the
    /// next call of fold_at or insert. Amortised O(1) when t moves forward by one entry.
    [[nodiscard]] const Situation& fold_at(Time t);

    /// In fold order.
    [[nodiscard]] std::span<const std::shared_ptr<const Entry>> entries() const { return entries_; }
    /// How many entries have event_time <= t.
    [[nodiscard]] std::size_t count_until(Time t) const;

private:
    struct Checkpoint {
        std::size_t count;  ///< entries folded in
        Situation state;
    };
    std::vector<std::shared_ptr<const Entry>> entries_;
    std::vector<Checkpoint> checkpoints_;  ///< rising counts; [0] is the initial state
    Checkpoint cursor_;
};

}  // namespace siaga
