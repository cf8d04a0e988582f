#pragma once
// TrackSlice: the fixes of five minutes, unit by unit, and what a reader needs of the time before: each
// unit's newest fix from before the start, carried along. So the positions of all units at any t are in
// one slice, whatever came before it.
//
//   slice.newest_until(t)          each unit's newest fix at t
//   slice.track(unit)              one unit's fixes, in order of time
//
// The same as bytes (data/store/README.md has the worked example):
//
//   u8 format = 1 | uint runs | uint scale of speed, of course, of accuracy
//   table of the heads, one row a run, bases 0: unit, rows, bytes, then the columns of a fix
//   for each run, in the same order: table of `rows` rows in `bytes` bytes, base = its head
//
// A unit has one run. Its head is the carried fix, and the first of its own when none is carried: the
// head's time tells which. Columns of a fix: time ms, lon_e7, lat_e7, speed, course, accuracy, altitude m,
// battery %, flags, source, seq, received - time ms. Speed, course and accuracy are divided by their
// scale, the greatest that leaves whole numbers; -1 is unknown. Tables: data/model/packed_table.hpp.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "data/core/result.hpp"
#include "data/model/canonical.hpp"
#include "data/model/fix.hpp"

namespace siaga {

inline constexpr Millis kSliceLength{5min};

/// The start of the slice that holds t: whole five minutes since 1970.
[[nodiscard]] constexpr Time slice_start(Time t) {
    const Millis since = t.time_since_epoch();
    Millis into = since % kSliceLength;
    if (into < Millis{0}) into += kSliceLength;
    return t - into;
}

/// Frozen once it is made.
struct TrackSlice {
    struct Run {
        UnitIndex unit{};
        std::uint32_t begin = 0, end = 0;  ///< into `fixes`
        bool carried = false;              ///< the first is the newest before the start
    };
    Time start;
    std::vector<Fix> fixes;  ///< run after run; in a run by time, then arrival
    std::vector<Run> runs;   ///< rising units; none is empty

    [[nodiscard]] const Run* run_of(UnitIndex unit) const;
    [[nodiscard]] std::span<const Fix> all_of(const Run& run) const {
        return std::span(fixes).subspan(run.begin, run.end - run.begin);
    }
    /// Without the carried one.
    [[nodiscard]] std::span<const Fix> own_of(const Run& run) const { return all_of(run).subspan(run.carried ? 1 : 0); }
    [[nodiscard]] std::uint32_t own_count() const;
    /// Can positions be read from it? Only when it has fixes that move markers.
    [[nodiscard]] bool has_positions() const;
};

/// Makes the runs of a slice one after the other. Units rise from call to call.
class TrackSliceMaker {
public:
    /// `fixes`: about as many will be added.
    explicit TrackSliceMaker(Time start, std::size_t fixes = 0) {
        slice_.start = start;
        slice_.fixes.reserve(fixes);
    }
    /// `own` by time, then arrival, none before the start. A unit with nothing is passed over.
    void add(UnitIndex unit, const std::optional<Fix>& carried, std::span<const Fix> own);
    [[nodiscard]] TrackSlice take() { return std::move(slice_); }

private:
    TrackSlice slice_;
};

/// Ends in kTableTail zero bytes, which belong to it. Precondition: at most 2^26 fixes, 2^20 units.
[[nodiscard]] Bytes pack_slice(const TrackSlice& slice);

/// kMalformed unless the bytes are a slice.
[[nodiscard]] Result<TrackSlice> unpack_slice(Time start, std::span<const std::uint8_t> bytes);

/// Without unpacking: each unit's newest fix with time <= t that moves markers, by rising unit.
[[nodiscard]] std::optional<Problem> newest_in_slice(std::span<const std::uint8_t> bytes, Time t,
                                                     const std::function<void(const Fix&)>& visit);

/// When and where a unit was.
struct SlicePlace {
    Time time;
    LonLat position;
    UnitIndex unit{};
    friend bool operator==(const SlicePlace&, const SlicePlace&) = default;
};

/// Without unpacking the rest: of the fixes that move markers, carried ones too, run after run.
[[nodiscard]] Result<std::vector<SlicePlace>> places_in_slice(std::span<const std::uint8_t> bytes);

/// Without unpacking the others: one unit's own fixes. Empty when the slice has none.
[[nodiscard]] Result<std::vector<Fix>> track_in_slice(Time start, std::span<const std::uint8_t> bytes, UnitIndex unit);

}  // namespace siaga
