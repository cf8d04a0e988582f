#pragma once
// FeedWatch: is the feed alive? A feed has a rhythm; silence of several beats is loss. With units that
// report every few seconds that is 3 s, on a night with one message a minute it is not.

#include <optional>

#include "data/core/time.hpp"

namespace siaga::app {

enum class FeedHealth { kNone, kGood, kLost };  ///< kNone: nothing was ever received

struct FeedView {
    FeedHealth health = FeedHealth::kNone;
    Millis age{};    ///< since the last record
    Millis limit{};  ///< the age from which the feed counts as lost
    std::size_t units_live = 0, units = 0;
    bool storage_broken = false;
    friend bool operator==(const FeedView&, const FeedView&) = default;
};

class FeedWatch {
public:
    static constexpr Millis kShortest = 3s;
    static constexpr Millis kLongest = 60s;

    /// Records arrived at `now`, by any clock that does not run backwards.
    void heard(Time now);
    /// health, age and limit at `now`.
    [[nodiscard]] FeedView at(Time now) const;

private:
    std::optional<Time> last_;
    double beat_ms_ = 0;  ///< smoothed time between arrivals
};

}  // namespace siaga::app
