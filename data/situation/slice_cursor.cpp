#include "data/situation/slice_cursor.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace siaga {

SliceCursor::SliceCursor(std::shared_ptr<const TrackSlice> slice) : slice_(std::move(slice)) {}

void SliceCursor::prepare() {
    if (!keyframes_.empty()) return;
    make_log();
    begin();
}

void SliceCursor::make_log() {
    // Runs lie unit by unit: a stable sort by time alone keeps units and arrivals in order. Counting by the
    // millisecond's place in the slice is a tenth of comparing.
    constexpr std::size_t kBuckets = 1U << 12U;
    const auto bucket_of = [&](const Fix& fix) {
        const Millis into = std::clamp(fix.time - slice_->start, Millis{0}, kSliceLength);
        return static_cast<std::size_t>(into.count()) * (kBuckets - 1) / static_cast<std::size_t>(kSliceLength.count());
    };
    std::vector<std::uint32_t> begin(kBuckets + 1, 0);
    const auto each_own = [&](auto&& visit) {
        for (const TrackSlice::Run& run : slice_->runs) {
            for (const Fix& fix : slice_->own_of(run)) {
                if (fix.moves_marker()) visit(fix);
            }
        }
    };
    each_own([&](const Fix& fix) { ++begin[bucket_of(fix) + 1]; });
    for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
    log_.resize(begin.back());
    std::vector<std::uint32_t> next = begin;
    each_own([&](const Fix& fix) { log_[next[bucket_of(fix)]++] = fix; });
    for (std::size_t i = 0; i + 1 < begin.size(); ++i) {
        std::stable_sort(log_.begin() + begin[i], log_.begin() + begin[i + 1],
                         [](const Fix& a, const Fix& b) { return a.time < b.time; });
    }
}

void SliceCursor::begin() {
    const std::size_t units = slice_->runs.empty() ? 0 : static_cast<std::size_t>(slice_->runs.back().unit) + 1;
    now_.newest.resize(units);
    for (const TrackSlice::Run& run : slice_->runs) {
        if (run.carried) now_.newest[static_cast<std::size_t>(run.unit)] = slice_->fixes[run.begin];
    }
    keyframes_.resize(static_cast<std::size_t>(kSliceLength / kKeyframeEvery));
    keyframes_.front() = now_;
    shown_ = slice_->start - Millis{1};
}

void SliceCursor::take_keyframe(std::size_t frame) {
    std::size_t known = frame;
    while (!keyframes_[known]) --known;  // the first is there
    now_.next = keyframes_[known]->next;
    now_.newest.assign(keyframes_[known]->newest.begin(), keyframes_[known]->newest.end());
    if (known == frame) return;
    advance(slice_->start + static_cast<std::int64_t>(frame) * kKeyframeEvery - Millis{1});
    keyframes_[frame] = now_;
}

void SliceCursor::advance(Time t) {
    for (; now_.next < log_.size() && log_[now_.next].time <= t; ++now_.next) {
        now_.newest[static_cast<std::size_t>(log_[now_.next].unit)] = log_[now_.next];
    }
}

const std::vector<std::optional<Fix>>& SliceCursor::newest_at(Time t) {
    prepare();  // not before somebody asks: a trail needs no log
    const bool near = t >= shown_ && t - shown_ < kWalkedMost;
    if (!near) {
        const auto frame = static_cast<std::size_t>((t - slice_->start) / kKeyframeEvery);
        take_keyframe(std::min(frame, keyframes_.size() - 1));
    }
    advance(t);
    shown_ = t;
    return now_.newest;
}

}  // namespace siaga
