#include "app/wall/feed_watch.hpp"

#include <algorithm>

namespace siaga::app {

namespace {
constexpr double kBeats = 4;        // silence of so many beats is loss
constexpr double kSmoothing = 0.2;  // weight of the newest interval
}  // namespace

void FeedWatch::heard(Time now) {
    if (last_) {
        // One long outage must not teach the watch that silence is normal.
        const auto interval = static_cast<double>(std::min<Millis>(now - *last_, kLongest / 2).count());
        beat_ms_ = beat_ms_ <= 0 ? interval : beat_ms_ + kSmoothing * (interval - beat_ms_);
    }
    last_ = now;
}

FeedView FeedWatch::at(Time now) const {
    FeedView view;
    if (!last_) return view;
    view.age = std::max(now - *last_, Millis{0});
    view.limit = std::clamp(Millis{static_cast<std::int64_t>(kBeats * beat_ms_)}, kShortest, kLongest);
    view.health = view.age > view.limit ? FeedHealth::kLost : FeedHealth::kGood;
    return view;
}

}  // namespace siaga::app
