#pragma once
// Records: what the window knows of the operation: the newest live Situation, and a History of its
// own for replay, fed with what the core committed. Window thread only.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/language/event_text.hpp"
#include "data/ingest/mailbox.hpp"
#include "data/situation/history.hpp"

namespace siaga::app {

/// One event worth a mark on the timeline, in fold order.
struct EntryMark {
    Time time;
    std::uint64_t n = 0;
    EventKind kind;
};

class Records {
public:
    /// `sealed`: the slices on disk, of a reader of this thread; null when every fix comes by mail.
    explicit Records(std::shared_ptr<const Roster> roster, std::shared_ptr<SliceSource> sealed = nullptr);

    /// True when it brought new records, not only a tick.
    bool take(const Mail& mail);

    /// Null until the first mail.
    [[nodiscard]] const std::shared_ptr<const Situation>& live() const { return live_; }
    /// The state at t, kept until another t or a new record is asked for.
    [[nodiscard]] std::shared_ptr<const Situation> at(Time t);
    /// t is asked for soon: a few frames from now.
    void expect(Time t) const { history_.tracks().expect(t); }

    [[nodiscard]] const History& history() const { return history_; }
    [[nodiscard]] const Entry* entry(std::uint64_t n) const;
    [[nodiscard]] std::span<const EntryMark> marks() const { return marks_; }
    /// How many marks have time <= t.
    [[nodiscard]] std::size_t marks_until(Time t) const;
    /// Of events and fixes, by their own clocks; `Time::max()` and `Time{}` while there are none.
    [[nodiscard]] Time first_record() const { return first_record_; }
    [[nodiscard]] Time last_record() const { return last_record_; }
    /// By the core's clock, the newest.
    [[nodiscard]] Time last_received() const { return last_received_; }
    /// Grows with every record, so that what is derived can be kept.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }
    [[nodiscard]] const CoreCounts& counts() const { return counts_; }
    [[nodiscard]] const std::string& storage_problem() const { return storage_problem_; }

private:
    void add(const Committed& committed);
    void add_mark(const Entry& entry);

    History history_;
    std::shared_ptr<const Situation> live_;
    std::shared_ptr<const Situation> shown_;
    std::uint64_t shown_revision_ = 0;
    std::vector<EntryMark> marks_;
    std::vector<std::shared_ptr<const Entry>> by_number_;
    Time first_record_ = Time::max();
    Time last_record_;
    Time last_received_;
    std::uint64_t revision_ = 0;
    CoreCounts counts_;
    std::string storage_problem_;
};

}  // namespace siaga::app
