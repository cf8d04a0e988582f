#pragma once
// IngestQueue: submissions on their way to the ingest thread, bounded in bytes. A call for help goes before everything,
// live fixes and events before the backlog of an outage; only the order of one counted session is never changed, for
// its acknowledgements cover all that was before. A full queue refuses; whoever was refused is told once when there is
// room again, so a session can stop reading its socket instead of spinning.

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "data/core/time.hpp"
#include "data/ingest/submission.hpp"

namespace siaga {

/// For the health panel.
struct QueueFigures {
    std::string name;
    std::size_t bytes = 0, items = 0;
    std::size_t capacity_bytes = 0;
    std::size_t high_water_bytes = 0;  ///< the most it ever held
    std::uint64_t refusals = 0;        ///< pushes that found it full
};

enum class Lane : std::uint8_t { kUrgent, kLive, kBacklog };
inline constexpr std::size_t kLanes = 3;

/// kUrgent: a call for help is among its records. kBacklog: nothing but fixes of longer ago than
/// LiveRate::kBacklogAfter, by `now`, the core's clock. kLive: everything else.
[[nodiscard]] Lane lane_of(const Submission& submission, Time now);

/// Any thread may call anything.
class IngestQueue {
public:
    using Steady = std::chrono::steady_clock;
    /// Of the backlog that one pop gives: alone, and beside what is more urgent, which waits for the same commit.
    static constexpr std::size_t kBacklogRecords = 16384, kBacklogRecordsBeside = 1024;

    explicit IngestQueue(std::size_t capacity_bytes) : capacity_bytes_(capacity_bytes) {}

    /// Called outside the lock, on the popping thread, by the first pop after a refusal. Set before
    /// the first push.
    void on_room(std::function<void()> told) { room_ = std::move(told); }

    /// False, and `submission` untouched: full for its lane or stopped. The backlog finds the queue full earlier than
    /// what is live, and that earlier than a call for help. One larger than the capacity is taken by an empty queue,
    /// so nothing waits for ever.
    [[nodiscard]] bool try_push(Submission& submission, Time now);

    /// What waits, the most urgent first, into `out` (replaced): all but the larger part of the backlog. Blocks until
    /// there is something, and then until `gather_until` for more to come with it unless it is much already; or until
    /// a poke(), stop() or `most`. False: stopped and nothing left, ever.
    bool pop(std::vector<Submission>& out, std::chrono::milliseconds most, Steady::time_point gather_until = {});

    /// Wakes the popping thread without a submission.
    void poke();
    /// Refuses from now on; what is inside can still be popped.
    void stop();

    [[nodiscard]] QueueFigures figures() const;

private:
    /// Where the last waiting submission of a counted session is, and how many of it are there.
    struct Behind {
        Lane lane = Lane::kUrgent;
        std::size_t count = 0;
    };

    [[nodiscard]] bool empty() const { return items_ == 0; }
    [[nodiscard]] bool much() const { return bytes_ >= capacity_bytes_ / 4; }
    void keep_in_order(const Submission& submission, Lane& lane);
    void take(Lane lane, std::vector<Submission>& out);

    const std::size_t capacity_bytes_;
    std::function<void()> room_;
    mutable std::mutex mutex_;
    std::condition_variable filled_;
    std::array<std::deque<Submission>, kLanes> lanes_;
    std::unordered_map<SessionId, Behind> behind_;
    std::size_t bytes_ = 0, items_ = 0, high_water_ = 0;
    std::uint64_t refusals_ = 0;
    bool refused_since_pop_ = false, stopped_ = false, poked_ = false;
};

}  // namespace siaga
