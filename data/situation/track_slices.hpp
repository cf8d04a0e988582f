#pragma once
// TrackSlices: the fixes of the day in slices of five minutes. A slice is a keyframe (the newest fix
// of every unit at its start) and then its fixes in time order, so the positions of all units at any
// t are one keyframe and one run of fixes away, whatever came before. One thread at a time.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "data/model/fix.hpp"

namespace siaga {

class TrackSlices {
public:
    static constexpr Millis kSliceLength{5min};

    /// Inserts in its place, any order of arrival; the same (source, seq) twice is the caller's bug.
    void insert(const Fix& fix);

    /// out[i] = newest fix of UnitIndex i with time <= t that moves markers; out is resized to at
    /// least unit_count().
    void latest_at(Time t, std::vector<std::optional<Fix>>& out) const;
    [[nodiscard]] std::optional<Fix> latest_of(UnitIndex unit, Time t) const;
    /// First fix of the unit with time > t that moves markers, looking at most `within` ahead.
    [[nodiscard]] std::optional<Fix> next_of(UnitIndex unit, Time t, Millis within) const;

    /// Fixes of one unit with from <= time <= to, in time order.
    [[nodiscard]] std::vector<Fix> track(UnitIndex unit, Time from, Time to) const;
    /// All fixes with from <= time <= to, by time then unit then arrival.
    void for_each(Time from, Time to, auto&& visit) const {
        for (auto it = slices_.lower_bound(slice_start(from)); it != slices_.end() && it->first <= to; ++it) {
            for (const Fix& fix : it->second.fixes) {
                if (fix.time >= from && fix.time <= to) visit(fix);
            }
        }
    }
    /// Fixes per bucket of length `step` from `from`, and how many of them were on the move.
    struct Density {
        std::vector<std::uint32_t> all, moving;
    };
    static constexpr std::uint16_t kMovingCmps = 100;  ///< slower is standing, with a receiver's noise
    [[nodiscard]] Density density(Time from, Time to, Millis step) const;

    [[nodiscard]] std::size_t unit_count() const { return unit_count_; }
    [[nodiscard]] std::uint64_t fix_count() const { return fix_count_; }
    [[nodiscard]] std::optional<Time> first_time() const;
    [[nodiscard]] std::optional<Time> last_time() const;

private:
    struct Slice {
        std::vector<std::optional<Fix>> keyframe;  ///< by UnitIndex, newest before the slice's start
        std::vector<Fix> fixes;                    ///< by time, unit, arrival
    };
    [[nodiscard]] static Time slice_start(Time t);
    Slice& slice_for(Time t);

    std::map<Time, Slice> slices_;
    std::size_t unit_count_ = 0;
    std::uint64_t fix_count_ = 0;
};

}  // namespace siaga
