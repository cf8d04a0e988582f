#include "data/ingest/ingest_queue.hpp"

#include <algorithm>
#include <utility>

#include "data/ingest/unit_book.hpp"

namespace siaga {
namespace {

std::size_t index_of(Lane lane) { return static_cast<std::size_t>(lane); }

/// Of the capacity, in eighths: what may wait in all when one more of this lane comes.
constexpr std::array<std::size_t, kLanes> kShare = {8, 7, 6};
constexpr std::size_t kWhole = 8;

}  // namespace

Lane lane_of(const Submission& submission, Time now) {
    bool live = submission.records.empty();
    for (const Submission::Numbered& numbered : submission.records) {
        if (const auto* report = std::get_if<FixReport>(&numbered.record)) {
            live = live || now - report->time <= LiveRate::kBacklogAfter;
            continue;
        }
        const auto* event = std::get_if<std::shared_ptr<const Event>>(&numbered.record);
        if (event != nullptr && std::holds_alternative<Emergency>((*event)->body)) return Lane::kUrgent;
        live = live || event != nullptr;
    }
    return live ? Lane::kLive : Lane::kBacklog;
}

void IngestQueue::keep_in_order(const Submission& submission, Lane& lane) {
    if (submission.unnumbered) return;
    Behind& behind = behind_[submission.session];
    if (behind.count > 0) lane = std::max(lane, behind.lane);
    behind = {lane, behind.count > 0 && behind.lane == lane ? behind.count + 1 : 1};
}

bool IngestQueue::try_push(Submission& submission, Time now) {
    Lane lane = lane_of(submission, now);
    bool wakes = false;
    {
        const std::lock_guard lock(mutex_);
        const bool was_much = much();
        const std::size_t weight = submission.bytes();
        const std::size_t most = capacity_bytes_ / kWhole * kShare[index_of(lane)];
        if (stopped_ || (!empty() && bytes_ + weight > most)) {
            ++refusals_;
            refused_since_pop_ = true;
            return false;
        }
        keep_in_order(submission, lane);
        bytes_ += weight;
        ++items_;
        high_water_ = std::max(high_water_, bytes_);
        lanes_[index_of(lane)].push_back(std::move(submission));
        wakes = items_ == 1 || (much() && !was_much);
    }
    if (wakes) filled_.notify_one();
    return true;
}

bool IngestQueue::pop(std::vector<Submission>& out, std::chrono::milliseconds most, Steady::time_point gather_until) {
    out.clear();
    bool tell = false;
    {
        std::unique_lock lock(mutex_);
        filled_.wait_for(lock, most, [this] { return !empty() || stopped_ || poked_; });
        if (!empty()) filled_.wait_until(lock, gather_until, [this] { return much() || stopped_ || poked_; });
        poked_ = false;
        if (empty()) return !stopped_;
        for (const Lane lane : {Lane::kUrgent, Lane::kLive, Lane::kBacklog}) take(lane, out);
        tell = std::exchange(refused_since_pop_, false);
    }
    if (tell && room_) room_();
    return true;
}

void IngestQueue::take(Lane lane, std::vector<Submission>& out) {
    std::size_t left = SIZE_MAX;
    if (lane == Lane::kBacklog) left = out.empty() ? kBacklogRecords : kBacklogRecordsBeside;
    for (std::deque<Submission>& waiting = lanes_[index_of(lane)]; !waiting.empty() && left > 0; waiting.pop_front()) {
        Submission& first = waiting.front();
        left -= std::min(left, std::max<std::size_t>(first.records.size(), 1));
        bytes_ -= first.bytes();
        --items_;
        if (const auto behind = behind_.find(first.session); !first.unnumbered && behind != behind_.end()) {
            if (behind->second.lane == lane && --behind->second.count == 0) behind_.erase(behind);
        }
        out.push_back(std::move(first));
    }
}

void IngestQueue::poke() {
    {
        const std::lock_guard lock(mutex_);
        poked_ = true;
    }
    filled_.notify_one();
}

void IngestQueue::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    filled_.notify_all();
}

QueueFigures IngestQueue::figures() const {
    const std::lock_guard lock(mutex_);
    return {"ingest", bytes_, items_, capacity_bytes_, high_water_, refusals_};
}

}  // namespace siaga
