#include "data/situation/track_slices.hpp"

#include <algorithm>
#include <iterator>

namespace siaga {
namespace {

std::size_t index_of(UnitIndex unit) { return static_cast<std::size_t>(unit); }

void note(std::vector<std::optional<Fix>>& newest, const Fix& fix) {
    if (!fix.moves_marker()) return;
    if (newest.size() <= index_of(fix.unit)) newest.resize(index_of(fix.unit) + 1);
    newest[index_of(fix.unit)] = fix;
}

}  // namespace

Time TrackSlices::slice_start(Time t) { return t - t.time_since_epoch() % kSliceLength; }

TrackSlices::Slice& TrackSlices::slice_for(Time t) {
    const auto [at, fresh] = slices_.try_emplace(slice_start(t));
    if (fresh && at != slices_.begin()) {
        const Slice& before = std::prev(at)->second;
        at->second.keyframe = before.keyframe;
        for (const Fix& fix : before.fixes) note(at->second.keyframe, fix);
    }
    return at->second;
}

void TrackSlices::insert(const Fix& fix) {
    Slice& slice = slice_for(fix.time);
    const auto place = std::upper_bound(slice.fixes.begin(), slice.fixes.end(), fix, [](const Fix& a, const Fix& b) {
        return a.time != b.time ? a.time < b.time : a.unit < b.unit;
    });
    slice.fixes.insert(place, fix);
    ++fix_count_;
    unit_count_ = std::max(unit_count_, index_of(fix.unit) + 1);
    if (!fix.moves_marker()) return;
    for (auto later = slices_.upper_bound(slice_start(fix.time)); later != slices_.end(); ++later) {
        auto& keyframe = later->second.keyframe;
        const bool known = index_of(fix.unit) < keyframe.size() && keyframe[index_of(fix.unit)];
        if (known && keyframe[index_of(fix.unit)]->time > fix.time) break;
        note(keyframe, fix);
    }
}

void TrackSlices::latest_at(Time t, std::vector<std::optional<Fix>>& out) const {
    const auto after = slices_.upper_bound(t);
    if (after == slices_.begin()) {
        out.assign(unit_count_, std::nullopt);
        return;
    }
    const Slice& slice = std::prev(after)->second;
    out = slice.keyframe;
    out.resize(unit_count_);
    for (const Fix& fix : slice.fixes) {
        if (fix.time > t) break;
        note(out, fix);
    }
}

std::optional<Fix> TrackSlices::latest_of(UnitIndex unit, Time t) const {
    const auto after = slices_.upper_bound(t);
    if (after == slices_.begin()) return std::nullopt;
    const Slice& slice = std::prev(after)->second;
    for (auto fix = slice.fixes.rbegin(); fix != slice.fixes.rend(); ++fix) {
        if (fix->unit == unit && fix->time <= t && fix->moves_marker()) return *fix;
    }
    return index_of(unit) < slice.keyframe.size() ? slice.keyframe[index_of(unit)] : std::nullopt;
}

std::optional<Fix> TrackSlices::next_of(UnitIndex unit, Time t, Millis within) const {
    for (auto at = slices_.lower_bound(slice_start(t)); at != slices_.end() && at->first <= t + within; ++at) {
        for (const Fix& fix : at->second.fixes) {
            if (fix.time > t + within) return std::nullopt;
            if (fix.unit == unit && fix.time > t && fix.moves_marker()) return fix;
        }
    }
    return std::nullopt;
}

std::vector<Fix> TrackSlices::track(UnitIndex unit, Time from, Time to) const {
    std::vector<Fix> found;
    for_each(from, to, [&](const Fix& fix) {
        if (fix.unit == unit) found.push_back(fix);
    });
    return found;
}

TrackSlices::Density TrackSlices::density(Time from, Time to, Millis step) const {
    Density density;
    density.all.resize(static_cast<std::size_t>((to - from + step - Millis{1}) / step));
    density.moving.resize(density.all.size());
    for_each(from, to - Millis{1}, [&](const Fix& fix) {
        const auto bucket = static_cast<std::size_t>((fix.time - from) / step);
        ++density.all[bucket];
        if (fix.speed_cmps != Fix::kNone16 && fix.speed_cmps >= kMovingCmps) ++density.moving[bucket];
    });
    return density;
}

std::optional<Time> TrackSlices::first_time() const {
    return slices_.empty() ? std::nullopt : std::optional(slices_.begin()->second.fixes.front().time);
}

std::optional<Time> TrackSlices::last_time() const {
    return slices_.empty() ? std::nullopt : std::optional(slices_.rbegin()->second.fixes.back().time);
}

}  // namespace siaga
