#include "data/situation/track_queries.hpp"

#include <algorithm>
#include <cmath>

namespace siaga {
namespace {

constexpr double kCmPerM = 100;
constexpr double kMsPerS = 1000;
constexpr double kMedian = 0.5, kNinetyFifth = 0.95;

bool says_it_stands(const Fix& fix, const TrackRules& rules) {
    return fix.speed_cmps != Fix::kNone16 && fix.speed_cmps / kCmPerM < rules.standing_mps;
}

bool may_stand(const Fix& fix, const TrackRules& rules) {
    return fix.speed_cmps == Fix::kNone16 || says_it_stands(fix, rules);
}

/// The mean of some places, of which each counts the same. Fixed-point sums: no drift, no order.
class Middle {
public:
    void add(LonLat place) {
        lon_ += place.lon_e7;
        lat_ += place.lat_e7;
        ++count_;
    }
    [[nodiscard]] LonLat place() const {
        return {static_cast<std::int32_t>(lon_ / count_), static_cast<std::int32_t>(lat_ / count_)};
    }

private:
    std::int64_t lon_ = 0, lat_ = 0, count_ = 0;
};

/// The longest stop that begins with track[first]. Precondition: that fix may stand.
TrackStop stop_from(std::span<const Fix> track, std::size_t first, const TrackRules& rules) {
    Middle middle;
    middle.add(track[first].position);
    TrackStop stop{track[first].position, track[first].time, track[first].time, 1};
    bool last_was_odd = false;
    for (std::size_t i = first + 1; i < track.size(); ++i) {
        if (track[i].time - track[i - 1].time > rules.longest_gap) break;
        const bool stands =
            may_stand(track[i], rules) && distance_m(middle.place(), track[i].position) <= rules.stop_radius_m;
        if (!stands && last_was_odd) break;
        last_was_odd = !stands;
        if (!stands) continue;
        middle.add(track[i].position);
        stop.to = track[i].time;
        ++stop.fixes;
    }
    stop.place = middle.place();
    return stop;
}

double nearest_rank(std::vector<double>& speeds, double part) {
    const auto rank = static_cast<std::size_t>(std::ceil(part * static_cast<double>(speeds.size())));
    const auto at = speeds.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(speeds.begin(), at, speeds.end());
    return *at;
}

}  // namespace

std::vector<Fix> marker_fixes(std::vector<Fix> track) {
    std::erase_if(track, [](const Fix& fix) { return !fix.moves_marker(); });
    return track;
}

std::optional<double> leg_m(const Fix& a, const Fix& b, const TrackRules& rules) {
    if (b.time - a.time > rules.longest_gap) return std::nullopt;
    const double metres = distance_m(a.position, b.position);
    const bool noise = says_it_stands(a, rules) && says_it_stands(b, rules) && metres <= rules.noise_m;
    return noise ? 0.0 : metres;
}

TrackLength length_of(std::span<const Fix> track, const TrackRules& rules) {
    TrackLength length;
    for (std::size_t i = 1; i < track.size(); ++i) {
        if (const auto metres = leg_m(track[i - 1], track[i], rules)) {
            length.metres += *metres;
            length.covered += track[i].time - track[i - 1].time;
        } else {
            length.gaps.push_back({track[i - 1].time, track[i].time});
        }
    }
    return length;
}

std::vector<TrackStop> stops_of(std::span<const Fix> track, const TrackRules& rules) {
    std::vector<TrackStop> stops;
    for (std::size_t i = 0; i < track.size();) {
        if (!may_stand(track[i], rules)) {
            ++i;
            continue;
        }
        const TrackStop stop = stop_from(track, i, rules);
        if (stop.lasted() < rules.stop_least) {
            ++i;
            continue;
        }
        stops.push_back(stop);
        while (i < track.size() && track[i].time <= stop.to) ++i;
    }
    return stops;
}

std::optional<double> speed_at(std::span<const Fix> track, std::size_t index, const TrackRules& rules) {
    const Fix& fix = track[index];
    if (fix.speed_cmps != Fix::kNone16) return fix.speed_cmps / kCmPerM;
    if (index == 0 || track[index - 1].time == fix.time) return std::nullopt;
    const auto metres = leg_m(track[index - 1], fix, rules);
    if (!metres) return std::nullopt;
    return *metres * kMsPerS / static_cast<double>((fix.time - track[index - 1].time).count());
}

SpeedProfile speed_profile(std::span<const Fix> track, Time from, Time to, Millis step, const TrackRules& rules) {
    SpeedProfile profile;
    profile.buckets.resize(static_cast<std::size_t>((to - from) / step) + 1);
    for (std::size_t i = 0; i < profile.buckets.size(); ++i)
        profile.buckets[i].from = from + step * static_cast<std::int64_t>(i);
    std::vector<double> speeds;
    for (std::size_t i = 0; i < track.size(); ++i) {
        if (track[i].time < from || track[i].time > to) continue;
        const auto speed = speed_at(track, i, rules);
        if (!speed) continue;
        speeds.push_back(*speed);
        SpeedBucket& bucket = profile.buckets[static_cast<std::size_t>((track[i].time - from) / step)];
        ++bucket.fixes;
        bucket.fastest_mps = std::max(bucket.fastest_mps, *speed);
    }
    profile.fixes = speeds.size();
    if (speeds.empty()) return profile;
    profile.median_mps = nearest_rank(speeds, kMedian);
    profile.p95_mps = nearest_rank(speeds, kNinetyFifth);
    profile.fastest_mps = *std::max_element(speeds.begin(), speeds.end());
    return profile;
}

}  // namespace siaga
